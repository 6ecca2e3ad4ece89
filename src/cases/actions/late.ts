// An agency's answer that comes when a person has already been asked to find out: it settles the
// question, and the task goes, unless somebody is at it.

import { callAdapter } from '../../adapters/index.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { mayBeSettledLate } from '../rules/permissions.ts'
import { findLegById } from '../store/legs.ts'
import { advance } from './advance.ts'
import { isOurTurn, outcomeEvent } from './answers.ts'
import { cancelTask } from './desk/booking.ts'
import { inputOf } from './inputs.ts'
import { ENGINE, openLedger } from './ledger.ts'

/**
 * Whether it is settled now.
 * @throws Failure unavailable while the lane has no room: the job comes again
 */
export async function settleLate(station: Station, legId: string): Promise<boolean> {
  const found = await findLegById(station.db, legId)
  if (!found) return false
  const { caseId, leg } = found
  const question = await station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, caseId)
    const { setup, facts } = ledger.leg(leg)
    if (ledger.row.erasedAt || !mayBeSettledLate(facts)) return null
    const by = facts.reference === null ? { key: legId } : { reference: facts.reference }
    return { by, adapterId: setup.adapterId, input: await inputOf(ledger, leg) }
  })
  if (!question) return false
  const { by, adapterId, input } = question
  const report = await callAdapter(station, adapterId, 'lookup', { by, input })
  const { outcome } = report
  if (!isOurTurn({ operation: 'lookup', ...report })) {
    throw new Failure('unavailable', 'cases.agency_not_reachable')
  }
  // What is not there any more, or still unclear, is what the person was asked about.
  if (outcome === null || outcome.kind === 'unavailable' || outcome.kind === 'unknown') {
    return false
  }
  return station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, caseId)
    if (!mayBeSettledLate(ledger.leg(leg).facts)) return false
    await cancelTask(tx, ledger, leg)
    ledger.record(ENGINE, outcomeEvent(station, leg, 'lookup', outcome))
    await advance(station, tx, ledger)
    return true
  })
}
