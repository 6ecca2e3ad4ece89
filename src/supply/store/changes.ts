// One change of a site's stock at a time: by its owner, a resident's report, the console, a hand-out.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Stock, StockChange } from '../schema/stock.ts'
import { STOCK } from './stock.ts'

export interface Change {
  sequence: number
  at: Date
  siteId: string
  item: string | null
  kind: 'stock' | 'state' | 'site' | 'left' | 'back'
  before: unknown
  after: unknown
  /** `feed:<name>`, `owner`, `resident`, `console`, `hand_out`, `clock`. */
  source: string
  by: string | null
  why: string | null
}

export type NewChange = Omit<Change, 'sequence'>

/** Numbers changes after `sequence`, which the caller has locked. @returns the newest number */
export async function insertChanges(
  tx: Db,
  {
    programmeId,
    sequence,
    changes,
  }: { programmeId: string; sequence: number; changes: NewChange[] },
): Promise<number> {
  if (changes.length === 0) return sequence
  const rows = changes.map((change, index) => ({ ...change, sequence: sequence + index + 1 }))
  await sql`
    insert into supply.changes (programme_id, sequence, at, site_id, item, kind, before, after, source, by, why)
    select ${programmeId}, x.sequence, x.at, x."siteId", x.item, x.kind, x.before, x.after, x.source, x.by, x.why
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x (sequence bigint, at timestamptz, "siteId" text, item text, kind text, before jsonb,
              after jsonb, source text, by text, why text)`.execute(tx)
  const newest = sequence + rows.length
  await sql`
    update supply.programmes set sequence = ${newest}, changed_at = ${rows.at(-1)?.at ?? null}
     where programme_id = ${programmeId}`.execute(tx)
  return newest
}

/** One item at one site as it is now; null: it never had any. */
export async function findStock(
  db: Db,
  { programmeId, siteId, item }: { programmeId: string; siteId: string; item: string },
): Promise<Stock | null> {
  const { rows } = await sql<Stock>`
    select ${STOCK} from supply.stock
     where programme_id = ${programmeId} and site_id = ${siteId} and item = ${item}`.execute(db)
  return rows[0] ?? null
}

/** Writes what one item at one site is from now on. */
export async function saveStock(
  tx: Db,
  {
    programmeId,
    sequence,
    at,
    change,
  }: { programmeId: string; sequence: number; at: Date; change: Required<StockChange> },
): Promise<void> {
  const { siteId, item, amount, state, stateUntil, why } = change
  await sql`
    insert into supply.stock as s (programme_id, site_id, item, amount, state, state_until, state_why, changed_at, sequence)
    values (${programmeId}, ${siteId}, ${item}, ${amount}, ${state}, ${stateUntil}, ${why}, ${at}, ${sequence})
    on conflict (programme_id, site_id, item) do update
       set amount = excluded.amount, state = excluded.state, state_until = excluded.state_until,
           state_why = excluded.state_why, changed_at = excluded.changed_at, sequence = excluded.sequence,
           up_at = case when excluded.amount > s.amount then excluded.changed_at else s.up_at end,
           down_at = case when excluded.amount < s.amount then excluded.changed_at else s.down_at end`.execute(
    tx,
  )
}

/** The newest changes of a site, newest first. */
export async function listChanges(
  db: Db,
  { programmeId, siteId, limit = 50 }: { programmeId: string; siteId: string; limit?: number },
): Promise<Change[]> {
  const { rows } = await sql<Change>`
    select sequence::float8 as sequence, at, site_id as "siteId", item, kind, before, after, source, by, why
      from supply.changes
     where programme_id = ${programmeId} and site_id = ${siteId}
     order by sequence desc limit ${limit}`.execute(db)
  return rows
}

/** States whose end has come: finished for today until the next window. */
export async function listEnded(
  db: Db,
  now: Date,
): Promise<{ programmeId: string; siteId: string; item: string }[]> {
  const { rows } = await sql<{ programmeId: string; siteId: string; item: string }>`
    select programme_id as "programmeId", site_id as "siteId", item from supply.stock
     where state <> 'counted' and state_until <= ${now}
     order by state_until limit 1000`.execute(db)
  return rows
}
