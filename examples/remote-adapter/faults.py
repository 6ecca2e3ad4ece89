"""The same adapter with fault switches and an oracle, for tests. Loaded by `--sandbox` only."""
import time

from adapter import Adapter, Refusal


class Faulty(Adapter):
    PATHS = {"GET": [*Adapter.PATHS["GET"], "/sandbox/oracle"], "POST": [*Adapter.PATHS["POST"], "/sandbox/faults"]}

    def operation(self):
        """A fault is for the next call of a path; the switches are shared by all connections."""
        do, switches = super().operation(), vars(self.server).setdefault("switches", {})
        fault = switches.pop(self.path, None)
        if fault and fault.get("times", 1) > 1:
            switches[self.path] = {**fault, "times": fault["times"] - 1}
        return self.broken(do, fault) if fault else do

    def sandbox_faults(self, body):
        """{"path": "/submit", "mode": ..., "times": 1, "seconds": 2}"""
        self.server.switches[body["path"]] = body
        return {}

    def sandbox_oracle(self):
        rows = self.server.register.db.execute("select key, state, number from filings order by number limit 5000")
        return {"filings": [dict(row) for row in rows]}

    def broken(self, do, fault):
        mode, seconds = fault["mode"], fault.get("seconds", 2)

        def run(*body):
            self.break_before(mode, seconds)
            said = do(*body)
            self.break_after(mode, seconds)
            return {"kind": "splendid"} if mode == "garbage" else said

        return run

    def break_before(self, mode, seconds):
        if mode == "slow_before":
            time.sleep(seconds)
        if mode == "maintenance":
            raise Refusal(503, "maintenance", "Maintenance.", retry_after=60)
        if mode == "drop_before":
            raise ConnectionAbortedError
        if mode == "error_before":
            self.fail()

    def break_after(self, mode, seconds):
        if mode == "slow_after":
            time.sleep(seconds)
        if mode == "half":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{")
        if mode in ("drop_after", "half"):
            raise ConnectionAbortedError
        if mode == "error_after":
            self.fail()

    def fail(self):
        self.send(500, {"oops": True})
        raise ConnectionAbortedError
