// The one word for a whole case, and who holds each leg right now. `holderOf` is the promise "no
// silent failure" as a function: it has an answer for every leg, always.

import type { CaseState, LegState } from '../schema/legs.ts'
import type { CaseFacts } from './fold.ts'
import { isFinal, isPending, type LegFacts } from './leg-facts.ts'

const NOT_BEGUN: LegState[] = ['received', 'waiting_window', 'waiting_desk']

export function caseStateOf(facts: CaseFacts): CaseState {
  const states = facts.legs.map((leg) => leg.state)
  if (states.some((state) => state.startsWith('needs_'))) return 'needs_you'
  if (facts.legs.every(isFinal)) return settledStateOf(states)
  return states.every((state) => NOT_BEGUN.includes(state)) ? 'received' : 'under_way'
}

/** A withdrawal that the agency refused leaves a permit standing. */
function settledStateOf(states: LegState[]): CaseState {
  const standing = states.filter((state) => state === 'approved' || state === 'withdraw_refused')
  if (standing.length === states.length) return 'settled'
  if (standing.length > 0) return 'partly'
  return states.includes('withdrawn') ? 'withdrawn' : 'refused'
}

export type Holder = 'agency' | 'desk' | 'person' | 'engine' | 'nobody_needed'

/** Who has to do the next thing. Null would mean that a leg was lost. */
export function holderOf(leg: LegFacts): Holder | null {
  if (leg.task && leg.task.kind !== 'visit') return 'desk'
  if (leg.state.startsWith('needs_') && !leg.correctionDue) return 'person'
  if (leg.intent || leg.withdrawAsked || leg.correctionDue) return 'engine'
  if (isFinal(leg)) return 'nobody_needed'
  if (isPending(leg)) return leg.reference === null ? null : 'agency'
  return leg.state === 'with_owner' || leg.state === 'waiting_desk' ? null : 'engine'
}
