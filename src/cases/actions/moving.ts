// A leg goes on by the next adapter when its own cannot: a robot whose site has changed, a form that
// does not fit, an agency that is down for hours. Nothing of it stands at the agency by the way
// before, so nothing is filed twice. When the first way works again, what no desk has begun goes back.

import { listAdapters } from '../../adapters/index.ts'
import { taipeiDay } from '../../core/clock.ts'
import type { Event } from '../../core/events.ts'
import type { Station } from '../../core/station.ts'
import { isUnsent, type LegFacts } from '../rules/leg-facts.ts'
import type { LegState } from '../schema/legs.ts'
import { listLegsOf } from '../store/legs.ts'
import { advance } from './advance.ts'
import { moveLeg } from './desk/move.ts'
import { openLedger } from './ledger.ts'

const LEGS_AT_A_TIME = 1000

/** What waits for another try by a stopped lane need not wait for it: nobody knows how long that is. */
export const leaveStoppedLane = (station: Station, { data }: Pick<Event, 'data'>) =>
  rerouteAll(station, {
    adapterId: String(data.adapterId),
    in: [String(data.adapterId)],
    states: ['received', 'waiting_agency'],
    why: 'stopped',
  })

/** A lane that a person has started again takes back what waits on a desk for a later day. */
export async function returnToLane(station: Station, { data }: Pick<Event, 'data'>) {
  const adapterId = String(data.adapterId)
  const found = listAdapters(station).find(({ describe }) => describe.id === adapterId)
  const wanted = { adapterId, states: ['waiting_desk' as const], why: 'reopened' as const }
  await rerouteAll(station, { ...wanted, in: found?.describe.fallbacks ?? [] })
}

interface Wanted {
  /** The lane that stopped, or that works again. */
  adapterId: string
  /** The adapters whose legs are concerned. */
  in: string[]
  states: LegState[]
  why: 'stopped' | 'reopened'
}

async function rerouteAll({ db, jobs }: Station, wanted: Wanted): Promise<void> {
  const { adapterId, why } = wanted
  for (let after: string | null = null; wanted.in.length > 0; ) {
    const page = { adapterIds: wanted.in, states: wanted.states, after, limit: LEGS_AT_A_TIME }
    const legs = await listLegsOf(db, page)
    await db.transaction().execute(async (tx) => {
      for (const { caseId, leg, legId } of legs) {
        const errand = { caseId, leg, adapterId, why }
        await jobs.send(tx, 'cases.reroute', errand, { key: `${why} ${legId}` })
      }
    })
    after = legs.at(-1)?.legId ?? null
    if (legs.length < LEGS_AT_A_TIME) return
  }
}

/** Looks again behind the lock of the case: much may have happened since the lane stopped. */
export async function rerouteLeg(
  station: Station,
  errand: { caseId: string; leg: string; adapterId: string; why: string },
): Promise<void> {
  const { caseId, leg, adapterId } = errand
  await station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, caseId)
    const { row, setup, facts } = ledger.leg(leg)
    if (row.isLeased || ledger.row.erasedAt || facts.withdrawAsked) return
    if (errand.why === 'stopped') {
      const [to, ...left] = facts.waysLeft ?? setup.fallbacks
      if (!to || row.adapterId !== adapterId || facts.task || !isUnsent(facts)) return
      await moveLeg(tx, ledger, { leg, to, left, why: 'stopped' })
    } else {
      if (!isWaitingOnDesk(facts, { adapterId, today: taipeiDay(ledger.now) })) return
      await moveLeg(tx, ledger, { leg, to: adapterId, left: [], why: 'reopened' })
    }
    await advance(station, tx, ledger)
  })
}

/** No clerk has ever begun it, and none will today: what one handed over may stand at the agency. */
const isWaitingOnDesk = (
  { task, moved, sent }: LegFacts,
  { adapterId, today }: { adapterId: string; today: string },
): boolean => moved?.from === adapterId && task?.kind === 'file' && !sent && task.dayOn > today
