-- What every module stands on: the demo's clock and the events by which modules tell each other.

create table core.clock (
  only_row   boolean     primary key default true,
  city_at    timestamptz not null,
  machine_at timestamptz not null,

  constraint there_is_one_clock check (only_row)
);
comment on table core.clock is 'The clock of a demo city: it showed city_at when the machine showed machine_at, and runs on. Empty elsewhere.';

create table core.events (
  event_id    bigint      generated always as identity primary key,
  name        text        not null,
  version     integer     not null,
  data        jsonb       not null,
  recorded_at timestamptz not null,

  constraint name_says_who_and_what check (name ~ '^[a-z]+\.[a-z_]+$')
);
comment on table core.events is 'Past-tense facts one module tells others. Small payloads, no personal data.';

create table core.keys (
  key_id       uuid        primary key,
  wrapped      bytea,
  created_at   timestamptz not null default now(),
  destroyed_at timestamptz,

  constraint a_destroyed_key_is_gone check ((wrapped is null) = (destroyed_at is not null))
);
comment on table core.keys is 'One key for each case, wrapped by SECRET_KEY. Without `wrapped` nothing sealed with it can be read again: that is erasure.';

create table core.rate_limits (
  key    varchar(255) primary key,
  points integer      not null default 0,
  expire bigint
);
comment on table core.rate_limits is 'How often a caller did something lately. The key is a keyed hash of who it is; kept by the rate-limit library.';
comment on column core.rate_limits.expire is 'Milliseconds since 1970.';

create table core.open_log (
  sequence  bigint      primary key check (sequence >= 1),
  at        timestamptz not null,
  kind      text        not null check (kind ~ '^[a-z]+\.[a-z_]+$'),
  subject   text        not null,
  data      jsonb       not null,
  entry     text        not null,
  previous  text        not null,
  hash      text        not null,

  constraint a_hash_names_one_entry unique (hash)
);
comment on table core.open_log is 'What must reach everyone at the same moment: each entry holds the hash of the one before, so that nobody can change one unseen.';
comment on column core.open_log.entry is 'The canonical JSON (RFC 8785) that was hashed: all of the entry but its hash.';

-- Which entries belong to one finished day? Asked when a day's file is written.
create index open_log_by_time on core.open_log (at, sequence);
-- What was published about one thing? Asked on that thing's page.
create index open_log_by_subject on core.open_log (subject, sequence);

create function core.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'core.open_log is append-only';
end
$$;
create trigger entries_are_never_changed
  before update or delete on core.open_log
  for each row execute function core.refuse_change();
create trigger entries_are_never_emptied
  before truncate on core.open_log
  for each statement execute function core.refuse_change();

create table core.gate_results (
  what     text        not null,
  id       text        not null,
  version  integer     not null,
  gate     text        not null,
  state    text        not null check (state in ('passed', 'failed', 'off')),
  findings jsonb       not null default '[]',
  off_by   text,
  ran_at   timestamptz not null,

  primary key (what, id, version, gate),
  constraint a_gate_is_switched_off_by_somebody check ((state = 'off') = (off_by is not null))
);
comment on table core.gate_results is 'What each gate said of a version before it was published. `off`: the city switched it off, with the reason in findings.';
