// What a leg sends. Kept sealed from the moment of filing; only a leg that names another agency's
// number is made when it goes out.

import { taipeiDay } from '../../core/clock.ts'
import { type Answers, getJourney, planLegs } from '../../journeys/index.ts'
import type { RawAnswers } from '../schema/requests.ts'
import type { Ledger } from './ledger.ts'

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
