// A number that a person got at an agency's own old site joins the status page: we look it up there.

import { randomUUID } from 'node:crypto'
import { callAdapter } from '../../adapters/index.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { mayJoin } from '../rules/permissions.ts'
import type { NewEvent } from '../schema/events.ts'
import type { Doer } from '../schema/requests.ts'
import { insertEvidence } from '../store/evidence.ts'
import { advance } from './advance.ts'
import { outcomeEvent } from './answers.ts'
import { cancelTask } from './desk/booking.ts'
import { inputOf } from './inputs.ts'
import { openLedger } from './ledger.ts'

const LONGEST_REFERENCE = 60

export interface Joining {
  caseId: string
  leg: string
  reference: string
  doer: Doer
}

export type Joined =
  | { ok: true }
  | { ok: false; reason: 'reference_unknown_to_agency' | 'agency_not_reachable' | 'join_not_now' }

/** Where no machine can look it up, the desk does. @throws Failure not_found */
export async function joinForeignReference(station: Station, joining: Joining): Promise<Joined> {
  const reference = joining.reference.normalize('NFKC').trim()
  if (reference === '' || reference.length > LONGEST_REFERENCE) {
    return { ok: false, reason: 'reference_unknown_to_agency' }
  }
  const leg = await readLeg(station, joining)
  if (!leg.mayJoin) return { ok: false, reason: 'join_not_now' }
  if (leg.lookup === 'none') return write(station, { ...joining, reference }, [])

  const { adapterId, input } = leg
  const report = await callAdapter(station, adapterId, 'lookup', { by: { reference }, input })
  const { outcome } = report
  if (outcome === null) return { ok: false, reason: 'reference_unknown_to_agency' }
  if (outcome.kind === 'unavailable' || outcome.kind === 'unknown') {
    return { ok: false, reason: 'agency_not_reachable' }
  }
  const event = outcomeEvent(station, joining.leg, 'joined', outcome)
  return write(station, { ...joining, reference }, [event], report.evidence)
}

/** Read in a transaction of its own: the call to the agency must hold no lock. */
const readLeg = (station: Station, { caseId, leg }: Joining) =>
  station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, caseId)
    if (ledger.row.erasedAt) throw new Failure('conflict', 'cases.erased')
    const { setup, facts } = ledger.leg(leg)
    const { adapterId, lookup } = setup
    return { adapterId, lookup, mayJoin: mayJoin(facts), input: await inputOf(ledger, leg) }
  })

function write(
  station: Station,
  joining: Joining,
  outcome: NewEvent[],
  evidence: { label: string; mediaType: string; body: string }[] = [],
): Promise<Joined> {
  const { caseId, leg, reference, doer } = joining
  return station.db.transaction().execute(async (tx): Promise<Joined> => {
    const ledger = await openLedger(station, tx, caseId)
    if (!mayJoin(ledger.leg(leg).facts)) return { ok: false, reason: 'join_not_now' }
    await cancelTask(tx, ledger, leg)
    ledger.record(doer, { kind: 'reference_joined', data: { leg, reference } }, ...outcome)
    const rows = evidence.map(async ({ label, mediaType, body }) => ({
      evidenceId: randomUUID(),
      caseId,
      leg,
      keptAt: ledger.now,
      label,
      mediaType,
      sealed: await ledger.seal.close(body),
    }))
    await insertEvidence(tx, await Promise.all(rows))
    await advance(station, tx, ledger)
    return { ok: true }
  })
}
