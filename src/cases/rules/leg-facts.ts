// What is known of one leg after its events. The state is one word for people; the rest is what the
// plan needs to decide the next step.

import type { FiledLeg, OutcomeFacts, Stop } from '../schema/events.ts'
import { FINAL_STATES, type LegState, type TaskKind } from '../schema/legs.ts'

export type CallKind = 'submit' | 'correct' | 'withdraw'

export interface LegFacts {
  leg: string
  state: LegState
  /** Something may have reached the agency and nobody has said that it has not. */
  sent: boolean
  /** The agency's own number, as soon as one is known. */
  reference: string | null
  /** Of the permit or certificate, when it differs. */
  number: string | null
  /** Written before a call; null once its outcome is known. */
  intent: { what: CallKind; key: string | null; attempt: number; at: Date } | null
  /** Calls of any kind so far: makes every intent's attempt its own. */
  attempts: number
  /** Of which call nobody knows whether it arrived. */
  unknownOf: CallKind | null
  /** Answers "not available" in a row. */
  failures: number
  /** The adapter said that waiting will not help. */
  stop: Stop | null
  /** From the adapter it was filed with to the one it has now; null while that is the same. */
  moved: { from: string; to: string } | null
  /** Ways still left after a move; null: all that the adapter declares. */
  waysLeft: string[] | null
  /** Look-ups since the unknown that settled nothing. */
  lookups: number
  /** How often a look-up was certain that the agency has nothing. A person's word resets it. */
  absences: number
  /** The last thing heard is that it is not there; nothing was sent since. */
  isAbsent: boolean
  /** A person says that it is not there, and no machine could tell: our own record may still hold it. */
  isToldAbsent: boolean
  retryAt: Date | null
  waiting: { until: string | null; why: 'window' | 'hours' | 'needs' } | null
  task: TaskFacts | null
  correctionDue: boolean
  withdrawAsked: boolean
  /** A person of ours decided to go on although the closing date is near. */
  ownerWentOn: boolean
  needs: OutcomeFacts['what'] | null
  /** RFC 3339: when the person, or the agency, must have done the next thing. */
  by: string | null
  /** The state to return to when a correction or withdrawal came to nothing. */
  stoodAt: LegState
  lastPrint: string | null
  /** Messages this leg's person was told. */
  told: string[]
  movedAt: Date | null
}

export interface TaskFacts {
  taskId: string
  kind: TaskKind
  deskId: string
  dayOn: string
  dueAt: Date
  taken: boolean
}

export type LegChange = Partial<LegFacts>

export const newLeg = (filed: FiledLeg): LegFacts => ({
  leg: filed.leg,
  state: 'received',
  sent: false,
  reference: null,
  number: null,
  intent: null,
  attempts: 0,
  unknownOf: null,
  failures: 0,
  stop: null,
  moved: null,
  waysLeft: null,
  lookups: 0,
  absences: 0,
  isAbsent: false,
  isToldAbsent: false,
  retryAt: null,
  waiting: null,
  task: null,
  correctionDue: false,
  withdrawAsked: false,
  ownerWentOn: false,
  needs: null,
  by: null,
  stoodAt: 'received',
  lastPrint: null,
  told: [],
  movedAt: null,
})

export const isFinal = (leg: LegFacts): boolean => FINAL_STATES.includes(leg.state)

/** No call of it is under way or unsettled, and nothing of it is anywhere. */
export const isUnsent = (leg: LegFacts): boolean =>
  !leg.sent && leg.intent === null && leg.unknownOf === null && leg.reference === null

/** Over without a permit: no correction brings it back. */
export const isLost = (leg: LegFacts): boolean => isFinal(leg) && leg.state !== 'approved'

/** The agency has it and has not decided yet, or waits for the person. */
export const isPending = (leg: LegFacts): boolean =>
  leg.state === 'in_review' || leg.state.startsWith('needs_')
