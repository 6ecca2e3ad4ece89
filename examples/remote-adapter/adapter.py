#!/usr/bin/env python3
"""市民農園租用登記: a remote adapter in one file, Python 3.10+ standard library only.

It speaks docs/contract/openapi.json. The office and its rules are invented. What is kept is on disk
before anything is answered; the same key never files twice. Start: see README.md.
"""
import argparse, base64, hashlib, hmac, json, os, re, sqlite3, sys, threading, time
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TAIPEI = timezone(timedelta(hours=8))
MAX_BODY, PLOTS_EACH = 64 * 1024, 24
GARDENS = ["dakeng", "wufeng", "xitun"]
KEY = re.compile(r"^[A-Za-z0-9._:-]{1,40}$")


def words(zh, en):
    return {"zh-TW": zh, "en": en}


# Each field: JSON Schema, and what is said when it is not so.
FIELDS = {
    "name": ({"type": "string", "minLength": 1, "maxLength": 50}, words("請寫姓名。", "Please give a name.")),
    "phone": ({"type": "string", "pattern": "^0[0-9]{8,9}$"}, words("電話要像 0912345678。", "Like 0912345678.")),
    "address": ({"type": "string", "minLength": 1, "maxLength": 200}, words("請寫地址。", "Please give an address.")),
    "garden": ({"type": "string", "enum": GARDENS}, words("沒有這座農園。", "There is no such garden.")),
    "square_metres": ({"type": "integer", "enum": [10, 20]}, words("只有 10 或 20 平方公尺。", "10 or 20 only.")),
}
INPUT = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": list(FIELDS),
         "properties": {name: rule for name, (rule, _) in FIELDS.items()}, "additionalProperties": False}


def description(hours):
    return {
        "id": "garden-plots", "contract": "1",
        "title": words("市民農園租用登記", "Renting a plot in a city garden"),
        "input": INPUT,
        "semantics": {"idempotent": True, "lookup": "key", "withdraw": True, "correct": True,
                      "settlesAfterSeconds": 0},
        "openingHours": hours,
        "limits": {"timeoutMs": 10000, "concurrency": 4, "perMinute": 600},
        "example": {"name": "林怡君", "phone": "0912345678", "address": "臺中市西屯區臺灣大道三段99號",
                    "garden": "dakeng", "square_metres": 10},
    }


def fits(rule, value):
    """The few words of JSON Schema that FIELDS uses."""
    if rule["type"] == "integer":
        return type(value) is int and value in rule["enum"]
    return (isinstance(value, str) and value in rule.get("enum", [value])
            and rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", 200)
            and re.fullmatch(rule.get("pattern", ".*"), value, re.DOTALL) is not None)


def problems(given):
    """What stands in INPUT, in words for people."""
    if not isinstance(given, dict):
        found = [("", words("要送一個物件。", "An object is expected."))]
    else:
        unknown = words("沒有這一項。", "There is no such field.")
        found = [("/" + name, said) for name, (rule, said) in FIELDS.items() if not fits(rule, given.get(name))]
        found += [("/" + name, unknown) for name in given if name not in FIELDS]
    return [{"pointer": pointer, "message": message, "level": "block"} for pointer, message in found]


class Register:
    """The office's register. Each change is on disk (synchronous=FULL) before it is answered."""
    def __init__(self, path):
        self.lock = threading.Lock()
        self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.executescript("""pragma journal_mode=wal; pragma synchronous=full;
            create table if not exists filings (number integer primary key autoincrement, key text not null unique,
              input text not null, digest text not null, state text not null, filed_at text not null)""")

    def find(self, by):
        number = re.fullmatch(r"GP-(\d{1,9})", by.get("reference", ""))
        return self.db.execute("select * from filings where key = ? or number = ?",
                               (by.get("key"), number and int(number[1]))).fetchone()

    def file(self, key, given):
        """The filing of this key: the one there is, or a new one."""
        digest = hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()
        with self.lock:
            known = self.find({"key": key})
            if known and known["digest"] != digest:
                raise Refusal(409, "key_used", "This key was used for another input.")
            if known:
                return known
            (taken,) = self.db.execute("""select count(*) from filings where state not in ('withdrawn', 'full')
                and json_extract(input, '$.garden') = ?""", (given["garden"],)).fetchone()
            state = "full" if taken >= PLOTS_EACH else first_state(given)
            self.db.execute("insert into filings (key, input, digest, state, filed_at) values (?, ?, ?, ?, ?)",
                            (key, json.dumps(given), digest, state, now_text()))
            return self.find({"key": key})

    def change(self, filing, state, given=None):
        with self.lock:
            self.db.execute("update filings set state = ?, input = ? where number = ?",
                            (state, json.dumps(given) if given else filing["input"], filing["number"]))
            return self.find({"key": filing["key"]})


