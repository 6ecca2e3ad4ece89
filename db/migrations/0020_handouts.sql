-- Hand-outs by card, number slips and orders ahead: what a person has had of a scarce good, without
-- keeping who the person is.

create table supply.card_keys (
  programme_id text        not null references supply.programmes (programme_id),
  period       integer     not null,
  key_id       uuid        not null,
  sealed       bytea       not null,

  primary key (programme_id, period)
);

comment on table  supply.card_keys        is 'The key by which cards are hashed for 28 days. Gone with them: then no hash says whose it was.';
comment on column supply.card_keys.period is 'Days since 1970-01-01 in Taipei, divided by 28.';
comment on column supply.card_keys.sealed is 'The hashing key, sealed with the key of key_id.';

create table supply.passes (
  pass_id      uuid        primary key default gen_random_uuid(),
  programme_id text        not null,
  site_id      text        not null,
  token_hash   text        not null unique,
  token_hint   text        not null,
  issued_by    text        not null,
  issued_at    timestamptz not null,
  revoked_at   timestamptz,

  foreign key (programme_id, site_id) references supply.sites (programme_id, site_id)
);

comment on table  supply.passes            is 'What a site''s own program, or the bridge to its card reader, calls us with.';
comment on column supply.passes.token_hint is 'The last four signs, to tell two passes apart.';

create table supply.allowances (
  allowance_id uuid        primary key default gen_random_uuid(),
  programme_id text        not null,
  site_id      text        not null,
  item         text        not null,
  tickets      integer     not null check (tickets between 1 and 500),
  pieces       integer     not null check (pieces between 1 and 1000),
  issued_at    timestamptz not null,
  until_at     timestamptz not null,
  issued_by    text        not null,
  key_id       uuid        not null,
  public_key   text        not null,
  sealed_key   bytea       not null,
  closed_at    timestamptz,

  foreign key (programme_id, site_id) references supply.sites (programme_id, site_id)
);

comment on table  supply.allowances            is 'What a site may hand out without asking, while the line is down.';
comment on column supply.allowances.pieces     is 'Of one ticket; tickets times pieces is all that can be handed out.';
comment on column supply.allowances.public_key is 'Cards wait on the device sealed to this key (P-256, SPKI, base64).';
comment on column supply.allowances.sealed_key is 'Its private half, sealed with the key of key_id.';
comment on column supply.allowances.closed_at  is 'No more is taken from it and its key is destroyed. Null: it still may be.';

create index allowances_to_close on supply.allowances (until_at) where closed_at is null;

create table supply.hand_outs (
  hand_out_id  bigint generated always as identity primary key,
  programme_id text        not null,
  site_id      text        not null,
  item         text        not null,
  amount       integer     not null check (amount between 1 and 1000),
  state        text        not null check (state in ('handed', 'ordered', 'released')),
  at           timestamptz not null,
  card_hash    bytea,
  forget_at    timestamptz not null,
  client_key   text        not null check (char_length(client_key) between 8 and 200),
  by           text        not null,
  over         integer     not null default 0 check (over >= 0),
  is_counted   boolean     not null default false,
  allowance_id uuid        references supply.allowances (allowance_id),
  ticket       integer,

  unique (programme_id, site_id, client_key),
  unique (allowance_id, ticket),
  constraint a_ticket_is_of_an_allowance check ((allowance_id is null) = (ticket is null)),
  foreign key (programme_id, site_id) references supply.sites (programme_id, site_id)
);

comment on table  supply.hand_outs            is 'What was handed out or ordered, and counts against a card''s quota until it is forgotten.';
comment on column supply.hand_outs.state      is 'handed; ordered: not collected yet; released: it counts no more.';
comment on column supply.hand_outs.card_hash  is 'Keyed hash under the key of its period. Null once the quota period is over.';
comment on column supply.hand_outs.forget_at  is 'When the quota period in force at that moment is over.';
comment on column supply.hand_outs.client_key is 'Chosen by the counter: the same key is the same hand-out.';
comment on column supply.hand_outs.over       is 'Pieces above the quota, found when a site that was cut off told us. Otherwise zero.';
comment on column supply.hand_outs.is_counted is 'Whether the site''s stock has fallen by it.';

