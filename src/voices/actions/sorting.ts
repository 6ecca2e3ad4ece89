// What a person does to a report: sorts it, moves it, hides it with a reason, lets it be quoted. Each
// is written down with who did it and why.

import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { mayKeep, seesIdeas } from '../rules/access.ts'
import { type Likeness, likeness } from '../rules/similar.ts'
import type { Finding } from '../schema/finding.ts'
import type { Barrier, Group, Sort } from '../schema/words.ts'
import { findService, getService, listServices } from '../services.ts'
import { listFindings, lockFinding, saveFinding } from '../store/findings.ts'
import { insertModeration, type Moderation } from '../store/moderations.ts'
import {
  findReport,
  type KeptReport,
  listReportsIn,
  listToSort,
  lockReport,
  saveReport,
} from '../store/reports.ts'
import { joinFinding, leaveFinding } from './findings.ts'
import { getFinding } from './rounds.ts'

const MOST_LISTED = 100
const MOST_SUGGESTED = 5
const MOST_COMPARED = 200
const SAMPLE = 3

/** What somebody may look through, oldest first. */
export function listWaiting(station: Station, db: Db, actor: Actor): Promise<KeptReport[]> {
  const serviceIds = listServices(station)
    .filter((service) => mayKeep(actor, service))
    .map(({ id }) => id)
  return listToSort(db, { serviceIds, seesIdeas: seesIdeas(actor), limit: MOST_LISTED })
}

/** @throws Failure not_found, also when somebody else looks after it */
export async function getReportToSort(
  station: Station,
  db: Db,
  { actor, reportId }: { actor: Actor; reportId: string },
): Promise<KeptReport> {
  const report = await findReport(db, reportId)
  const service = report && findService(station, report.serviceId)
  const isHidden = report?.isKeptFromSuperiors && !seesIdeas(actor)
  if (!report || !service || isHidden || !mayKeep(actor, service))
    throw new Failure('not_found', 'voices.sorting.not_found')
  return report
}

/** Findings of the same service that sound alike, likest first. */
export async function suggestFindings(
  db: Db,
  report: KeptReport,
  today: string,
): Promise<{ finding: Finding; likeness: Likeness }[]> {
  const { serviceId } = report
  const findings = await listFindings(db, { serviceId, today, limit: MOST_COMPARED })
  const compared = []
  for (const finding of findings) {
    const sample = await listReportsIn(db, { findingId: finding.findingId, limit: SAMPLE })
    compared.push({
      finding,
      likeness: likeness(
        report,
        finding,
        sample.map(({ words }) => words),
      ),
    })
  }
  return compared
    .filter(({ likeness: { score } }) => score > 0)
    .toSorted((one, other) => other.likeness.score - one.likeness.score)
    .slice(0, MOST_SUGGESTED)
}

export interface Sorting {
  serviceId: string
  sort: Sort
  /** Of a voice. */
  group: Group
  barrier: Barrier
  mayQuote: boolean
  /** Null: stays as it was. */
  hideWhy: string | null
  why: string
}

/**
 * @throws Failure not_found, invalid
 */
export async function sortReport(
  station: Station,
  { actor, reportId, ...given }: Sorting & { actor: Actor; reportId: string },
): Promise<void> {
  await getReportToSort(station, station.db, { actor, reportId })
  const service = getService(station, given.serviceId)
  const why = given.why.trim() || given.hideWhy?.trim() || ''
  if (why === '' || why.length > 500) {
    const problems = [{ pointer: '/why', message: 'voices.sorting.error.why' }]
    throw new Failure('invalid', 'core.invalid', { problems })
  }
  await station.db.transaction().execute(async (tx) => {
    const report = await lockReport(tx, reportId)
    if (!report) throw new Failure('not_found', 'voices.sorting.not_found')
    await leaveWhereItIs(station, tx, report)
    const isHidden = given.hideWhy !== null
    await saveReport(tx, reportId, {
      serviceId: service.id,
      sortedAs: given.sort,
      sortedBy: 'person',
      mayQuote: given.mayQuote && !isHidden,
      state: isHidden ? 'hidden' : report.state === 'folded' ? 'folded' : 'kept',
      hiddenWhy: isHidden ? why : null,
    })
    if (given.sort === 'voice' && !isHidden && report.state !== 'folded') {
      const { group, barrier } = given
      await joinFinding(station, tx, { ...report, serviceId: service.id, group, barrier })
    }
    const write = (what: Moderation['what']) =>
      insertModeration(tx, {
        reportId,
        what,
        why,
        byAccount: actor.accountId,
        at: station.clock.now(),
      })
    if (isHidden) await write('hidden')
    else if (report.state === 'hidden') await write('shown')
    if (service.id !== report.serviceId) await write('moved')
    if (given.mayQuote !== report.mayQuote) await write('quotable')
    if (!isHidden) await write('sorted')
  })
}

async function leaveWhereItIs(station: Station, tx: Db, report: KeptReport): Promise<void> {
  if (!report.findingId) return
  await lockFinding(tx, report.findingId)
  await leaveFinding(tx, report, await getFinding(station, tx, report.findingId))
}

/**
 * Puts one finding into another: its reports go there, and its page leads there.
 * @throws Failure not_found, forbidden, conflict
 */
export async function mergeFindings(
  station: Station,
  { actor, findingId, intoId }: { actor: Actor; findingId: string; intoId: string },
): Promise<void> {
  const into = await getFinding(station, station.db, intoId)
  const from = await getFinding(station, station.db, findingId)
  for (const { serviceId } of [into, from]) {
    if (!mayKeep(actor, getService(station, serviceId)))
      throw new Failure('forbidden', 'core.forbidden')
  }
  if (findingId === intoId || into.state === 'merged' || from.state === 'merged')
    throw new Failure('conflict', 'voices.sorting.merged_before')
  await station.db.transaction().execute(async (tx) => {
    await lockFinding(tx, findingId)
    for (;;) {
      const reports = await listReportsIn(tx, { findingId, limit: MOST_COMPARED })
      if (reports.length === 0) break
      for (const report of reports) {
        await leaveFinding(tx, report, from)
        const { group, barrier, serviceId } = into
        await saveReport(tx, report.reportId, { serviceId })
        await joinFinding(station, tx, { ...report, group, barrier, serviceId })
      }
    }
    await saveFinding(tx, findingId, { state: 'merged', mergedInto: intoId })
  })
}
