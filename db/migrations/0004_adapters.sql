-- The lanes to the agencies: how many calls are under way, how the agency has answered lately, and
-- the credentials it gave us. What was sent and answered is kept with the case, not here.

create schema adapters;

create table adapters.lanes (
  adapter_id      text        primary key check (adapter_id ~ '^[a-z][a-z0-9-]{1,40}$'),
  kind            text        not null check (kind in ('http', 'html-form', 'desk')),
  agencies        text[]      not null,
  title           jsonb       not null,
  opens_at        time,
  closes_at       time,
  failures        integer     not null default 0 check (failures >= 0),
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_cause      text        check (char_length(last_cause) <= 100),
  stopped_at      timestamptz,
  next_at         timestamptz not null default '-infinity',
  paused_until    timestamptz,
  retired_at      timestamptz,

  constraint opening_hours_have_both_ends check ((opens_at is null) = (closes_at is null)),
  constraint a_failure_has_a_cause check (last_failure_at is null or last_cause is not null)
);

comment on table  adapters.lanes                 is 'One adapter of the city and how its agency has answered lately.';
comment on column adapters.lanes.title           is 'Words by language: {"zh-TW": …, "en": …}.';
comment on column adapters.lanes.opens_at        is 'Taipei wall clock. Null: round the clock.';
comment on column adapters.lanes.failures        is 'Calls in a row that the agency did not answer properly.';
comment on column adapters.lanes.last_success_at is 'By the city''s clock, like the other times people read.';
comment on column adapters.lanes.last_cause      is 'Machine word, e.g. changed_layout. Never anything personal.';
comment on column adapters.lanes.stopped_at      is 'The adapter no longer fits its agency; a person starts the lane again. Null: running.';
comment on column adapters.lanes.next_at         is 'Pace: the earliest moment of the next call, by the machine''s clock.';
comment on column adapters.lanes.paused_until    is 'Breaker: no call before this moment of the machine''s clock; then one tries. Null: no pause.';
comment on column adapters.lanes.retired_at      is 'The city no longer has this adapter. Null: in use.';

create table adapters.slots (
  adapter_id text        not null references adapters.lanes (adapter_id),
  slot       integer     not null check (slot >= 1),
  held_until timestamptz not null default '-infinity',
  call_id    uuid,
  key        text,

  primary key (adapter_id, slot),
  constraint one_call_per_key_at_a_time unique (adapter_id, key)
);

comment on table  adapters.slots            is 'Calls an agency may have under way at one time: a row each, held by a lease.';
comment on column adapters.slots.held_until is 'By the machine''s clock. In the past: free, also when its process was killed.';
comment on column adapters.slots.key        is 'Idempotency key of the filing under way. Null for other calls.';

create table adapters.calls (
  call_id     uuid        primary key,
  adapter_id  text        not null references adapters.lanes (adapter_id),
  operation   text        not null check (operation in ('submit', 'lookup', 'withdraw', 'correct', 'health')),
  started_at  timestamptz not null,
  ended_at    timestamptz,
  outcome     text        check (char_length(outcome) <= 40),
  cause       text        check (char_length(cause) <= 100),
  duration_ms integer     check (duration_ms >= 0),

  constraint an_ended_call_has_an_outcome check ((ended_at is null) = (outcome is null))
);

comment on table  adapters.calls          is 'Each call to an agency: when, how long, what came of it. Kept 30 days.';
comment on column adapters.calls.ended_at is 'Null: under way, or its process was killed; then a sweep ends it as abandoned.';
comment on column adapters.calls.cause    is 'Machine word. Null when the agency answered properly.';

-- The sweep asks which calls are old, and which were left behind.
create index calls_by_start on adapters.calls (started_at);

create table adapters.credentials (
  adapter_id  text        not null references adapters.lanes (adapter_id),
  name        text        not null check (name ~ '^[a-z][a-z0-9_]{0,40}$'),
  key_id      uuid        not null references core.keys (key_id),
  sealed      bytea       not null,
  version     integer     not null default 1 check (version >= 1),
  is_demo     boolean     not null default false,
  changed_at  timestamptz not null,

  primary key (adapter_id, name)
);

comment on table  adapters.credentials         is 'What an agency gave us to open its system, encrypted.';
comment on column adapters.credentials.key_id  is 'The key this value is sealed with. A new value gets a new key; the old one is destroyed.';
comment on column adapters.credentials.is_demo is 'Opens the stand-in only.';

-- For everyone: how each agency's system is doing.
create view adapters.open_lanes as
  select adapter_id, kind, agencies, title, opens_at, closes_at, failures, last_success_at,
         last_failure_at, last_cause, stopped_at,
         paused_until > now() as is_paused
    from adapters.lanes
   where retired_at is null;

comment on view adapters.open_lanes is 'Open data: adapters in use and how their agencies answer.';