create index hand_outs_of_a_card on supply.hand_outs (programme_id, card_hash) where card_hash is not null;

create index hand_outs_to_forget on supply.hand_outs (forget_at) where card_hash is not null;

create index hand_outs_to_count on supply.hand_outs (programme_id, site_id, item)
  where not is_counted and state = 'handed';

-- Partial also so that nobody looks for a client key in it: all of a site's rows stand there.
create index hand_outs_of_a_site on supply.hand_outs (programme_id, site_id, at desc)
  where state = 'handed';

-- A function and not one statement: each statement in it sees what others committed while it waited
-- for the card. One statement would count by what it saw before it waited.
create function supply.hand_out(
  p_programme text, p_site text, p_item text, p_amount integer, p_key text, p_lock bigint,
  p_hashes bytea[], p_hash bytea, p_items text[], p_quota integer, p_since timestamptz,
  p_at timestamptz, p_forget timestamptz, p_state text, p_by text, p_counted boolean,
  p_over boolean, p_allowance uuid, p_ticket integer
) returns table (outcome text, hand_out bigint, pieces integer, taken integer, given_at timestamptz,
                 frees_at timestamptz, beyond integer)
language plpgsql as $body$
declare
  known  supply.hand_outs;
  had    integer;
  wanted integer;
  made   bigint;
begin
  perform pg_advisory_xact_lock(p_lock);

  select * into known from supply.hand_outs h
   where h.programme_id = p_programme and h.site_id = p_site and h.client_key = p_key;
  select coalesce(sum(h.amount), 0)::integer into had from supply.hand_outs h
   where h.programme_id = p_programme and h.card_hash = any(p_hashes) and h.item = any(p_items)
     and h.at >= p_since and h.state <> 'released';

  if known.hand_out_id is not null then
    if known.item = p_item and (p_amount is null or p_amount = known.amount)
       and (known.card_hash is null or known.card_hash = any(p_hashes)) then
      return query select 'again'::text, known.hand_out_id, known.amount, had, known.at,
                          null::timestamptz, known.over;
    else
      return query select 'key_used'::text, null::bigint, 0, 0, null::timestamptz, null::timestamptz, 0;
    end if;
    return;
  end if;

  wanted := coalesce(p_amount, greatest(p_quota - had, 1));
  if had + wanted > p_quota and not p_over then
    return query
      select 'over_quota'::text, null::bigint, 0, had, null::timestamptz,
             (select f.at from (
                select h.at, sum(h.amount) over (order by h.at, h.hand_out_id) as freed
                  from supply.hand_outs h
                 where h.programme_id = p_programme and h.card_hash = any(p_hashes)
                   and h.item = any(p_items) and h.at >= p_since and h.state <> 'released') f
               where had - f.freed + wanted <= p_quota order by f.at limit 1), 0;
    return;
  end if;

  insert into supply.hand_outs as h
    (programme_id, site_id, item, amount, state, at, card_hash, forget_at, client_key, by, over,
     is_counted, allowance_id, ticket)
  values (p_programme, p_site, p_item, wanted, p_state, p_at, p_hash, p_forget, p_key, p_by,
          least(wanted, greatest(had + wanted - p_quota, 0)), p_counted, p_allowance, p_ticket)
  on conflict do nothing
  returning h.hand_out_id into made;
  if made is null then
    return query select 'key_used'::text, null::bigint, 0, 0, null::timestamptz, null::timestamptz, 0;
    return;
  end if;
  return query select 'given'::text, made, wanted, had + wanted, p_at, null::timestamptz,
                      least(wanted, greatest(had + wanted - p_quota, 0));
end $body$;

