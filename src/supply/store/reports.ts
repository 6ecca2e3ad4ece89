// What people told of a number that was not so.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Told } from '../rules/reports.ts'
import type { Report, ReportSource, Settlement } from '../schema/owner.ts'

const REPORT =
  sql.raw(`report_id as "reportId", site_id as "siteId", item, sequence::float8 as sequence,
  shown, at, source, settled_at as "settledAt", settlement, settled_amount as "settledAmount"`)

export interface NewReport {
  programmeId: string
  siteId: string
  item: string
  sequence: number
  at: Date
  source: ReportSource
  by: string | null
  networkHash: string | null
  /** The map had said so already: nothing is left to settle. */
  isOvertaken: boolean
}

/** The same home tells the same thing once; telling it again makes it newer. */
export async function saveReport(tx: Db, report: NewReport): Promise<void> {
  const { programmeId, siteId, item, sequence, at, isOvertaken } = report
  const settlement: Settlement | null = isOvertaken ? 'overtaken' : null
  await sql`
    insert into supply.reports as r (programme_id, site_id, item, sequence, shown, at, source, by,
      network_hash, settled_at, settlement)
    select ${programmeId}, ${siteId}, ${item}, ${sequence},
           (select (c.after #>> '{}')::integer from supply.changes c
             where c.programme_id = ${programmeId} and c.site_id = ${siteId} and c.item = ${item}
               and c.kind = 'stock' and c.sequence <= ${sequence}
             order by c.sequence desc limit 1),
           ${at}, ${report.source}, ${report.by}, ${report.networkHash},
           ${isOvertaken ? at : null}::timestamptz, ${settlement}
    on conflict (programme_id, site_id, item, network_hash) where settled_at is null
    do update set at = excluded.at, sequence = excluded.sequence, shown = excluded.shown`.execute(
    tx,
  )
}

/** Not settled yet, of one item at one site. */
export async function listOpen(
  db: Db,
  { programmeId, siteId, item }: { programmeId: string; siteId: string; item: string },
): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select source, network_hash as "networkHash", at from supply.reports
     where programme_id = ${programmeId} and site_id = ${siteId} and item = ${item}
       and settled_at is null
     order by at limit 1000`.execute(db)
  return rows
}

/** Of one site, newest first; those the map had overtaken are not among them. */
export async function listReports(
  db: Db,
  programmeId: string,
  siteId: string,
  limit = 20,
): Promise<Report[]> {
  const { rows } = await sql<Report>`
    select ${REPORT} from supply.reports
     where programme_id = ${programmeId} and site_id = ${siteId}
       and settlement is distinct from 'overtaken'
     order by at desc, report_id limit ${limit}`.execute(db)
  return rows
}

/** Open ones by site. */
export async function countOpen(db: Db, programmeId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ siteId: string; open: number }>`
    select site_id as "siteId", count(*)::integer as open from supply.reports
     where programme_id = ${programmeId} and settled_at is null
     group by site_id`.execute(db)
  return new Map(rows.map(({ siteId, open }) => [siteId, open]))
}

/** All open ones of one item at one site. @returns how many */
export async function settleOpen(
  tx: Db,
  settled: {
    programmeId: string
    siteId: string
    item: string
    settlement: Settlement
    amount: number | null
    sequence: number
    at: Date
    by: string
  },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update supply.reports
       set settled_at = ${settled.at}, settled_by = ${settled.by}, settlement = ${settled.settlement},
           settled_amount = ${settled.amount}, settled_sequence = ${settled.sequence}
     where programme_id = ${settled.programmeId} and site_id = ${settled.siteId}
       and item = ${settled.item} and settled_at is null`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Which home it was says nothing any more. */
export async function forgetNetworks(db: Db, before: Date): Promise<void> {
  await sql`
    update supply.reports set network_hash = null
     where network_hash is not null and at < ${before}`.execute(db)
}
