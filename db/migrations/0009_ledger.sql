-- The time ledger: minutes of everybody concerned by a service, per group or desk and week. No column
-- here can hold a person's minutes. Beside it: signals that count without anybody having told of them.

-- The ledger and the signals ask every hour what came of legs in a week.
create index events_of_outcomes on cases.events (((date_trunc('week', at at time zone 'Asia/Taipei'))::date))
  where kind in ('leg_outcome', 'leg_not_sent');

create view cases.open_work_weeks as
  select t.desk_id, c.journey_id,
         (date_trunc('week', t.ended_at at time zone 'Asia/Taipei'))::date as week_on,
         count(distinct t.case_id)::integer as cases,
         sum(case when (t.started_at at time zone 'Asia/Taipei')::date = (t.ended_at at time zone 'Asia/Taipei')::date
                  then extract(epoch from t.ended_at - t.started_at) / 60
                  else t.minutes end)::double precision as minutes
    from cases.tasks t join cases.cases c on c.case_id = t.case_id
   where t.state = 'done' and t.started_at is not null and t.ended_at is not null
   group by t.desk_id, c.journey_id, week_on;
comment on view cases.open_work_weeks is 'Minutes that desks worked on cases, from taking a task to ending it; one that lay over night counts what was planned for it. For the ledger, which sums small desks and waits a week.';

create view cases.open_fill_in as
  select journey_id, channel,
         (date_trunc('week', updated_at at time zone 'Asia/Taipei'))::date as week_on,
         count(*) filter (where updated_at - created_at <= interval '3 hours')::integer as filed,
         count(*) filter (where updated_at - created_at > interval '3 hours')::integer as interrupted,
         coalesce(sum(extract(epoch from updated_at - created_at) / 60)
           filter (where updated_at - created_at <= interval '3 hours'), 0)::double precision as minutes
    from cases.drafts
   where filed_case_id is not null and corrects_case_id is null and not is_trial
   group by journey_id, channel, week_on;
comment on view cases.open_fill_in is 'Minutes from the first page to the last answer, of drafts that were filed. Whoever was away for hours is counted as interrupted, without minutes.';

create view cases.open_unfiled_drafts as
  select journey_id, channel, (updated_at at time zone 'Asia/Taipei')::date as last_on, count(*)::integer as drafts
    from cases.drafts
   where filed_case_id is null and corrects_case_id is null and not is_trial
   group by journey_id, channel, last_on;
comment on view cases.open_unfiled_drafts is 'Drafts that were not filed, by the day somebody last went on with them. Whoever counts decides after how many days one is given up.';

create view cases.open_comings as
  select journey_id, channel,
         (date_trunc('week', filed_at at time zone 'Asia/Taipei'))::date as week_on,
         count(*)::integer as cases,
         count(*) filter (where state in ('settled', 'partly'))::integer as finished,
         count(*) filter (where state = 'refused')::integer as refused
    from cases.cases
   group by journey_id, channel, week_on;
comment on view cases.open_comings is 'Cases by the week they were filed in, and how many of them have since been settled or refused.';

create view cases.open_answers as
  select c.journey_id, e.week_on, count(*)::integer as cases,
         count(*) filter (where c.state = 'refused')::integer as refused,
         sum(extract(epoch from e.at - c.filed_at) / 60)::double precision as minutes
    from cases.cases c
    join (select case_id, max(at) as at,
                 (date_trunc('week', max(at) at time zone 'Asia/Taipei'))::date as week_on
            from cases.events where kind = 'leg_outcome' group by case_id) e on e.case_id = c.case_id
   where c.state in ('settled', 'partly', 'refused')
   group by c.journey_id, e.week_on;
comment on view cases.open_answers is 'Cases by the week of their last answer, and the minutes people waited for it since filing.';