create table supply.slip_rounds (
  round_id     uuid        primary key default gen_random_uuid(),
  programme_id text        not null,
  site_id      text        not null,
  item         text        not null,
  on_day       date        not null,
  numbers      integer     not null check (numbers between 1 and 5000),
  late_numbers integer     not null default 0 check (late_numbers >= 0),
  late_from    timestamptz,
  starts_at    timestamptz not null,
  ends_at      timestamptz not null,
  seconds_each integer     not null check (seconds_each between 5 and 3600),
  opened_by    text        not null,
  opened_at    timestamptz not null,
  key_id       uuid        not null,
  closed_at    timestamptz,

  unique (programme_id, site_id, item, on_day),
  constraint late_ones_have_a_time check (late_numbers = 0 or late_from is not null),
  constraint late_ones_are_some_of_all check (late_numbers <= numbers),
  foreign key (programme_id, site_id) references supply.sites (programme_id, site_id)
);

comment on table  supply.slip_rounds              is 'The number slips of one site and day.';
comment on column supply.slip_rounds.late_numbers is 'Of these numbers, so many are kept until late_from, for those who work.';
comment on column supply.slip_rounds.starts_at    is 'When the hand-out begins; slips are given before.';
comment on column supply.slip_rounds.seconds_each is 'How long one person takes, until the day''s own pace is known.';
comment on column supply.slip_rounds.key_id       is 'Seals the telephone numbers of the day; destroyed after it.';

create index slip_rounds_to_close on supply.slip_rounds (ends_at) where closed_at is null;

create table supply.slips (
  round_id     uuid        not null references supply.slip_rounds (round_id),
  number       integer     not null check (number >= 1),
  door         text        not null check (door in ('paper', 'counter', 'page')),
  state        text        not null default 'waiting'
    check (state in ('waiting', 'called', 'served', 'released')),
  reference    text        unique,
  sealed_phone bytea,
  given_at     timestamptz not null,
  called_at    timestamptz,
  settled_at   timestamptz,
  client_key   text,

  primary key (round_id, number),
  unique (round_id, client_key)
);

comment on table  supply.slips            is 'One number. Paper ones have no more than their number.';
comment on column supply.slips.state      is 'waiting; called; served; released: called in vain, another may come.';
comment on column supply.slips.reference  is 'What the holder reads out and looks up; null on paper.';
comment on column supply.slips.settled_at is 'When it was served or released.';

create table supply.order_windows (
  programme_id text        not null references supply.programmes (programme_id),
  window_id    text        not null,
  ordered      integer     not null default 0 check (ordered >= 0),

  primary key (programme_id, window_id)
);

comment on table  supply.order_windows         is 'How many pieces of an order window are taken. When it opens and how many there are stands in the city''s files.';
comment on column supply.order_windows.ordered is 'Pieces.';

create table supply.orders (
  order_id      uuid        primary key default gen_random_uuid(),
  programme_id  text        not null,
  window_id     text        not null,
  reference     text        not null unique,
  site_id       text        not null,
  item          text        not null,
  amount        integer     not null check (amount >= 1),
  hand_out_id   bigint      not null unique references supply.hand_outs (hand_out_id),
  state         text        not null default 'ordered'
    check (state in ('ordered', 'collected', 'released')),
  payment       text        not null unique,
  price_twd     integer     not null check (price_twd >= 0),
  paid_at       timestamptz,
  ordered_at    timestamptz not null,
  collect_by    timestamptz not null,
  settled_at    timestamptz,
  key_id        uuid        not null,
  sealed_email  bytea,
  told_at       timestamptz,

  foreign key (programme_id, window_id) references supply.order_windows (programme_id, window_id),
  foreign key (programme_id, site_id) references supply.sites (programme_id, site_id)
);

comment on table  supply.orders             is 'Ordered ahead, to be collected at a site until a day.';
comment on column supply.orders.hand_out_id is 'What it counts as against the quota, from the order on.';
comment on column supply.orders.payment     is 'The payment reference: digits that a person gives when they pay.';
comment on column supply.orders.key_id      is 'Seals the address to tell; destroyed a while after the order ended.';
comment on column supply.orders.told_at     is 'When the person was told that it was released.';

create index orders_to_release on supply.orders (collect_by) where state = 'ordered';

create index orders_of_a_site on supply.orders (programme_id, site_id, collect_by);