def first_state(given):
    is_local = given["address"].startswith(("臺中市", "台中市"))
    return "returned" if not is_local else "approved" if given["square_metres"] == 10 else "reviewed"


def now_text():
    return datetime.now(TAIPEI).isoformat(timespec="seconds")


REASONS = {
    "returned": [{"text": words("地址要在臺中市。", "The address must be in Taichung."), "field": "/address"}],
    "withdrawn": [{"text": words("已由申請人取消。", "Taken back by the applicant.")}],
    "full": [{"text": words("這座農園已經租滿。", "This garden is full."), "field": "/garden"}],
}


def outcome_of(filing):
    """How a filing stands, in the words of the contract."""
    state, reference = filing["state"], f"GP-{filing['number']:06d}"
    if state == "approved":
        return {"kind": "approved", "reference": reference, "number": f"{filing['number']:03d}"}
    if state == "reviewed":
        until = (datetime.fromisoformat(filing["filed_at"]) + timedelta(days=3)).isoformat()
        note = words("大塊的地由承辦人看過。", "An officer looks at large plots.")
        return {"kind": "pending", "reference": reference, "until": until, "note": note}
    if state == "returned":
        return {"kind": "needs", "what": "correction", "reference": reference, "reasons": REASONS[state]}
    taken_back = {"isWithdrawn": True} if state == "withdrawn" else {}
    return {"kind": "rejected", "reference": reference, "reasons": REASONS[state], **taken_back}


class Refusal(Exception):
    """A problem document. Statuses are those of the contract's table."""
    def __init__(self, status, cause, detail, errors=(), retry_after=None):
        self.status, self.retry_after = status, retry_after
        nothing = {} if status == 409 else {"nothingRecorded": True}
        self.body = {"type": "about:blank", "status": status, "cause": cause, "detail": detail, **nothing}
        self.body["errors"] = [{"pointer": e["pointer"], "detail": e["message"]["en"], "text": e["message"]}
                               for e in errors]


