-- What the front line tells of people not served, what is found in it, and what is decided every week.
-- Nobody who was not served is named here; a finding's public words are never a person's.

create schema voices;

create table voices.findings (
  finding_id  uuid        primary key,
  service_id  text        not null check (service_id ~ '^[a-z][a-z0-9-]*$'),
  group_id    text        not null check (group_id ~ '^[a-z_]+$'),
  barrier_id  text        not null check (barrier_id ~ '^[a-z_]+$'),
  severity    text        not null check (severity in ('cannot', 'late', 'hard')),
  title       text        check (char_length(title) between 1 and 200),
  language    text        check (language in ('zh-TW', 'en')),
  state       text        not null default 'open'
                          check (state in
                            ('open', 'changing', 'answered', 'quiet', 'closed', 'merged')),
  is_sorted   boolean     not null default false,
  first_on    date        not null,
  last_on     date        not null,
  reports     integer     not null default 0 check (reports >= 0),
  people      integer     not null default 0 check (people >= 0),
  reopened    integer     not null default 0 check (reopened >= 0),
  merged_into uuid        references voices.findings (finding_id),
  opened_at   timestamptz not null,
  closed_at   timestamptz,
  revision    integer     not null default 1 check (revision >= 1),

  constraint a_title_has_a_language check ((title is null) = (language is null)),
  constraint a_merged_finding_names_the_other check ((state = 'merged') = (merged_into is not null)),
  constraint a_closed_finding_has_a_time check ((state = 'closed') = (closed_at is not null))
);
comment on table voices.findings is 'A group of people that a service does not reach, and what stands in the way. Public.';
comment on column voices.findings.severity is 'cannot: cannot get it at all; late: gets it late; hard: finds it hard. The worst that was reported, until a person decides.';
comment on column voices.findings.title is 'In a person’s words. Null: said from group and barrier.';
comment on column voices.findings.is_sorted is 'A person has looked: the group and the barrier are theirs to decide, the grouping of reports only a suggestion.';
comment on column voices.findings.first_on is 'Day of the oldest report: people wait since then.';
comment on column voices.findings.people is 'Sum of the people in its reports; estimates are in it.';
comment on column voices.findings.state is 'changing: a change is decided and not yet judged; answered: decided otherwise, until that day; quiet: no reports and nobody served; closed: people served who were not before.';
comment on column voices.findings.reopened is 'How often it came back after it was closed or called quiet.';
comment on column voices.findings.revision is 'Raised by every decision; who decides says which one they saw.';

create unique index one_finding_a_group_and_barrier on voices.findings (service_id, group_id, barrier_id)
  where state <> 'merged';
-- The public ranking.
create index findings_by_rank on voices.findings
  ((case severity when 'cannot' then 1 when 'late' then 2 else 3 end), first_on) where state <> 'merged';

