// SQL of reports.

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { NewReport } from '../schema/report.ts'
import type { Barrier, Door, Group, Kind, Severity, Shape, Sort } from '../schema/words.ts'

/** As the people see it who sort reports, and the reporter. */
export interface KeptReport extends Omit<NewReport, 'saidAt' | 'deviceHash' | 'sourceKey'> {
  reportId: string
  receipt: string
  saidAt: Date
  state: 'kept' | 'folded' | 'hidden'
  foldedInto: string | null
  hiddenWhy: string | null
  mayQuote: boolean
  findingId: string | null
  answeredAt: Date | null
  /** Of its people, those the reporter says were served since. */
  peopleServed: number
}

const REPORT = [
  'report_id as reportId',
  'receipt',
  'service_id as serviceId',
  'kind',
  'shape',
  'severity',
  'said_at as saidAt',
  'happened_on as happenedOn',
  'door',
  'language',
  'desk_id as deskId',
  'district_id as districtId',
  'site_code as siteCode',
  'place_words as placeWords',
  'people',
  'is_estimate as isEstimate',
  'groups',
  'barriers',
  'group_words as groupWords',
  'words',
  'would_help as wouldHelp',
  'link',
  'minutes',
  'after_hours as afterHours',
  'since_on as sinceOn',
  'is_kept_from_superiors as isKeptFromSuperiors',
  'account_id as accountId',
  'sorted_as as sortedAs',
  'sorted_by as sortedBy',
  'state',
  'folded_into as foldedInto',
  'hidden_why as hiddenWhy',
  'may_quote as mayQuote',
  'finding_id as findingId',
  'answered_at as answeredAt',
  'people_served as peopleServed',
] as const

const selectReports = (db: Db) => db.selectFrom('voices.reports').select(REPORT)
type Row = Awaited<ReturnType<ReturnType<typeof selectReports>['execute']>>[number]

export interface InsertedReport extends NewReport {
  receipt: string
  tokenHash: string
  saidAt: Date
  foldedInto: string | null
}

/** Null when the same row of a file, or the same sheet of a form, is kept already. */
export async function insertReport(tx: Db, report: InsertedReport): Promise<string | null> {
  const row = await tx
    .insertInto('voices.reports')
    .values({
      report_id: randomUUID(),
      receipt: report.receipt,
      token_hash: report.tokenHash,
      service_id: report.serviceId,
      kind: report.kind,
      shape: report.shape,
      severity: report.severity,
      said_at: report.saidAt,
      happened_on: report.happenedOn,
      door: report.door,
      language: report.language,
      desk_id: report.deskId,
      district_id: report.districtId,
      site_code: report.siteCode,
      place_words: report.placeWords,
      people: report.people,
      is_estimate: report.isEstimate,
      groups: report.groups,
      barriers: report.barriers,
      group_words: report.groupWords,
      words: report.words,
      would_help: report.wouldHelp,
      link: report.link,
      minutes: report.minutes,
      after_hours: report.afterHours,
      since_on: report.sinceOn,
      is_kept_from_superiors: report.isKeptFromSuperiors,
      account_id: report.accountId,
      device_hash: report.deviceHash,
      source_key: report.sourceKey,
      sorted_as: report.sortedAs,
      sorted_by: report.sortedBy,
      state: report.foldedInto ? 'folded' : 'kept',
      folded_into: report.foldedInto,
    })
    .onConflict((conflict) => conflict.column('source_key').doNothing())
    .returning('report_id')
    .executeTakeFirst()
  return row?.report_id ?? null
}

/** One device said exactly the same since then: its first report. */
export async function findTwin(
  tx: Db,
  { since, ...report }: NewReport & { since: Date },
): Promise<string | null> {
  if (!report.deviceHash) return null
  const row = await tx
    .selectFrom('voices.reports')
    .select('report_id')
    .where('device_hash', '=', report.deviceHash)
    .where('said_at', '>=', since)
    .where('state', '=', 'kept')
    .where('service_id', '=', report.serviceId)
    .where('kind', '=', report.kind)
    .where('words', '=', report.words)
    .where('people', '=', report.people)
    .where(sql<boolean>`groups = ${report.groups} and barriers = ${report.barriers}`)
    .orderBy('said_at')
    .limit(1)
    .executeTakeFirst()
  return row?.report_id ?? null
}