class Adapter(BaseHTTPRequestHandler):
    server_version, sys_version = "garden-plots/1", ""
    protocol_version = "HTTP/1.1"
    timeout = 60
    PATHS = {"GET": ["/describe", "/health"], "POST": ["/check", "/submit", "/lookup", "/withdraw", "/correct"]}

    def do_GET(self):
        try:
            body = self.body()
            self.require_caller(body)
            do = self.operation()
            self.send(200, do(self.read_json(body)) if self.command == "POST" else do())
        except Refusal as refusal:
            self.send(refusal.status, refusal.body, "application/problem+json", refusal.retry_after)

    do_POST = do_GET

    def operation(self):
        path = self.path.split("?")[0]
        if path not in self.PATHS[self.command]:
            raise Refusal(404, "not_offered", "There is no such address, or not by this method.")
        return getattr(self, path[1:].replace("/", "_"))

    def body(self):
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            self.close_connection = True
            raise Refusal(413, "too_large", f"At most {MAX_BODY} bytes, with Content-Length.")
        return self.rfile.read(int(length))

    def read_json(self, body):
        if "json" not in self.headers.get("Content-Type", ""):
            raise Refusal(415, "wrong_media_type", "application/json is expected.")
        try:
            read = json.loads(body)
        except (ValueError, RecursionError):
            read = None
        if isinstance(read, dict):
            return read
        raise Refusal(400, "unreadable", "A JSON object is expected.")

    def require_caller(self, body):
        server, given = self.server, self.headers.get("Authorization", "")
        if server.token and hmac.compare_digest(given.encode(), f"Bearer {server.token}".encode()):
            return
        if server.secret and self.is_signed(body):
            return
        raise Refusal(401, "credential_refused", "A token or a signature that is known here is needed.")

    def is_signed(self, body):
        """RFC 9421 with hmac-sha256 over method, path and content-digest (RFC 9530)."""
        params = re.fullmatch(r'sig1=(\("@method" "@path" "content-digest"\);created=(\d{1,12})[^\r\n]{0,200})',
                              self.headers.get("Signature-Input", ""))
        digest = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"
        if not params or abs(time.time() - int(params[2])) > 300 or self.headers.get("Content-Digest") != digest:
            return False
        base = (f'"@method": {self.command}\n"@path": {self.path.split("?")[0]}\n'
                f'"content-digest": {digest}\n"@signature-params": {params[1]}')
        mac = hmac.new(self.server.secret.encode(), base.encode(), hashlib.sha256).digest()
        return hmac.compare_digest(self.headers.get("Signature", "").encode(), b"sig1=:" + base64.b64encode(mac) + b":")

    def describe(self):
        return description(self.server.hours)

    def health(self):
        return {"ok": self.server.register.find({"key": ""}) is None, "detail": "register open"}

    def check(self, body):
        return {"problems": problems(body.get("input"))}

    def submit(self, body):
        self.require_open()
        key, given = body.get("key"), body.get("input")
        if not isinstance(key, str) or not KEY.match(key) or self.headers.get("Idempotency-Key") != key:
            raise Refusal(400, "bad_key", "The key in the body and in Idempotency-Key must be one and the same.")
        self.require_right(given)
        return outcome_of(self.server.register.file(key, given))

    def lookup(self, body):
        self.require_open()
        by = {name: body[name] for name in ("key", "reference") if isinstance(body.get(name), str)}
        if len(by) != 1:
            raise Refusal(400, "bad_lookup", "Either a key or a reference is needed.")
        filing = self.server.register.find(by)
        return {"found": True, "outcome": outcome_of(filing)} if filing else {"found": False}

    def withdraw(self, body):
        self.require_open()
        filing = self.filing(body)
        if filing["state"] == "full":
            return {"kind": "refused", "reasons": [{"text": words("本來就沒有租到。", "It was never rented.")}]}
        self.server.register.change(filing, "withdrawn")
        return {"kind": "withdrawn"}

    def correct(self, body):
        self.require_open()
        filing, given = self.filing(body), body.get("input")
        self.require_right(given)
        is_returned = filing["state"] == "returned"
        return outcome_of(self.server.register.change(filing, first_state(given), given) if is_returned else filing)

    def filing(self, body):
        reference = body.get("reference")
        filing = isinstance(reference, str) and self.server.register.find({"reference": reference})
        if not filing:
            raise Refusal(422, "no_such_filing", "There is no filing of this number.")
        return filing

    def require_right(self, given):
        found = problems(given)
        if found:
            raise Refusal(422, "input_wrong", "The input is wrong.", found)

    def require_open(self):
        hours, now = self.server.hours, datetime.now(TAIPEI)
        if hours and not hours["from"] <= now.strftime("%H:%M") < hours["to"]:
            opens = datetime.strptime(f"{now:%Y-%m-%d} {hours['from']} +0800", "%Y-%m-%d %H:%M %z")
            raise Refusal(503, "closed", "Outside opening hours.", retry_after=(opens - now).seconds + 1)

    def send(self, status, said, media_type="application/json", retry_after=None):
        body = json.dumps(said, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form, *args):
        """Method, path and status only: what people wrote stays out of logs."""
        sys.stderr.write(f"{now_text()} {self.command} {self.path.split('?')[0]} {args[1] if len(args) > 1 else ''}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8099, help="0 takes any that is free")
    parser.add_argument("--database", default="garden-plots.sqlite3")
    parser.add_argument("--hours", default="07:00-23:00", help="HH:MM-HH:MM in Taipei, or always")
    parser.add_argument("--sandbox", action="store_true", help="fault switches and an oracle, for tests")
    options = parser.parse_args()
    sys.modules["adapter"] = sys.modules[__name__]  # faults.py takes its classes from here
    handler = __import__("faults").Faulty if options.sandbox else Adapter
    server = ThreadingHTTPServer(("127.0.0.1", options.port), handler)
    server.token, server.secret = os.environ.get("ADAPTER_TOKEN"), os.environ.get("ADAPTER_SECRET")
    if not (server.token or server.secret):
        sys.exit("Set ADAPTER_TOKEN (bearer token) or ADAPTER_SECRET (signed requests), or both.")
    server.hours = None if options.hours == "always" else dict(zip(("from", "to"), options.hours.split("-")))
    server.register = Register(options.database)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
