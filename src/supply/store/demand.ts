// What went out, and when there was nothing: read from the line of changes.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { StockState } from '../schema/stock.ts'

export interface Pieces {
  siteId: string
  item: string
  pieces: number
}

/**
 * Pieces handed out in [from, to), by site and item: what a feed's numbers fell by, or what our own
 * hand-outs took away. What an owner corrects is no hand-out.
 */
export async function handedOut(
  db: Db,
  programmeId: string,
  from: Date,
  to: Date,
): Promise<Pieces[]> {
  const { rows } = await sql<Pieces>`
    select site_id as "siteId", item,
           sum((before #>> '{}')::integer - (after #>> '{}')::integer)::integer as pieces
      from supply.changes
     where programme_id = ${programmeId} and at >= ${from} and at < ${to} and kind = 'stock'
       and (source like 'feed:%' or source = 'hand_out')
       and jsonb_typeof(before) = 'number' and jsonb_typeof(after) = 'number'
       and (after #>> '{}')::integer < (before #>> '{}')::integer
     group by site_id, item`.execute(db)
  return rows
}

/** A moment at which a site began or ceased to have some, or its state changed. */
export interface Turn {
  siteId: string
  item: string
  at: Date
  kind: 'stock' | 'state'
  before: number | StockState | null
  after: number | StockState | null
}

/** In their order. */
export async function listTurns(
  db: Db,
  { programmeId, from, to }: { programmeId: string; from: Date; to: Date },
): Promise<Turn[]> {
  const { rows } = await sql<Turn>`
    select site_id as "siteId", item, at, kind, before, after from supply.changes
     where programme_id = ${programmeId} and at >= ${from} and at < ${to} and item is not null
       and (kind = 'state'
            or kind = 'stock' and (before is null or before = '0' or after = '0'))
     order by sequence`.execute(db)
  return rows
}

/** Reports in [from, to) by site, but for those the map had overtaken. */
export async function countReports(
  db: Db,
  { programmeId, from, to }: { programmeId: string; from: Date; to: Date },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ siteId: string; count: number }>`
    select site_id as "siteId", count(*)::integer as count from supply.reports
     where programme_id = ${programmeId} and at >= ${from} and at < ${to}
       and settlement is distinct from 'overtaken'
     group by site_id`.execute(db)
  return new Map(rows.map(({ siteId, count }) => [siteId, count]))
}