export async function findReport(db: Db, reportId: string): Promise<KeptReport | null> {
  return reportOf(await selectReports(db).where('report_id', '=', reportId).executeTakeFirst())
}

export async function findByToken(db: Db, tokenHash: string): Promise<KeptReport | null> {
  return reportOf(await selectReports(db).where('token_hash', '=', tokenHash).executeTakeFirst())
}

/** Until the transaction ends nobody else changes it. */
export async function lockReport(tx: Db, reportId: string): Promise<KeptReport | null> {
  const query = selectReports(tx).where('report_id', '=', reportId).forUpdate()
  return reportOf(await query.executeTakeFirst())
}

/** Newest first. */
export async function listReportsOf(db: Db, accountId: string, limit = 100): Promise<KeptReport[]> {
  const rows = await selectReports(db)
    .where('account_id', '=', accountId)
    .orderBy('said_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(known)
}

/**
 * What a person has to look at: kept, not yet looked at, and in no finding, or of a form with a place
 * that nobody could tell. Voices first, then what disputes a count; oldest first.
 */
export async function listToSort(
  db: Db,
  { serviceIds, seesIdeas, limit }: { serviceIds: string[]; seesIdeas: boolean; limit: number },
): Promise<KeptReport[]> {
  if (serviceIds.length === 0) return []
  const rows = await selectReports(db)
    .where('service_id', 'in', serviceIds)
    .where('state', '=', 'kept')
    .where('sorted_by', '!=', 'person')
    .where((eb) =>
      eb.or([
        eb('finding_id', 'is', null),
        eb.and([
          eb('shape', '=', 'form'),
          eb('site_code', 'is', null),
          eb('sorted_as', '=', 'voice'),
          eb('sorted_by', '=', 'rule'),
        ]),
      ]),
    )
    .$if(!seesIdeas, (query) => query.where('is_kept_from_superiors', '=', false))
    .orderBy(sql`array_position(array['voice', 'correction', 'notice', 'junk'], sorted_as)`)
    .orderBy('said_at')
    .limit(limit)
    .execute()
  return rows.map(known)
}

/** Of one finding, newest first. */
export async function listReportsIn(
  db: Db,
  { findingId, limit, quotable }: { findingId: string; limit: number; quotable?: boolean },
): Promise<KeptReport[]> {
  const rows = await selectReports(db)
    .where('finding_id', '=', findingId)
    .where('state', '=', 'kept')
    .$if(quotable === true, (query) => query.where('may_quote', '=', true))
    .orderBy('said_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(known)
}

export interface ReportChange {
  serviceId?: string
  findingId?: string | null
  sortedAs?: Sort
  sortedBy?: 'person'
  state?: KeptReport['state']
  hiddenWhy?: string | null
  foldedInto?: null
  mayQuote?: boolean
  words?: string
  wouldHelp?: string | null
  peopleServed?: number
}

export async function saveReport(tx: Db, reportId: string, change: ReportChange): Promise<void> {
  const columns = {
    service_id: change.serviceId,
    finding_id: change.findingId,
    sorted_as: change.sortedAs,
    sorted_by: change.sortedBy,
    state: change.state,
    hidden_why: change.hiddenWhy,
    folded_into: change.foldedInto,
    may_quote: change.mayQuote,
    words: change.words,
    would_help: change.wouldHelp,
    people_served: change.peopleServed,
  }
  const set = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
  await tx.updateTable('voices.reports').set(set).where('report_id', '=', reportId).execute()
}

/** After 30 days nothing tells which device said what. */
export async function forgetDevices(db: Db, before: Date): Promise<void> {
  await db
    .updateTable('voices.reports')
    .set({ device_hash: null })
    .where('device_hash', 'is not', null)
    .where('said_at', '<', before)
    .execute()
}

const reportOf = (row: Row | undefined): KeptReport | null => (row ? known(row) : null)

/** The columns' own checks keep these lists. */
const known = (row: Row): KeptReport => ({
  ...row,
  kind: row.kind as Kind,
  shape: row.shape as Shape,
  severity: row.severity as Severity,
  door: row.door as Door,
  language: row.language as 'zh-TW' | 'en',
  groups: row.groups as Group[],
  barriers: row.barriers as Barrier[],
  sortedAs: row.sortedAs as Sort,
  sortedBy: row.sortedBy as NewReport['sortedBy'],
  state: row.state as KeptReport['state'],
})
