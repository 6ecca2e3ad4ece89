-- Cases: what a person asked for once, what was carried to which agency, and every word that came
-- back. The events are the truth; legs, tasks and the state of a case are made from them.

create schema cases;

create table cases.cases (
  case_id         uuid        primary key,
  reference       text        not null,
  journey_id      text        not null,
  journey_version integer     not null check (journey_version >= 1),
  owner_desk_id   text        not null,
  key_id          uuid        not null references core.keys (key_id),
  sealed_answers  bytea,
  token_hash      text        not null,
  find_hash       text,
  state           text        not null check (state in
                    ('received', 'under_way', 'needs_you', 'settled', 'partly', 'refused', 'withdrawn')),
  language        text        not null check (language in ('zh-TW', 'en')),
  channel         text        not null check (channel in ('web', 'api', 'counter', 'phone')),
  filed_at        timestamptz not null,
  purpose_ends_on date,
  last_seq        integer     not null default 0 check (last_seq >= 0),
  erased_at       timestamptz,

  constraint a_reference_names_one_case unique (reference),
  constraint a_token_opens_one_case unique (token_hash),
  constraint a_reference_can_be_read_out check
    (reference ~ '^[A-Z]{2}-[2-79ACDEFGHJKMNP-Z]{4}-[2-79ACDEFGHJKMNP-Z]{4}$'),
  constraint an_erased_case_keeps_no_answers check
    (erased_at is null or (sealed_answers is null and find_hash is null))
);

comment on table  cases.cases                 is 'One person''s, or one team''s, intent under one journey version.';
comment on column cases.cases.owner_desk_id   is 'Desk of the journey''s owner when the case was filed: gets what no machine may decide.';
comment on column cases.cases.key_id          is 'Key of everything sealed about this case. Destroying it is erasure.';
comment on column cases.cases.sealed_answers  is 'Answers as typed and as understood. Null: erased.';
comment on column cases.cases.token_hash      is 'Keyed hash of the secret given at filing.';
comment on column cases.cases.find_hash       is 'Keyed hash of reference and one answer. Null: erased, or the journey asks for none.';
comment on column cases.cases.state           is 'Derived from the events; kept here for lists.';
comment on column cases.cases.purpose_ends_on is 'Attachments are deleted the day after. Null: the journey names no such day.';
comment on column cases.cases.last_seq        is 'Number of the newest event. Its row lock puts all changes of a case in line.';

-- The retention sweep asks whose purpose has ended.
create index cases_by_end_of_purpose on cases.cases (purpose_ends_on) where erased_at is null;

create table cases.passes (
  token_hash text        primary key,
  case_id    uuid        not null references cases.cases (case_id),
  made_at    timestamptz not null,
  expires_at timestamptz not null
);

comment on table cases.passes is 'Short-lived secrets for a person who found a case again by reference and answer.';

create index passes_by_end on cases.passes (expires_at);

create table cases.replays (
  key_hash        text        primary key,
  body_hash       text        not null,
  case_id         uuid        not null references cases.cases (case_id),
  sealed_response bytea       not null,
  made_at         timestamptz not null
);

comment on table  cases.replays                 is 'What a filing request was answered, so that the same request gets the same answer.';
comment on column cases.replays.key_hash        is 'Keyed hash of the caller''s Idempotency-Key, or of the draft that was filed.';
comment on column cases.replays.body_hash       is 'Keyed hash of what was sent: the same key with other content is a conflict.';
comment on column cases.replays.sealed_response is 'With the key of the case.';

create table cases.drafts (
  draft_id        uuid        primary key,
  token_hash      text        not null,
  journey_id      text        not null,
  journey_version integer     not null check (journey_version >= 1),
  key_id          uuid        not null references core.keys (key_id),
  sealed_answers  bytea       not null,
  revision        integer     not null default 1 check (revision >= 1),
  language        text        not null check (language in ('zh-TW', 'en')),
  channel         text        not null check (channel in ('web', 'api', 'counter', 'phone')),
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  expires_at      timestamptz not null,
  filed_case_id   uuid        references cases.cases (case_id),
  corrects_case_id uuid       references cases.cases (case_id),

  constraint a_token_opens_one_draft unique (token_hash)
);

