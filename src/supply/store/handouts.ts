// Hand-outs and what counts against a card. The check and the record are one call of a function in
// the database, in which the card is locked: see the migration.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export interface Scan {
  programmeId: string
  siteId: string
  item: string
  /** Null: as many as the card may still have. */
  amount: number | null
  clientKey: string
  /** The same for a card whatever the period; never stored. */
  lock: bigint
  hashes: Buffer[]
  hash: Buffer
  items: string[]
  quota: number
  since: Date
  at: Date
  forgetAt: Date
  state: 'handed' | 'ordered'
  by: string
  isCounted: boolean
  /** Recorded though it is above the quota: it was handed out already. */
  mayBeOver?: boolean
  ticket?: { allowanceId: string; number: number }
}

export interface Scanned {
  outcome: 'given' | 'again' | 'over_quota' | 'key_used'
  handOutId: number | null
  pieces: number
  /** Of the card in the quota's days, this one included. */
  taken: number
  at: Date | null
  /** The pieces handed out then must stop counting first. */
  freesAt: Date | null
  over: number
}

export async function scanCard(db: Db, scan: Scan): Promise<Scanned> {
  const { rows } = await sql<Scanned>`
    select outcome, hand_out::float8 as "handOutId", pieces, taken, given_at as at,
           frees_at as "freesAt", beyond as over
      from supply.hand_out(${scan.programmeId}, ${scan.siteId}, ${scan.item}, ${scan.amount}::integer,
        ${scan.clientKey}, ${String(scan.lock)}::bigint, ${scan.hashes}::bytea[], ${scan.hash},
        ${scan.items}::text[], ${scan.quota}::integer, ${scan.since}, ${scan.at}, ${scan.forgetAt},
        ${scan.state}, ${scan.by}, ${scan.isCounted}, ${scan.mayBeOver ?? false},
        ${scan.ticket?.allowanceId ?? null}::uuid, ${scan.ticket?.number ?? null}::integer)`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Error('supply.hand_out gave no row')
  return row
}

export interface Uncounted {
  siteId: string
  item: string
  pieces: number
}

/** Marks what was handed out and not yet taken from stock; the caller takes it in the same transaction. */
export async function markCounted(tx: Db, programmeId: string): Promise<Uncounted[]> {
  const { rows } = await sql<Uncounted>`
    with counted as (
      update supply.hand_outs set is_counted = true
       where programme_id = ${programmeId} and not is_counted and state = 'handed'
      returning site_id, item, amount
    )
    select site_id as "siteId", item, sum(amount)::integer as pieces
      from counted group by site_id, item order by site_id, item`.execute(tx)
  return rows
}

export async function hasUncounted(db: Db, programmeId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from supply.hand_outs
                    where programme_id = ${programmeId} and not is_counted and state = 'handed') as found`.execute(
    db,
  )
  return rows[0]?.found ?? false
}

/** Quota periods that are over: no card stands behind these any more. @returns how many */
export async function forgetCards(db: Db, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update supply.hand_outs set card_hash = null
     where card_hash is not null and forget_at <= ${now} and state <> 'ordered'`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** An order that is collected, or counts no more. @returns false when it was not `from` any more */
export async function saveHandOutState(
  tx: Db,
  handOutId: number,
  { from, to, at }: { from: string; to: 'handed' | 'released'; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update supply.hand_outs
       set state = ${to}, at = case when ${to} = 'handed' then at else ${at}::timestamptz end,
           card_hash = case when ${to} = 'released' then null else card_hash end
     where hand_out_id = ${handOutId} and state = ${from}`.execute(tx)
  return Number(numAffectedRows ?? 0) === 1
}

export interface Counted {
  item: string
  people: number
  pieces: number
  /** Above the quota, found after a site was cut off. */
  over: number
}

/** What a site has handed out since a moment, by item. */
export async function countHandOuts(
  db: Db,
  { programmeId, siteId, since }: { programmeId: string; siteId: string; since: Date },
): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select item, count(*)::integer as people, sum(amount)::integer as pieces, sum(over)::integer as over
      from supply.hand_outs
     where programme_id = ${programmeId} and site_id = ${siteId} and at >= ${since} and state = 'handed'
     group by item order by item`.execute(db)
  return rows
}
