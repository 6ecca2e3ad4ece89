// Stock and its changes. One statement takes in a whole file: it compares, numbers, writes what is
// different and nothing else.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Feed, Stock, Taken } from '../schema/stock.ts'

/**
 * Locks the programme's line of changes until the transaction ends, so that numbers become public in
 * their order. @returns the newest number
 */
export async function lockSequence(tx: Db, programmeId: string): Promise<number> {
  const { rows } = await sql<{ sequence: string }>`
    select sequence from supply.programmes where programme_id = ${programmeId} for update`.execute(
    tx,
  )
  const [row] = rows
  if (!row) throw new Error(`supply.programmes has no ${programmeId}: load the city first`)
  return Number(row.sequence)
}

/** Writes what a file changes. The caller holds the programme's lock and has added unknown sites. */
export async function takeFeed(tx: Db, feed: Feed, sequence: number): Promise<Taken> {
  const { programmeId, at, items, rows, absent, unread = [] } = feed
  const flat = rows.flatMap(({ siteId, amounts }) =>
    items.map((item) => [siteId, item, amounts[item] ?? 0] as const),
  )
  const { rows: counted } = await sql<{ changes: number }>`
    with incoming as (
      select * from unnest(${flat.map(([site]) => site)}::text[], ${flat.map(([, item]) => item)}::text[],
                           ${flat.map(([, , amount]) => amount)}::integer[]) as i (site_id, item, amount)
    ),
    missing as (
      select s.site_id, s.item, 0 as amount from supply.stock s
       where ${absent === 'zero'}::boolean and s.programme_id = ${programmeId}
         and s.item = any(${items}::text[]) and s.amount <> 0
         and not exists (select from incoming i where i.site_id = s.site_id)
         and not s.site_id = any(${unread}::text[])
    ),
    different as (
      select w.site_id, w.item, w.amount, s.amount as before,
             ${sequence}::bigint + row_number() over (order by w.site_id, w.item) as sequence
        from (select * from incoming union all select * from missing) w
        left join supply.stock s
          on s.programme_id = ${programmeId} and s.site_id = w.site_id and s.item = w.item
       where s.amount is null or s.amount <> w.amount
    ),
    written as (
      insert into supply.stock as s (programme_id, site_id, item, amount, changed_at, up_at, down_at, sequence)
      select ${programmeId}, site_id, item, amount, ${at}, null, null, sequence from different
      on conflict (programme_id, site_id, item) do update
         set amount = excluded.amount, changed_at = excluded.changed_at, sequence = excluded.sequence,
             up_at = case when excluded.amount > s.amount then excluded.changed_at else s.up_at end,
             down_at = case when excluded.amount < s.amount then excluded.changed_at else s.down_at end
    ),
    logged as (
      insert into supply.changes (programme_id, sequence, at, site_id, item, kind, before, after, source)
      select ${programmeId}, sequence, ${at}, site_id, item, 'stock', to_jsonb(before), to_jsonb(amount),
             ${`feed:${feed.feed}`}
        from different
    )
    update supply.programmes
       set sequence = sequence + (select count(*) from different), changed_at = ${at}
     where programme_id = ${programmeId} and exists (select from different)
    returning (sequence - ${sequence})::integer as changes`.execute(tx)
  const changes = counted[0]?.changes ?? 0
  return { rows: rows.length, changes, unknown: 0, sequence: sequence + changes }
}

export const STOCK = sql.raw(`site_id as "siteId", item, amount, state, state_until as "stateUntil",
  state_why as "stateWhy", changed_at as "changedAt", up_at as "upAt", down_at as "downAt",
  sequence::float8 as sequence`)

/** Stock that changed after a number, by site and item; 0 gives all. */
export async function listStock(
  db: Db,
  { programmeId, since = 0 }: { programmeId: string; since?: number },
): Promise<Stock[]> {
  const { rows } = await sql<Stock>`
    select ${STOCK} from supply.stock
     where programme_id = ${programmeId} and sequence > ${since}
     order by site_id, item`.execute(db)
  return rows
}

/** Pieces by item over all sites that take part. */
export async function sumStock(db: Db, programmeId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ item: string; total: number }>`
    select k.item, sum(k.amount)::integer as total from supply.stock k
      join supply.sites s on s.programme_id = k.programme_id and s.site_id = k.site_id
     where k.programme_id = ${programmeId} and s.left_at is null
     group by k.item`.execute(db)
  return Object.fromEntries(rows.map(({ item, total }) => [item, total]))
}

/** The newest number of a programme and the newest file of its feeds; null: no such programme. */
export async function findMoment(
  db: Db,
  programmeId: string,
): Promise<{ sequence: number; changedAt: Date | null; seenAt: Date | null } | null> {
  const { rows } = await sql<{ sequence: number; changedAt: Date | null; seenAt: Date | null }>`
    select p.sequence::float8 as sequence, p.changed_at as "changedAt",
           (select max(r.at) from supply.feed_runs r
             where r.programme_id = p.programme_id and r.outcome in ('taken', 'same', 'released')) as "seenAt"
      from supply.programmes p
     where p.programme_id = ${programmeId} and p.retired_at is null`.execute(db)
  return rows[0] ?? null
}

/** Keeps the hash of a moment. */
export async function saveVersion(
  db: Db,
  {
    programmeId,
    sequence,
    at,
    hash,
  }: { programmeId: string; sequence: number; at: Date; hash: string },
): Promise<void> {
  await sql`
    insert into supply.versions (programme_id, sequence, at, hash)
    values (${programmeId}, ${sequence}, ${at}, ${hash}) on conflict do nothing`.execute(db)
}

export async function findVersion(
  db: Db,
  programmeId: string,
  sequence: number,
): Promise<{ at: Date; hash: string } | null> {
  const { rows } = await sql<{ at: Date; hash: string }>`
    select at, hash from supply.versions
     where programme_id = ${programmeId} and sequence = ${sequence}`.execute(db)
  return rows[0] ?? null
}