comment on table  cases.drafts                is 'Answers on the way: saved at every page, resumed by a link.';
comment on column cases.drafts.sealed_answers is 'As typed, also what is not valid yet.';
comment on column cases.drafts.revision       is 'Counts savings: a second browser with an older number is told.';
comment on column cases.drafts.filed_case_id  is 'Null: not filed yet.';
comment on column cases.drafts.corrects_case_id is 'Filing it corrects this case. Null: it makes a new one.';

-- The sweep asks which drafts have run out.
create index drafts_by_end on cases.drafts (expires_at);

create table cases.events (
  case_id uuid        not null references cases.cases (case_id),
  seq     integer     not null check (seq >= 1),
  at      timestamptz not null,
  actor   text        not null,
  subject text        not null,
  basis   text        not null,
  channel text        not null,
  kind    text        not null check (kind ~ '^[a-z_]+$'),
  data    jsonb       not null,
  sealed  bytea,

  primary key (case_id, seq)
);

comment on table  cases.events         is 'Everything that happened to a case, in order. Appended, never changed, never deleted.';
comment on column cases.events.actor   is 'Who did it: person, system, agency:<id> or account:<id>.';
comment on column cases.events.subject is 'For whom: applicant.';
comment on column cases.events.basis   is 'On what basis: own_request, agency_answer, desk_duty, …';
comment on column cases.events.data    is 'Operational, nothing personal: readable for ever.';
comment on column cases.events.sealed  is 'Reasons and other words, with the key of the case. Null: none.';

create function cases.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'cases.events is append-only';
end
$$;

create trigger events_are_never_changed
  before update or delete on cases.events
  for each row execute function cases.refuse_change();

create trigger events_are_never_emptied
  before truncate on cases.events
  for each statement execute function cases.refuse_change();

create table cases.legs (
  leg_id           uuid        primary key,
  case_id          uuid        not null references cases.cases (case_id),
  leg              text        not null,
  place            integer     not null check (place >= 0),
  agency_id        text        not null,
  adapter_id       text        not null,
  needs            text[]      not null default '{}',
  state            text        not null check (state in
                     ('received', 'waiting_window', 'waiting_desk', 'submitting', 'waiting_agency',
                      'unknown', 'in_review', 'needs_correction', 'needs_payment', 'needs_visit',
                      'needs_upload', 'approved', 'rejected', 'withdrawing', 'withdrawn',
                      'withdraw_refused', 'with_owner', 'not_sent')),
  agency_reference text,
  opens_at         timestamptz,
  closes_at        timestamptz,
  answer_days      integer     check (answer_days >= 0),
  deadline_at      timestamptz,
  sealed_input     bytea,
  wake_at          timestamptz,
  look_at          timestamptz,
  leased_until     timestamptz,

  constraint a_case_has_a_leg_once unique (case_id, leg)
);

comment on table  cases.legs                  is 'The part of a case that one agency decides: where it stands, made from the events.';
comment on column cases.legs.leg_id           is 'Also the idempotency key sent to the agency.';
comment on column cases.legs.place            is 'Order in which legs are shown.';
comment on column cases.legs.needs            is 'Legs of the same case whose agency reference this one sends.';
comment on column cases.legs.agency_reference is 'The agency''s own number.';
comment on column cases.legs.opens_at         is 'When the agency begins to take it. Null: no window.';
comment on column cases.legs.closes_at        is 'From then on the agency takes it no more. Null: no window.';
comment on column cases.legs.answer_days      is 'Working days the agency usually takes. Null: unknown.';
comment on column cases.legs.deadline_at      is 'By when the person, or the agency, must have done the next thing.';
comment on column cases.legs.sealed_input     is 'What goes to the agency, with the key of the case. Null: made when it is sent.';
comment on column cases.legs.wake_at          is 'By the city''s clock: when the engine goes on. Null: nothing to wait for.';
comment on column cases.legs.look_at          is 'By the machine''s clock: when to ask the agency again, or to look after a lost job.';
comment on column cases.legs.leased_until     is 'By the machine''s clock: a process is calling the agency until then at the latest. Null: none.';

-- The sweep asks, every two seconds, which legs have something to do.
create index legs_to_wake on cases.legs (wake_at) where wake_at is not null;
create index legs_to_look_at on cases.legs (look_at) where look_at is not null;
-- How many filings one agency is asked about: they share its lane.
create index legs_of_an_adapter on cases.legs (adapter_id) where look_at is not null;

