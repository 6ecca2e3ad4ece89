-- Fair shares of what is scarce: programmes, sites, stock, and every change of them in one numbered
-- line a programme, so that everybody can say which moment they show.

create schema supply;

create table supply.programmes (
  programme_id text        primary key check (programme_id ~ '^[a-z][a-z0-9-]{1,40}$'),
  sequence     bigint      not null default 0 check (sequence >= 0),
  changed_at   timestamptz,
  retired_at   timestamptz
);

comment on table  supply.programmes            is 'One scarce good and how it is handed out. What it says of itself stands in the city''s files.';
comment on column supply.programmes.sequence   is 'Number of the newest change. Whoever shows a number says which one it is from.';
comment on column supply.programmes.retired_at is 'The city no longer has it. Null: in use.';

create table supply.sites (
  programme_id text        not null references supply.programmes (programme_id),
  site_id      text        not null check (char_length(site_id) between 1 and 40),
  name         text        not null,
  address      text        not null default '',
  district     text,
  phone        text        not null default '',
  website      text        not null default '',
  lon          double precision,
  lat          double precision,
  hours        jsonb       not null default '{}',
  note         text        not null default '' check (char_length(note) <= 2000),
  languages    text[]      not null default '{}',
  access       text[]      not null default '{}',
  source       text        not null,
  last_seen_at timestamptz,
  left_at      timestamptz,
  sequence     bigint      not null default 0,

  primary key (programme_id, site_id),
  constraint a_place_has_both_numbers check ((lon is null) = (lat is null))
);

comment on table  supply.sites              is 'A place that hands something out: a pharmacy, a health centre, a village office.';
comment on column supply.sites.site_id      is 'Text: codes begin with zeros and hold letters.';
comment on column supply.sites.hours        is 'Windows by kind: {"slips": [[day, "HH:MM", "HH:MM"]], "handOut": …, "sale": …}. Monday is 1.';
comment on column supply.sites.access       is 'What a person finds there: wheelchair, toilet, quiet.';
comment on column supply.sites.source       is 'Who said that it is there: registry, console, or the feed alone.';
comment on column supply.sites.last_seen_at is 'When its feed last named it. Null: the newest file of its feed does.';
comment on column supply.sites.left_at      is 'It no longer takes part. Null: it does.';
comment on column supply.sites.sequence     is 'The change that last altered the site itself, not its stock.';

create index sites_of_a_district on supply.sites (programme_id, district) where left_at is null;

create table supply.stock (
  programme_id text        not null,
  site_id      text        not null,
  item         text        not null,
  amount       integer     check (amount >= 0),
  state        text        not null default 'counted'
    check (state in ('counted', 'finished', 'promised', 'disputed')),
  state_until  timestamptz,
  state_why    text        check (char_length(state_why) <= 200),
  changed_at   timestamptz not null,
  up_at        timestamptz,
  down_at      timestamptz,
  sequence     bigint      not null,

  primary key (programme_id, site_id, item),
  foreign key (programme_id, site_id) references supply.sites (programme_id, site_id)
);

comment on table  supply.stock             is 'What a site has of an item now. A site without a row never had any.';
comment on column supply.stock.amount      is 'Pieces. Null: nobody has said yet.';
comment on column supply.stock.state       is 'counted; finished for today; promised: slips are gone, the stock belongs to those who hold them; disputed: the map said yes and the shop said no.';
comment on column supply.stock.state_until is 'When the state ends by itself, such as the next window. Null: a person ends it.';
comment on column supply.stock.up_at       is 'When the amount last rose.';
comment on column supply.stock.sequence    is 'The change that made it so.';

create index stock_by_sequence on supply.stock (programme_id, sequence);

create index states_that_end on supply.stock (state_until) where state_until is not null;

create table supply.changes (
  programme_id text        not null references supply.programmes (programme_id),
  sequence     bigint      not null check (sequence >= 1),
  at           timestamptz not null,
  site_id      text        not null,
  item         text,
  kind         text        not null check (kind in ('stock', 'state', 'site', 'left', 'back')),
  before       jsonb,
  after        jsonb,
  source       text        not null,
  by           text,
  why          text        check (char_length(why) <= 200),

  primary key (programme_id, sequence)
);

comment on table  supply.changes        is 'Every change, in the order in which it became public. Never changed afterwards.';
comment on column supply.changes.source is 'feed:<name>, registry, owner, resident, console, hand_out, clock.';
comment on column supply.changes.by     is 'The account or device that did it; null for a feed.';

create index changes_of_a_site on supply.changes (programme_id, site_id, sequence desc);

create table supply.versions (
  programme_id text        not null references supply.programmes (programme_id),
  sequence     bigint      not null,
  at           timestamptz not null,
  hash         text        not null check (hash ~ '^[0-9a-f]{64}$'),

  primary key (programme_id, sequence)
);

comment on table  supply.versions      is 'The hash of everybody''s number at a moment, so that any app can prove which one it shows.';
comment on column supply.versions.hash is 'SHA-256 over the lines that docs/open-data.md describes.';

create table supply.feed_runs (
  run_id       bigint generated always as identity primary key,
  programme_id text        not null references supply.programmes (programme_id),
  feed         text        not null,
  at           timestamptz not null,
  ran_at       timestamptz not null,
  rows         integer     not null default 0 check (rows >= 0),
  unknown      integer     not null default 0,
  unread       integer     not null default 0,
  outcome      text        not null
    check (outcome in ('taken', 'same', 'held', 'released', 'thrown_away', 'older', 'failed')),
  why          text        check (char_length(why) <= 300),
  body_hash    bytea       not null default ''::bytea,
  held_body    bytea,
  settled_by   text
);

comment on table  supply.feed_runs           is 'Each file a feed brought, and what came of it. A file beyond the fault bound is held until a person has looked.';
comment on column supply.feed_runs.at         is 'When the source says that it was so.';
comment on column supply.feed_runs.ran_at     is 'When we had it.';
comment on column supply.feed_runs.unknown    is 'Rows whose site stands in no registry.';
comment on column supply.feed_runs.unread     is 'Rows whose code or numbers made no sense; their sites keep what they had.';
comment on column supply.feed_runs.why        is 'Of what was held or failed: which bound, which trouble.';
comment on column supply.feed_runs.settled_by is 'The account that released a held file or threw it away.';
comment on column supply.feed_runs.held_body  is 'The file itself while it is held.';

create index feed_runs_by_time on supply.feed_runs (programme_id, feed, run_id desc);

create index files_held on supply.feed_runs (programme_id) where outcome = 'held';