create view cases.open_leg_failures as
  select c.journey_id, l.agency_id,
         (date_trunc('week', e.at at time zone 'Asia/Taipei'))::date as week_on,
         case when e.kind = 'leg_not_sent' then 'not_sent' else e.data -> 'outcome' ->> 'kind' end as cause,
         count(distinct l.leg_id)::integer as legs
    from cases.events e
    join cases.cases c on c.case_id = e.case_id
    join cases.legs l on l.case_id = e.case_id and l.leg = e.data ->> 'leg'
   where e.kind in ('leg_outcome', 'leg_not_sent')
     and (e.kind = 'leg_not_sent' or e.data -> 'outcome' ->> 'kind' in ('rejected', 'unavailable', 'unknown'))
   group by c.journey_id, l.agency_id, week_on, cause;
comment on view cases.open_leg_failures is 'Legs that an agency refused or did not answer, by week and cause. A leg tried ten times counts once a week.';

create table journeys.search_misses (
  week_on   date    not null check (extract(isodow from week_on) = 1),
  word_hash text    not null,
  times     integer not null check (times >= 1),
  words     text    check (char_length(words) between 1 and 20),

  primary key (week_on, word_hash),
  constraint words_are_kept_from_the_fifth_time check (words is null or times >= 5)
);
comment on table journeys.search_misses is 'Searches on the home page that found nothing, by week. The words are kept from the fifth time on; before, only their keyed hash.';
comment on column journeys.search_misses.words is 'Folded. Never with digits or an address in it. Null: fewer than five times.';

create view journeys.open_search_misses as
  select week_on, words, times from journeys.search_misses where words is not null;
comment on view journeys.open_search_misses is 'Open data: what people searched for at least five times in a week and did not find.';

create table voices.ledger_changes (
  service_id text    not null check (service_id ~ '^[a-z][a-z0-9-]*$'),
  what       text    not null check (what in ('journey', 'ration', 'service')),
  id         text    not null check (id ~ '^[a-z][a-z0-9-]*$'),
  version    integer not null check (version >= 1),
  starts_on  date    not null,
  title      json    not null,
  note       json,

  primary key (service_id, what, id, version)
);
comment on table voices.ledger_changes is 'Versions of a service whose minutes its owner declared, as the city’s file says. Public.';
comment on column voices.ledger_changes.note is 'The owner’s public words to a group that it costs time. Null: none in the file.';

create table voices.ledger_declared (
  service_id     text             not null,
  what           text             not null,
  id             text             not null,
  version        integer          not null,
  group_id       text             not null check (group_id ~ '^[a-z_]+(:[a-z][a-z0-9-]*)?$'),
  place          integer          not null check (place >= 0),
  before_minutes double precision check (before_minutes >= 0),
  before_source  json,
  after_minutes  double precision not null check (after_minutes >= 0),
  after_source   json             not null,
  per_week       integer          not null check (per_week >= 0),
  volume_source  json             not null,

  primary key (service_id, what, id, version, group_id),
  foreign key (service_id, what, id, version)
    references voices.ledger_changes (service_id, what, id, version) on delete cascade,
  constraint minutes_before_have_a_source check ((before_minutes is null) = (before_source is null))
);
comment on table voices.ledger_declared is 'Minutes per case of each group before and after a change, as declared with a source. Public.';
comment on column voices.ledger_declared.before_minutes is 'Per case. Null: there was nothing before to compare with.';
comment on column voices.ledger_declared.per_week is 'Cases a week.';

create table voices.ledger_lines (
  service_id text             not null check (service_id ~ '^[a-z][a-z0-9-]*$'),
  group_id   text             not null check (group_id ~ '^[a-z_]+(:[a-z][a-z0-9-]*)?$'),
  week_on    date             not null check (extract(isodow from week_on) = 1),
  minutes    double precision not null check (minutes >= 0),
  volume     integer          not null check (volume >= 0),
  basis      text             not null check (basis in ('measured', 'declared')),
  source     text             not null check (source in ('tasks', 'pages', 'answers', 'calls', 'reports', 'file')),
  counted_at timestamptz      not null,

  primary key (service_id, group_id, week_on)
);
comment on table voices.ledger_lines is 'Minutes of one group of one service in one week; clerks by desk, never by person. The desk sees a week when it has ended; it is public a week later, small desks summed.';
comment on column voices.ledger_lines.minutes is 'Of the whole group in the week.';
comment on column voices.ledger_lines.volume is 'Cases, calls or reports that the minutes belong to.';