create table cases.tasks (
  task_id    uuid        primary key,
  case_id    uuid        references cases.cases (case_id),
  leg_id     uuid        references cases.legs (leg_id),
  desk_id    text        not null,
  kind       text        not null check (kind in
               ('file', 'correct', 'withdraw', 'settle_unknown', 'look', 'visit', 'owner')),
  why        text        not null,
  about      jsonb       not null default '{}',
  minutes    integer     not null check (minutes >= 0),
  day_on     date        not null,
  due_at     timestamptz not null,
  state      text        not null check (state in ('waiting', 'open', 'taken', 'done', 'cancelled')),
  taken_by   text,
  opened_at  timestamptz not null,
  started_at timestamptz,
  ended_at   timestamptz,

  constraint an_ended_task_has_a_time check ((state in ('done', 'cancelled')) = (ended_at is not null)),
  constraint a_taken_task_has_a_person check (state <> 'taken' or taken_by is not null)
);

comment on table  cases.tasks            is 'Something a named desk must do by a time.';
comment on column cases.tasks.case_id    is 'Null: about the desk itself, e.g. a day that is nearly full.';
comment on column cases.tasks.why        is 'Machine word, said to the clerk as cases.why.<word>.';
comment on column cases.tasks.about      is 'For a task without a case: which desk and day.';
comment on column cases.tasks.minutes    is 'What it takes of the desk''s day; 0 for what costs the day nothing.';
comment on column cases.tasks.day_on     is 'The day on which the desk has room for it.';
comment on column cases.tasks.taken_by   is 'Account of the clerk. Null: nobody yet.';
comment on column cases.tasks.started_at is 'When it was taken: with ended_at the minutes it really took, per desk, never per person.';

-- The console asks for a desk's tasks by due time.
create index tasks_of_a_desk on cases.tasks (desk_id, due_at, task_id) where state in ('waiting', 'open', 'taken');
create index tasks_of_a_case on cases.tasks (case_id);

create unique index one_task_a_leg_at_a_time on cases.tasks (leg_id)
  where leg_id is not null and state in ('waiting', 'open', 'taken');

create table cases.desk_days (
  desk_id         text    not null,
  day_on          date    not null,
  minutes_able    integer not null check (minutes_able >= 0),
  minutes_planned integer not null default 0 check (minutes_planned >= 0),
  owner_told_at   timestamptz,

  primary key (desk_id, day_on),
  constraint a_day_is_never_overbooked check (minutes_planned <= minutes_able)
);

comment on table  cases.desk_days               is 'How much of a desk''s day is planned.';
comment on column cases.desk_days.owner_told_at is 'When the owner was told that the day is nearly full. Null: it is not.';

create table cases.attachments (
  attachment_id uuid        primary key,
  draft_id      uuid        references cases.drafts (draft_id) on delete cascade,
  case_id       uuid        references cases.cases (case_id) deferrable initially deferred,
  question      text        not null,
  media_type    text        not null,
  bytes         integer     not null check (bytes > 0),
  sealed        bytea,
  added_at      timestamptz not null,
  deleted_at    timestamptz,

  constraint a_file_belongs_somewhere check (draft_id is not null or case_id is not null),
  constraint a_deleted_file_is_gone check ((sealed is null) = (deleted_at is not null))
);

comment on table  cases.attachments          is 'Files a person added. Deleted the day after the purpose ends.';
comment on column cases.attachments.question is 'Pointer of the question it answers.';
comment on column cases.attachments.sealed   is 'Name and content, with the key of the draft or the case. Null: deleted.';

create index attachments_of_a_case on cases.attachments (case_id);

create table cases.evidence (
  evidence_id uuid        primary key,
  case_id     uuid        not null references cases.cases (case_id),
  leg         text        not null,
  kept_at     timestamptz not null,
  label       text        not null,
  media_type  text        not null,
  sealed      bytea       not null
);

comment on table  cases.evidence        is 'What was sent to an agency and what it answered, as far as a dispute may need it.';
comment on column cases.evidence.label  is 'What the adapter calls it, e.g. receipt.';
comment on column cases.evidence.sealed is 'With the key of the case; credentials are redacted before.';

create index evidence_of_a_case on cases.evidence (case_id, leg, kept_at);

-- For everyone: how many cases stand where, per journey.
create view cases.open_counts as
  select journey_id, state, case when count(*) >= 5 then count(*)::integer end as cases
    from cases.cases
   group by journey_id, state;

comment on view cases.open_counts is 'Open data: cases per journey and state. Null: fewer than 5.';
