-- What agencies answer about a person who consents: kept with the draft and the case, counted by day.

create table adapters.readings (
  adapter_id   text    not null check (adapter_id ~ '^[a-z][a-z0-9-]{1,40}$'),
  subject_hash text    not null,
  day_on       date    not null,
  asked        integer not null check (asked >= 1),

  primary key (adapter_id, subject_hash, day_on)
);
comment on table  adapters.readings              is 'How often an agency was asked about a person in a day. Kept for that day.';
comment on column adapters.readings.subject_hash is 'Keyed hash of what finds the person.';

alter table cases.drafts add column sealed_reads bytea;
comment on column cases.drafts.sealed_reads is 'What agencies answered by consent, with the key of the draft. Null: nothing was asked.';

alter table cases.cases add column sealed_reads bytea;
comment on column cases.cases.sealed_reads is 'As of the draft, with the key of the case. Null: nothing was asked, or erased.';

alter table people.views alter column account_id drop not null;
alter table people.views add column agency_id text;
alter table people.views add constraint somebody_looked
  check ((account_id is null) <> (agency_id is null)) not valid;
comment on column people.views.agency_id is 'Set when an agency was asked by the person themselves, and no account looked.';