-- A desk's own weeks, over all services.
create index ledger_lines_of_a_group on voices.ledger_lines (group_id, week_on);

create table voices.own_work (
  desk_id    text             not null,
  week_on    date             not null check (extract(isodow from week_on) = 1),
  reports    integer          not null check (reports >= 0),
  minutes    double precision not null check (minutes >= 0),
  counted_at timestamptz      not null,

  primary key (desk_id, week_on)
);
comment on table voices.own_work is 'What this program itself asked of a desk in a week: reports written there.';

create table voices.overtime (
  desk_id text             not null,
  week_on date             not null check (extract(isodow from week_on) = 1),
  hours   double precision not null check (hours between 0 and 2000),
  told_at timestamptz      not null,

  primary key (desk_id, week_on)
);
comment on table voices.overtime is 'Hours after hours that a desk declared for a week, all its people together.';

create table voices.objections (
  objection_id uuid        primary key,
  desk_id      text        not null,
  service_id   text        not null check (service_id ~ '^[a-z][a-z0-9-]*$'),
  week_on      date        not null check (extract(isodow from week_on) = 1),
  words        text        not null check (char_length(words) between 1 and 1000),
  language     text        not null check (language in ('zh-TW', 'en')),
  made_at      timestamptz not null
);
comment on table voices.objections is 'What a desk says against its own line of the ledger. Public with the week it is about, under the desk’s name.';
create index objections_of_a_service on voices.objections (service_id, week_on);

create table voices.ledger_notes (
  note_id    uuid        primary key,
  service_id text        not null check (service_id ~ '^[a-z][a-z0-9-]*$'),
  what       text        not null,
  id         text        not null,
  version    integer     not null check (version >= 1),
  words      text        not null check (char_length(words) between 1 and 1000),
  language   text        not null check (language in ('zh-TW', 'en')),
  desk_id    text        not null,
  noted_at   timestamptz not null
);
comment on table voices.ledger_notes is 'Public words of a service’s owner to those whom a version costs time.';
create index ledger_notes_of_a_version on voices.ledger_notes (what, id, version);

create table voices.calls (
  service_id text    not null check (service_id ~ '^[a-z][a-z0-9-]*$'),
  desk_id    text    not null,
  day_on     date    not null,
  reason     text    not null check (reason ~ '^[a-z_]+$'),
  calls      integer not null check (calls between 1 and 100000),

  primary key (service_id, desk_id, day_on, reason)
);
comment on table voices.calls is 'Telephone calls of a desk’s day, by reason. Counts only.';

create table voices.signals (
  service_id text,
  week_on    date        not null check (extract(isodow from week_on) = 1),
  kind       text        not null check (kind in ('refused', 'abandoned', 'leg_failed', 'call', 'search')),
  cause      text        not null check (char_length(cause) between 1 and 100),
  times      integer     not null check (times >= 1),
  counted_at timestamptz not null,

  constraint a_signal_stands_once unique nulls not distinct (service_id, week_on, kind, cause)
);
comment on table voices.signals is 'What may mean that somebody was missed, though nobody told of it. Small counts are hidden when shown, never here.';
comment on column voices.signals.service_id is 'Null: belongs to no service, such as a search that found none.';
comment on column voices.signals.cause is 'Of a failed leg: agency and cause; of a call its reason; of a search its words; else the door.';

create table voices.sample_answers (
  service_id text    not null check (service_id ~ '^[a-z][a-z0-9-]*$'),
  week_on    date    not null check (extract(isodow from week_on) = 1),
  question   text    not null check (question in ('times', 'way', 'barrier')),
  answer     text    not null check (answer ~ '^[a-z0-9_]+$'),
  answers    integer not null check (answers >= 1),

  primary key (service_id, week_on, question, answer)
);
comment on table voices.sample_answers is 'Answers at the counter to a few questions, as counts only, each question by itself.';
