// How reports come into findings and leave them. A report that comes to a finding that was closed or
// quiet opens it again by itself.

import type { Db } from '../../core/db.ts'
import { recordEvent } from '../../core/events.ts'
import { appendToLog } from '../../core/openlog.ts'
import type { Station } from '../../core/station.ts'
import type { Found } from '../schema/finding.ts'
import type { Barrier, Group } from '../schema/words.ts'
import {
  countReport,
  narrowFinding,
  openFinding,
  saveFinding,
  widenFinding,
} from '../store/findings.ts'
import { type KeptReport, saveReport } from '../store/reports.ts'

export const subjectOfFinding = (findingId: string): string => `finding:${findingId}`

/** The report belongs to the finding of its service, group and barrier, made now if there is none. */
export async function joinFinding(station: Station, tx: Db, found: Found): Promise<string> {
  const at = station.clock.now()
  const { findingId, state, isNew } = await openFinding(tx, { ...found, at })
  await countReport(tx, { ...found, findingId, sign: 1 })
  await widenFinding(tx, { findingId, ...found })
  await saveReport(tx, found.reportId, { findingId })
  if (state === 'closed' || state === 'quiet') await reopenFinding(station, tx, findingId)
  if (isNew) {
    const { serviceId, group, barrier } = found
    await recordEvent(station, tx, {
      name: 'voices.finding_opened',
      version: 1,
      data: { findingId, serviceId, group, barrier },
    })
  }
  return findingId
}

/** Closed on people served, and yet somebody is missed again: said as openly as the closing was. */
export async function reopenFinding(station: Station, tx: Db, findingId: string): Promise<void> {
  await saveFinding(tx, findingId, { state: 'open', reopened: true })
  await recordEvent(station, tx, {
    name: 'voices.finding_reopened',
    version: 1,
    data: { findingId },
  })
  await appendToLog(station, tx, {
    kind: 'voices.finding_reopened',
    subject: subjectOfFinding(findingId),
    data: { findingId },
  })
}

/** The report belongs to no finding any more; the caller says where it goes. */
export async function leaveFinding(
  tx: Db,
  report: KeptReport,
  of: { group: Group; barrier: Barrier },
): Promise<void> {
  if (!report.findingId) return
  const { reportId, findingId, serviceId, severity, people, happenedOn, districtId } = report
  await saveReport(tx, reportId, { findingId: null })
  await countReport(tx, {
    ...of,
    findingId,
    serviceId,
    severity,
    people,
    happenedOn,
    districtId,
    sign: -1,
  })
  await narrowFinding(tx, findingId)
}
