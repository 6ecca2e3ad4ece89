-- The way in for others: clients of the gateway and what they filed, wishes that two systems be
-- connected, and what the conformance kit last found of each adapter.

create table adapters.clients (
  client_id      uuid        primary key,
  name           text        not null check (char_length(name) between 1 and 100),
  is_named       boolean     not null default false,
  token_hash     text        not null unique,
  token_hint     text        not null check (char_length(token_hint) = 4),
  key_id         uuid        not null references core.keys (key_id),
  sealed_contact bytea       not null,
  adapter_ids    text[]      not null check (cardinality(adapter_ids) >= 1),
  per_minute     integer     not null check (per_minute between 1 and 6000),
  per_day        integer     not null check (per_day between 1 and 1000000),
  issued_at      timestamptz not null,
  revoked_at     timestamptz
);

comment on table  adapters.clients                is 'A program of others that may file through the gateway.';
comment on column adapters.clients.is_named       is 'They agreed to be named on the pages of the services they use.';
comment on column adapters.clients.token_hash     is 'Keyed hash; the token itself is shown once and kept nowhere.';
comment on column adapters.clients.token_hint     is 'Its last four characters, to tell tokens apart.';
comment on column adapters.clients.sealed_contact is 'Whom to write to when something is wrong.';
comment on column adapters.clients.per_minute     is 'Calls; counted by the machine''s clock, like per_day.';
comment on column adapters.clients.revoked_at     is 'Null: in force.';

create table adapters.client_counts (
  client_id uuid        not null references adapters.clients (client_id),
  span      text        not null check (span in ('minute', 'day')),
  begins_at timestamptz not null,
  calls     integer     not null default 1 check (calls >= 1),

  primary key (client_id, span, begins_at)
);

comment on table  adapters.client_counts           is 'Calls of a client in one minute or one day of Taipei. Minutes are kept an hour.';
comment on column adapters.client_counts.begins_at is 'By the machine''s clock.';

create table adapters.client_filings (
  client_id      uuid        not null references adapters.clients (client_id),
  adapter_id     text        not null references adapters.lanes (adapter_id),
  key_hash       text        not null,
  agency_key     text        not null unique,
  input_hash     text        not null,
  key_id         uuid        not null references core.keys (key_id),
  sealed_input   bytea,
  sealed_outcome bytea,
  reference_hash text,
  state          text        not null default 'ready' check (state in ('ready', 'sent', 'unknown', 'answered')),
  attempts       integer     not null default 0 check (attempts >= 0),
  sent_at        timestamptz,
  made_at        timestamptz not null,
  changed_at     timestamptz not null,

  primary key (client_id, adapter_id, key_hash),
  constraint what_was_sent_has_a_time check (state not in ('sent', 'unknown') or sent_at is not null)
);

comment on table  adapters.client_filings              is 'A filing that came through the gateway. The agency has the record; this is what settles doubts.';
comment on column adapters.client_filings.key_hash     is 'Of the key the client chose.';
comment on column adapters.client_filings.agency_key   is 'Planted at the agency: of this client, adapter and key alone.';
comment on column adapters.client_filings.input_hash   is 'Another input with the same key is a conflict.';
comment on column adapters.client_filings.sealed_input is 'Null once forgotten.';
comment on column adapters.client_filings.state        is 'ready: may be sent. sent: a request is or was under way. unknown: it may have arrived.';
comment on column adapters.client_filings.attempts     is 'Each sending takes the next number; of two at once one loses.';
comment on column adapters.client_filings.sent_at      is 'By the city''s clock.';

-- A client finds its filing by the agency's number, too. Two filings may be told the same number.
create index client_filings_by_reference on adapters.client_filings (client_id, adapter_id, reference_hash);
create index client_filings_by_change on adapters.client_filings (changed_at) where sealed_input is not null;

create table adapters.conformance (
  adapter_id text        not null,
  ran_at     timestamptz not null,
  passed     integer     not null check (passed >= 0),
  failed     integer     not null check (failed >= 0),
  report     jsonb       not null,

  primary key (adapter_id, ran_at)
);

comment on table  adapters.conformance        is 'What the conformance kit found: the acceptance of a lot.';
comment on column adapters.conformance.report is 'One object a check: adapter, kind, check, ok, detail.';

create table adapters.wishes (
  wish_id     uuid        primary key,
  number      integer     not null unique generated always as identity,
  from_system text        not null check (char_length(from_system) between 2 and 100),
  to_system   text        not null check (char_length(to_system) between 2 and 100),
  why         text        not null check (char_length(why) between 10 and 1000),
  language    text        not null check (language in ('zh-TW', 'en')),
  wished_at   timestamptz not null,
  due_on      date        not null,
  promise_id  uuid        not null,
  answer      text        check (char_length(answer) between 1 and 2000),
  verdict     text        check (verdict in ('there', 'planned', 'no')),
  answered_at timestamptz,
  hidden_at   timestamptz,

  constraint an_answer_is_whole check
    ((answer is null) = (verdict is null) and (answer is null) = (answered_at is null))
);

comment on table  adapters.wishes            is 'Somebody wishes that two systems be connected. Nobody is asked who they are.';
comment on column adapters.wishes.due_on     is 'When the answer was promised for.';
comment on column adapters.wishes.promise_id is 'In promises.promises.';
comment on column adapters.wishes.language   is 'Of what the person wrote.';
comment on column adapters.wishes.verdict    is 'there: it exists already. planned. no: not, with the reason.';
comment on column adapters.wishes.hidden_at  is 'Staff took its words off the pages: they were about a person, or no wish. Null: shown.';

-- For everyone: what was wished for and answered.
create view adapters.open_wishes as
  select number, from_system, to_system, why, language, wished_at, due_on, promise_id, answer, verdict,
         answered_at
    from adapters.wishes
   where hidden_at is null;

comment on view adapters.open_wishes is 'Open data: wishes that two systems be connected, and the answers.';