create table voices.reports (
  report_id    uuid        primary key,
  receipt      text        not null,
  token_hash   text        not null,
  service_id   text        not null check (service_id ~ '^[a-z][a-z0-9-]*$'),
  kind         text        not null check (kind in ('missed', 'burden', 'idea')),
  shape        text        not null check (shape in ('moment', 'day_summary', 'form')),
  severity     text        not null check (severity in ('cannot', 'late', 'hard')),
  said_at      timestamptz not null,
  happened_on  date        not null,
  door         text        not null check (door in ('web', 'counter', 'phone', 'chat', 'paper', 'file', 'api')),
  language     text        not null check (language in ('zh-TW', 'en')),
  desk_id      text,
  district_id  text,
  site_code    text        check (char_length(site_code) <= 40),
  place_words  text        check (char_length(place_words) <= 200),
  people       integer     not null check (people between 1 and 100000),
  is_estimate  boolean     not null default false,
  groups       text[]      not null,
  barriers     text[]      not null,
  group_words  text        check (char_length(group_words) <= 200),
  words        text        not null check (char_length(words) <= 2000),
  would_help   text        check (char_length(would_help) <= 500),
  link         text        check (char_length(link) <= 500),
  minutes      integer     check (minutes between 0 and 1440),
  after_hours  boolean     not null default false,
  since_on     date,
  is_kept_from_superiors boolean not null default false,
  account_id   text,
  device_hash  text,
  source_key   text,
  sorted_as    text        not null check (sorted_as in ('voice', 'notice', 'correction', 'junk')),
  sorted_by    text        not null check (sorted_by in ('reporter', 'rule', 'person')),
  state        text        not null default 'kept' check (state in ('kept', 'folded', 'hidden')),
  folded_into  uuid        references voices.reports (report_id),
  hidden_why   text        check (char_length(hidden_why) between 1 and 500),
  may_quote    boolean     not null default false,
  finding_id   uuid        references voices.findings (finding_id),
  answered_at  timestamptz,
  people_served integer    not null default 0 check (people_served between 0 and people),

  constraint a_receipt_names_one_report unique (receipt),
  constraint a_token_opens_one_report unique (token_hash),
  constraint a_row_of_a_file_is_kept_once unique (source_key),
  constraint what_is_hidden_says_why check ((state = 'hidden') = (hidden_why is not null)),
  constraint what_is_folded_names_the_other check ((state = 'folded') = (folded_into is not null)),
  constraint only_an_idea_is_kept_from_superiors check (not is_kept_from_superiors or kind = 'idea'),
  constraint only_a_voice_belongs_to_a_finding check (finding_id is null or sorted_as = 'voice')
);
comment on table voices.reports is 'What somebody at the front line told: who could not be served, what it costs them, or an idea. Private; what may be shown of it is counted or marked for quoting.';
comment on column voices.reports.receipt is 'What the reporter may read out: the same signs as a case reference, with the prefix VO.';
comment on column voices.reports.district_id is 'Null: place unknown.';
comment on column voices.reports.place_words is 'The place as it was said, when it is not a known district.';
comment on column voices.reports.minutes is 'Of a burden: minutes a day for the whole desk. Null: not said.';
comment on column voices.reports.account_id is 'Null: the reporter did not want to be named. Cleared when the account ends.';
comment on column voices.reports.device_hash is 'Folds floods of one device; forgotten after 30 days.';
comment on column voices.reports.source_key is 'Names the row of an imported file, so that importing it again keeps it once. Null: not imported.';
comment on column voices.reports.sorted_as is 'notice: hours and windows of a site; correction: stock in dispute; junk: says nothing. Only a voice is counted in findings.';
comment on column voices.reports.people_served is 'Of its people, those the reporter says were served since.';
comment on column voices.reports.answered_at is 'When the first decision about it could be seen. Null: not yet.';

-- The sorting list, oldest first; and the reports of a finding.
create index reports_to_sort on voices.reports (service_id, said_at) where finding_id is null and state = 'kept';
-- Voices of a form whose place nobody could tell.
create index reports_without_place on voices.reports (service_id, said_at)
  where shape = 'form' and site_code is null and sorted_as = 'voice' and sorted_by = 'rule' and state = 'kept';
create index reports_of_a_finding on voices.reports (finding_id, said_at) where finding_id is not null;
create index quotes_of_a_finding on voices.reports (finding_id, said_at) where may_quote;
create index reports_of_an_account on voices.reports (account_id, said_at) where account_id is not null;
create index reports_of_a_device on voices.reports (device_hash, said_at) where device_hash is not null;

create table voices.finding_weeks (
  finding_id uuid    not null references voices.findings (finding_id),
  week_on    date    not null check (extract(isodow from week_on) = 1),
  reports    integer not null check (reports >= 0),
  people     integer not null check (people >= 0),

  primary key (finding_id, week_on)
);
comment on table voices.finding_weeks is 'Reports of a finding by the Monday of the week they happened in: so that ranking never counts reports.';

create table voices.tallies (
  service_id  text    not null,
  week_on     date    not null check (extract(isodow from week_on) = 1),
  district_id text    not null,
  group_id    text    not null,
  barrier_id  text    not null,
  reports     integer not null check (reports >= 0),
  people      integer not null check (people >= 0),

  primary key (service_id, week_on, district_id, group_id, barrier_id)
);
comment on table voices.tallies is 'Reports kept as voices, counted by week, district (`unknown` when not known), first group and first barrier. Small counts are hidden when shown, never here.';

-- Where the people of one finding are.
create index tallies_of_a_finding on voices.tallies (service_id, group_id, barrier_id);

create table voices.rounds (
  round_id   uuid        primary key,
  held_on    date        not null,
  starts_on  date        not null,
  state      text        not null check (state in ('open', 'closed')),
  opened_at  timestamptz not null,
  closed_at  timestamptz,
  minutes    integer     check (minutes between 0 and 1440),

  constraint one_round_a_day unique (held_on),
  constraint changes_start_after_the_round check (starts_on > held_on),
  constraint a_closed_round_has_a_time check ((state = 'closed') = (closed_at is not null))
);
comment on table voices.rounds is 'The weekly meeting that answers findings. Public.';
comment on column voices.rounds.starts_on is 'The day of the week on which changes of this round start.';
comment on column voices.rounds.minutes is 'What the round took, as its chair says. Null: not said yet.';

