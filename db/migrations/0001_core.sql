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
