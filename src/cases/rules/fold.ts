// From the log of a case to where it stands. Pure: the same events give the same standing on every
// machine and at any time. Events of different legs never touch each other's leg, so the order in
// which agencies answer does not matter.

import type { CaseEvent, EventOf } from '../schema/events.ts'
import { isLost, type LegChange, type LegFacts, newLeg } from './leg-facts.ts'
import { LEG_FOLDS } from './leg-folds.ts'

/** Where a case stands. Legs in the order they were filed. */
export interface CaseFacts {
  legs: LegFacts[]
  withdrawAsked: boolean
  erased: boolean
  lastSeq: number
}

export const NO_FACTS: CaseFacts = { legs: [], withdrawAsked: false, erased: false, lastSeq: 0 }

export const fold = (events: CaseEvent[], from: CaseFacts = NO_FACTS): CaseFacts =>
  events.reduce(step, from)

export function step(facts: CaseFacts, event: CaseEvent): CaseFacts {
  const next = { ...facts, lastSeq: Math.max(facts.lastSeq, event.seq) }
  switch (event.kind) {
    case 'filed':
      return { ...next, legs: [...next.legs, ...event.data.legs.map(newLeg)] }
    case 'corrected':
      return correct(next, event)
    case 'withdrawal_asked':
      return { ...next, withdrawAsked: true, legs: ask(next.legs, event.data.legs) }
    case 'erased':
      return { ...next, erased: true }
    case 'agency_read':
      return next
    case 'told':
      return event.data.leg === null ? next : { ...next, legs: changeLeg(next.legs, event) }
    default:
      return { ...next, legs: changeLeg(next.legs, event) }
  }
}

export const legOf = (facts: CaseFacts, leg: string): LegFacts | undefined =>
  facts.legs.find((facts) => facts.leg === leg)

type LegEvent = Extract<CaseEvent, { data: { leg: string | null } }>
type Folder = (leg: LegFacts, event: CaseEvent) => LegChange

function changeLeg(legs: LegFacts[], event: LegEvent): LegFacts[] {
  const change = LEG_FOLDS[event.kind] as Folder
  return legs.map((leg) =>
    leg.leg === event.data.leg ? { ...leg, ...change(leg, event), movedAt: event.at } : leg,
  )
}

const ask = (legs: LegFacts[], asked: string[]): LegFacts[] =>
  legs.map((leg) => (asked.includes(leg.leg) ? { ...leg, withdrawAsked: true, failures: 0 } : leg))

function correct(facts: CaseFacts, event: EventOf<'corrected'>): CaseFacts {
  const { legs: changed, added, dropped } = event.data
  const legs = facts.legs.map((leg) =>
    changed.includes(leg.leg) && !isLost(leg) ? { ...leg, ...corrected(leg) } : leg,
  )
  return { ...facts, legs: [...ask(legs, dropped), ...added.map(newLeg)] }
}

function corrected(leg: LegFacts): LegChange {
  if (leg.sent) return { correctionDue: true, failures: 0, retryAt: null }
  const isSentBack = leg.state === 'needs_correction'
  return isSentBack ? { state: 'received', needs: null, by: null, failures: 0, retryAt: null } : {}
}
