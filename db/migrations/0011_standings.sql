-- How each agency's system stood, for everybody to see, and maintenance that its officers announce.

create table adapters.spells (
  spell_id   bigint generated always as identity primary key,
  adapter_id text        not null references adapters.lanes (adapter_id),
  standing   text        not null check (standing in ('up', 'slow', 'down', 'by_hand', 'closed')),
  from_at    timestamptz not null,
  to_at      timestamptz,

  constraint a_spell_ends_after_it_begins check (to_at >= from_at)
);

comment on table  adapters.spells       is 'One stretch of time in which an adapter stood in one way. What follows begins where it ends.';
comment on column adapters.spells.to_at is 'By the city''s clock. Null: it stands so now.';

create unique index one_spell_at_a_time on adapters.spells (adapter_id) where to_at is null;
create index spells_of_an_adapter on adapters.spells (adapter_id, from_at);
create index spells_by_begin on adapters.spells (from_at);

create table adapters.announcements (
  announcement_id uuid        primary key,
  adapter_id      text        not null references adapters.lanes (adapter_id),
  agency_id       text        not null,
  from_at         timestamptz not null,
  to_at           timestamptz not null,
  reason          text        not null check (char_length(reason) between 1 and 200),
  announced_by    text        not null,
  announced_at    timestamptz not null,
  withdrawn_at    timestamptz,

  constraint maintenance_ends_after_it_begins check (to_at > from_at)
);

comment on table  adapters.announcements              is 'Maintenance of an agency''s system, announced by its officers. While it lasts nothing is sent there.';
comment on column adapters.announcements.announced_by is 'The account of the officer.';
comment on column adapters.announcements.withdrawn_at is 'It does not take place. Null: it stands.';

create index announcements_of_an_adapter on adapters.announcements (adapter_id, to_at)
 where withdrawn_at is null;

-- How long calls take lately, against how long they usually take.
create index calls_of_an_adapter on adapters.calls (adapter_id, started_at);
