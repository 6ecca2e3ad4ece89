// What a reporter may do with a receipt: see what came of it, say that it was another person, say that
// somebody was served since.

import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { placeInFindings } from '../rules/report.ts'
import { UNKNOWN } from '../schema/served.ts'
import { findByToken, type KeptReport, lockReport, saveReport } from '../store/reports.ts'
import { joinFinding } from './findings.ts'
import { hashToken } from './reports.ts'
import { recordServed } from './served.ts'

/** @throws Failure not_found */
export async function getByToken(station: Station, db: Db, token: string): Promise<KeptReport> {
  const found = await findByToken(db, hashToken(station, token))
  if (!found) throw new Failure('not_found', 'voices.receipt.not_found')
  return found
}

/** It looked like the one before, and was somebody else: it counts. */
export async function countAsAnother(station: Station, token: string): Promise<void> {
  const { reportId } = await getByToken(station, station.db, token)
  await station.db.transaction().execute(async (tx) => {
    const report = await lockReport(tx, reportId)
    if (report?.state !== 'folded') return
    await saveReport(tx, reportId, { state: 'kept', foldedInto: null })
    const place = placeInFindings(report)
    if (place) await joinFinding(station, tx, { ...report, ...place })
  })
}

/**
 * The reporter's word that so many of the people of this report were served since. It counts with the
 * finding, and never for more people than the report told of.
 * @throws Failure invalid, not_found, conflict when the report is in no finding
 */
export async function tellServed(station: Station, token: string, people: number): Promise<void> {
  const { reportId } = await getByToken(station, station.db, token)
  const at = station.clock.now()
  await station.db.transaction().execute(async (tx) => {
    const report = await lockReport(tx, reportId)
    if (!report?.findingId) throw new Failure('conflict', 'voices.receipt.no_finding')
    const left = report.people - report.peopleServed
    if (!Number.isInteger(people) || people < 1 || people > left) {
      const message = 'voices.receipt.error.served'
      const problems = [{ pointer: '/people', message, values: { count: left } }]
      throw new Failure('invalid', 'core.invalid', { problems })
    }
    await saveReport(tx, reportId, { peopleServed: report.peopleServed + people })
    await recordServed(station, tx, {
      serviceId: report.serviceId,
      findingId: report.findingId,
      weekOn: taipeiDay(at),
      door: report.door,
      districtId: report.districtId ?? UNKNOWN,
      ageBand: UNKNOWN,
      came: people,
      finished: people,
      couldNot: 0,
      source: 'reporter',
    })
  })
}
