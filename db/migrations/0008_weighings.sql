-- The promise to all and the first testers: versions that wait, what was weighed before one started,
-- and who went through it.

create table journeys.waiting (
  journey_id    text        primary key check (journey_id ~ '^[a-z][a-z0-9-]*$'),
  version       integer     not null check (version >= 1),
  definition    json        not null,
  digest        text        not null check (digest ~ '^[0-9a-f]{64}$'),
  waiting_since timestamptz not null,

  constraint waiting_definition_is_of_this_version check (
    definition ->> 'id' = journey_id and (definition ->> 'version')::integer = version
  )
);
comment on table journeys.waiting is 'The version of a journey that a gate still holds back, as its file says now. Public: anybody may see what is coming and why it waits.';
comment on column journeys.waiting.waiting_since is 'When this content was first held back.';

-- Adding a column with a constant default rewrites nothing.
alter table cases.drafts add column is_trial boolean not null default false;
comment on column cases.drafts.is_trial is 'Of a closed test: it may be of a version that waits, and it is never filed.';
alter table cases.drafts add constraint a_trial_is_never_filed
  check (not is_trial or (filed_case_id is null and corrects_case_id is null)) not valid;
alter table cases.drafts validate constraint a_trial_is_never_filed;

create table voices.weighings (
  what            text        not null check (what in ('journey', 'ration', 'service')),
  id              text        not null check (id ~ '^[a-z][a-z0-9-]*$'),
  version         integer     not null check (version >= 1),
  content         json        not null,
  digest          text        not null check (digest ~ '^[0-9a-f]{64}$'),
  kept_at         timestamptz not null,
  changed_at      timestamptz,

  primary key (what, id, version)
);
comment on table voices.weighings is 'The promise to all of each version that started: doors weighed, people touched, since when they know. Public; each change of it stands in the open log.';
comment on column voices.weighings.digest is 'SHA-256 of the content as canonical JSON, hexadecimal.';
comment on column voices.weighings.changed_at is 'When the owner last wrote in it after the start, such as whom they told since. Null: as it was.';

create table voices.trials (
  trial_id      uuid        primary key,
  token_hash    text        not null,
  journey_id    text        not null check (journey_id ~ '^[a-z][a-z0-9-]*$'),
  version       integer     not null check (version >= 1),
  digest        text        not null check (digest ~ '^[0-9a-f]{64}$'),
  way           text        not null check (way in
                  ('in_person', 'counter', 'phone', 'script_off', 'other_language')),
  tester        text        check (tester in ('neighbour', 'grandparent', 'clerk', 'newcomer',
                  'screen_reader', 'agency', 'other')),
  tester_words  text        check (char_length(tester_words) between 1 and 100),
  started_by    text        not null,
  made_at       timestamptz not null,
  begun_at      timestamptz,
  ended_at      timestamptz,
  language      text        check (language in ('zh-TW', 'en')),
  has_script    boolean,
  width_px      integer     check (width_px between 1 and 20000),
  is_mobile     boolean,
  is_finished   boolean,
  stopped_at    text        check (char_length(stopped_at) between 1 and 100),
  stumbled      text        check (char_length(stumbled) between 1 and 1000),

  constraint a_token_opens_one_trial unique (token_hash),
  constraint other_testers_have_own_words check ((tester = 'other') = (tester_words is not null)),
  constraint a_run_ends_after_it_began check (ended_at is null or ended_at >= begun_at),
  constraint what_ended_says_how check ((ended_at is null) = (is_finished is null))
);
comment on table voices.trials is 'Closed tests of a version. Public once ended, but for who started it.';
comment on column voices.trials.digest is 'Of the definition that was gone through: another content was not tested.';
comment on column voices.trials.tester is 'Null: whoever answers for the journey. A group, never a person.';
comment on column voices.trials.started_by is 'Account of the desk that started the run; for a run of the responsible, their own.';
comment on column voices.trials.begun_at is 'When the first page was opened on the device. Null: not yet.';
comment on column voices.trials.has_script is 'Whether a script ran in the browser at the beginning or at the end.';
comment on column voices.trials.width_px is 'Of the window, in CSS pixels. Null: no script told.';
comment on column voices.trials.stopped_at is 'Page on which somebody stopped. Null: at the end.';

-- Runs of a journey, newest first.
create index trials_of_a_journey on voices.trials (journey_id, ended_at desc) where ended_at is not null;

create view voices.open_trials as
  select trial_id, journey_id, version, digest, way, tester, tester_words, begun_at, ended_at, language,
         has_script, width_px, is_finished, stopped_at, stumbled
    from voices.trials
   where ended_at is not null;
comment on view voices.open_trials is 'Open data: who went through a version before it started, and where they stumbled.';

create view voices.open_weighings as
  select what, id, version, content, digest, kept_at, changed_at
    from voices.weighings;
comment on view voices.open_weighings is 'Open data: the promise to all of every version that started.';