create table voices.decisions (
  decision_id     uuid        primary key,
  round_id        uuid        not null references voices.rounds (round_id),
  finding_id      uuid        not null references voices.findings (finding_id),
  kind            text        not null check (kind in
                    ('change_now', 'try', 'abolish_step', 'without_computers', 'cannot', 'ask_agency', 'meeting')),
  words           text        not null check (char_length(words) between 1 and 2000),
  language        text        not null check (language in ('zh-TW', 'en')),
  agency_id       text        not null,
  by_words        text        not null check (char_length(by_words) between 1 and 200),
  due_on          date        not null,
  starts_on       date,
  changed_what    text        check (changed_what in ('journey', 'ration', 'adapter', 'service')),
  changed_id      text        check (char_length(changed_id) between 1 and 200),
  changed_version integer     check (changed_version >= 1),
  promise_id      uuid,
  decided_by      text        not null,
  decided_at      timestamptz not null,
  told_at         timestamptz,
  rolled_back_on  date,
  rolled_back_why text        check (char_length(rolled_back_why) between 1 and 500),

  constraint a_round_decides_a_finding_once unique (round_id, finding_id),
  constraint a_change_names_what_it_changed check ((changed_what is null) = (changed_id is null)),
  constraint a_roll_back_says_why check ((rolled_back_on is null) = (rolled_back_why is null))
);
comment on table voices.decisions is 'What a round decided about a finding. Public but for who wrote it down.';
comment on column voices.decisions.words is 'What changes, or why it cannot, in plain words.';
comment on column voices.decisions.starts_on is 'Null: it changes nothing by itself, such as a question to another agency.';
comment on column voices.decisions.changed_version is 'The version that carries the change. Null for what has no versions.';
comment on column voices.decisions.told_at is 'When its reporters were answered; null until the job has run.';
comment on column voices.decisions.promise_id is 'The promise made of it. Null for `cannot`, which promises nothing.';

create index decisions_of_a_finding on voices.decisions (finding_id, decided_at);

create table voices.served (
  service_id  text        not null,
  finding_id  uuid        references voices.findings (finding_id),
  week_on     date        not null check (extract(isodow from week_on) = 1),
  door        text        not null,
  district_id text        not null,
  age_band    text        not null,
  came        integer     not null default 0 check (came >= 0),
  finished    integer     not null default 0 check (finished >= 0),
  could_not   integer     not null default 0 check (could_not >= 0),
  source      text        not null check (source in ('cases', 'hand_outs', 'desk', 'reporter', 'questionnaire')),
  counted_at  timestamptz not null,

  constraint a_count_stands_once unique nulls not distinct
    (service_id, finding_id, week_on, door, district_id, age_band, source)
);
comment on table voices.served is 'Who came, who finished, who could not, by week, door, district and age band, from each source; counts only. `unknown` where it is not lawfully known.';
comment on column voices.served.finding_id is 'People of this finding served who were not before. Null: everybody.';
comment on column voices.served.finished is 'People served.';

create table voices.moderations (
  moderation_id uuid        primary key,
  report_id     uuid        not null references voices.reports (report_id),
  what          text        not null check (what in ('hidden', 'shown', 'sorted', 'moved', 'quotable', 'masked')),
  why           text        not null check (char_length(why) between 1 and 500),
  by_account    text        not null,
  at            timestamptz not null
);
comment on table voices.moderations is 'What a person did to a report, and why. Never changed.';
create index moderations_of_a_report on voices.moderations (report_id, at);

create table voices.answer_waits (
  week_on date    not null check (extract(isodow from week_on) = 1),
  days    integer not null check (days >= 0),
  reports integer not null check (reports >= 1),

  primary key (week_on, days)
);
comment on table voices.answer_waits is 'How many reports were first answered in a week, by the days they waited: so that the median never counts reports.';

create view voices.open_findings as
  select finding_id, service_id, group_id, barrier_id, severity, title, state, first_on, last_on,
         case when people >= 5 then people end as people,
         case when people >= 5 then reports end as reports, reopened
    from voices.findings
   where state <> 'merged';
comment on view voices.open_findings is 'Open data: whom services miss. Null: fewer than 5.';

create view voices.open_decisions as
  select decision_id, round_id, finding_id, kind, words, language, agency_id, by_words, due_on, starts_on,
         changed_what, changed_id, changed_version, promise_id, decided_at, rolled_back_on, rolled_back_why
    from voices.decisions;
comment on view voices.open_decisions is 'Open data: what was decided about each finding.';
