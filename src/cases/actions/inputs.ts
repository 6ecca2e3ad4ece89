// Legs as they begin, and what they send: kept sealed from the moment of filing; only a leg that names
// another agency's number is filled in when it goes out.

import { randomUUID } from 'node:crypto'
import { taipeiDay } from '../../core/clock.ts'
import { type Answers, getJourney, type LegPlan, planLegs } from '../../journeys/index.ts'
import type { FiledLeg } from '../schema/events.ts'
import type { RawAnswers } from '../schema/requests.ts'
import type { LegRow, NewLeg } from '../store/legs.ts'
import type { Ledger } from './ledger.ts'
import type { Seal } from './seal.ts'

/** What is sealed of a case: as typed, and as understood. */
export interface KeptAnswers {
  raw: RawAnswers
  answers: Answers
}

export type Input = Record<string, unknown>

/** @throws Failure not_found when the case was erased */
export async function inputOf(ledger: Ledger, leg: string): Promise<Input> {
  const { row } = ledger.leg(leg)
  if (row.sealedInput) return ledger.seal.open<Input>(row.sealedInput)
  if (!ledger.row.sealedAnswers) return {}

  const { answers } = await ledger.seal.open<KeptAnswers>(ledger.row.sealedAnswers)
  const { journeyId, journeyVersion } = ledger.row
  const journey = await getJourney(ledger.db, journeyId, journeyVersion)
  const known = { today: taipeiDay(ledger.now), references: referencesOf(ledger) }
  return planLegs(journey, answers, known).find((plan) => plan.legId === leg)?.input ?? {}
}

/** Agencies' own numbers by leg. */
export const referencesOf = (ledger: Ledger): Record<string, string> =>
  Object.fromEntries(
    ledger.facts().legs.flatMap(({ leg, reference }) => (reference ? [[leg, reference]] : [])),
  )

interface Beginning {
  caseId: string
  plans: LegPlan[]
  firstPlace?: number
}

export async function newLegs(
  seal: Seal,
  { caseId, plans, firstPlace = 0 }: Beginning,
): Promise<NewLeg[]> {
  const begin = async (plan: LegPlan, index: number): Promise<NewLeg> => {
    const { legId: leg, agencyId, adapterId, needs, opensAt, closesAt, answerDays } = plan
    // A leg that names another agency's number is filled in when that number is there.
    const sealedInput = needs.length > 0 ? null : await seal.close(plan.input)
    const place = firstPlace + index
    const own = { legId: randomUUID(), caseId, leg, place, sealedInput }
    return { ...own, agencyId, adapterId, needs, opensAt, closesAt, answerDays }
  }
  return Promise.all(plans.map(begin))
}

export const rowOf = (leg: NewLeg): LegRow => ({
  ...leg,
  state: 'received',
  agencyReference: null,
  wakeAt: null,
  lookAt: null,
  isLeased: false,
})

export const filedLeg = ({ leg, legId, agencyId, adapterId }: NewLeg): FiledLeg => ({
  leg,
  legId,
  agency: agencyId,
  adapter: adapterId,
})
