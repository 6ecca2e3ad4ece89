-- Sites speak for themselves, residents tell what they found, and the city answers in public.

create table supply.devices (
  device_id    uuid        primary key,
  programme_id text        not null,
  site_id      text        not null,
  secret_hash  text        not null unique check (secret_hash ~ '^[0-9a-f]{64}$'),
  made_at      timestamptz not null,
  made_by      text        not null,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  revoked_by   text,

  foreign key (programme_id, site_id) references supply.sites (programme_id, site_id) on delete cascade,
  constraint revoked_by_somebody_sometime check ((revoked_at is null) = (revoked_by is null))
);

comment on table  supply.devices              is 'Links by which whoever runs a site says what it has, from one phone, without signing in.';
comment on column supply.devices.secret_hash  is 'Keyed hash of what stands in the link. The link itself is shown once and kept nowhere.';
comment on column supply.devices.last_used_at is 'To the hour. Null: nobody has opened it yet.';
comment on column supply.devices.revoked_at   is 'From then on the link opens nothing. Null: it works.';

create index devices_of_a_site on supply.devices (programme_id, site_id);

create table supply.reports (
  report_id        uuid        primary key default gen_random_uuid(),
  programme_id     text        not null,
  site_id          text        not null,
  item             text        not null,
  sequence         bigint      not null check (sequence >= 0),
  shown            integer     check (shown >= 0),
  at               timestamptz not null,
  source           text        not null check (source in ('resident', 'owner', 'desk')),
  by               text,
  network_hash     text,
  settled_at       timestamptz,
  settled_by       text,
  settlement       text        check (settlement in ('right', 'zero', 'amount', 'overtaken')),
  settled_amount   integer     check (settled_amount >= 0),
  settled_sequence bigint,

  foreign key (programme_id, site_id) references supply.sites (programme_id, site_id) on delete cascade,
  constraint settled_in_some_way check ((settled_at is null) = (settlement is null))
);

comment on table  supply.reports                  is 'The map said yes and the shop said no: who found it is not kept, which moment they were shown is.';
comment on column supply.reports.sequence         is 'The number of the moment that was shown.';
comment on column supply.reports.shown            is 'How many that moment said there were, as far as we know. Null: not known.';
comment on column supply.reports.by               is 'The device or account of an owner or a desk. Null for a resident.';
comment on column supply.reports.network_hash     is 'Keyed hash of a day and a network address, so that one home counts once. Gone after two days.';
comment on column supply.reports.settlement       is 'right: the amount was so; zero; amount: settled_amount; overtaken: the map had said so already.';
comment on column supply.reports.settled_sequence is 'The change that settled it. Null: nothing had to be changed.';

create unique index one_open_report_a_home on supply.reports (programme_id, site_id, item, network_hash)
  where settled_at is null;

create index reports_of_a_site on supply.reports (programme_id, site_id, at desc);

create table supply.suggestions (
  suggestion_id uuid        primary key,
  programme_id  text        not null references supply.programmes (programme_id) on delete cascade,
  made_at       timestamptz not null,
  key_id        uuid        not null,
  sealed        bytea,
  words         text        check (char_length(words) between 1 and 1000),
  answer        text        check (char_length(answer) between 1 and 2000),
  answered_at   timestamptz,
  answered_by   text,
  by_name       text,
  dropped_at    timestamptz,

  constraint shown_with_its_answer check ((words is null) = (answer is null)),
  constraint answered_sometime check ((answer is null) = (answered_at is null))
);

comment on table  supply.suggestions            is 'What residents suggest of a programme, shown together with the desk''s answer.';
comment on column supply.suggestions.sealed     is 'As it was written, until a person has looked at it. Then gone.';
comment on column supply.suggestions.words      is 'What is shown: without telephone numbers, addresses and card numbers.';
comment on column supply.suggestions.by_name    is 'Who answers for the answer.';
comment on column supply.suggestions.dropped_at is 'Not for the public: thrown away with its key. Null: waiting or answered.';

create index suggestions_by_time on supply.suggestions (programme_id, answered_at desc);

-- Changes come in the order of their time: a few bytes find a week among a million of them.
create index changes_by_time on supply.changes using brin (at);
