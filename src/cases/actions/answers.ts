// From what an adapter reported to what is written into the log: facts in the open, words sealed.

import type { Outcome, Withdrawal } from '../../adapters/contract.ts'
import { stopOf } from '../../adapters/index.ts'
import type { Evidence } from '../../adapters/schema.ts'
import type { Station } from '../../core/station.ts'
import { isPending, type LegFacts } from '../rules/leg-facts.ts'
import type { NewEvent, OutcomeFacts, OutcomeWords } from '../schema/events.ts'

export type CallAnswer = { evidence: Evidence[]; isTried: boolean } & (
  | { operation: 'submit' | 'correct'; outcome: Outcome }
  | { operation: 'lookup' | 'poll'; outcome: Outcome | null }
  | { operation: 'withdraw'; outcome: Withdrawal }
)

/** The lane had no room: nothing failed, it is simply not our turn. */
const NOT_OUR_TURN = ['rate', 'lane_full', 'same_key', 'closed']

/** @param patience a lane that opens only after that is no lane to wait for; null: there is time */
export function isOurTurn(answer: CallAnswer, patience: Date | null = null): boolean {
  if (answer.isTried || answer.outcome?.kind !== 'unavailable') return true
  const { cause, retryAfter } = answer.outcome
  const opensAt = cause === 'closed' && retryAfter ? new Date(retryAfter) : null
  if (opensAt && patience && opensAt > patience) return true
  return !NOT_OUR_TURN.includes(cause)
}

/** What to write down; nothing when it is what we knew. */
export function answerEvents(
  station: Station,
  leg: LegFacts,
  answer: CallAnswer,
  patience: Date | null,
): NewEvent[] {
  if (!isOurTurn(answer, patience)) return []
  switch (answer.operation) {
    case 'submit':
    case 'correct':
      return [outcomeEvent(station, leg.leg, answer.operation, answer.outcome)]
    case 'withdraw':
      return [withdrawalEvent(leg.leg, answer.outcome)]
    case 'lookup':
      return [lookupEvent(station, leg.leg, answer.outcome)]
    case 'poll':
      return pollEvents(station, leg, answer.outcome)
  }
}

/**
 * An agency that does not answer a poll says nothing new; one that does may repeat itself. An adapter
 * that says `unknown` has waited for an answer in vain: from then on it is to be settled.
 */
function pollEvents(station: Station, leg: LegFacts, outcome: Outcome | null): NewEvent[] {
  if (!isPending(leg)) return []
  if (outcome?.kind === 'unavailable') return []
  if (outcome?.kind === 'unknown') return [outcomeEvent(station, leg.leg, 'lookup', outcome)]
  if (outcome && printOf(station, outcome) === leg.lastPrint) return []
  return [lookupEvent(station, leg.leg, outcome)]
}

function lookupEvent(station: Station, leg: string, outcome: Outcome | null): NewEvent {
  if (outcome === null) return { kind: 'leg_absent', data: { leg, via: 'lookup' } }
  if (outcome.kind !== 'unavailable' && outcome.kind !== 'unknown') {
    return outcomeEvent(station, leg, 'lookup', outcome)
  }
  const { retryAfter } = factsOf(outcome)
  const data = { leg, outcome: outcome.kind, retryAfter }
  return { kind: 'leg_lookup_failed', data, personal: { cause: outcome.cause } }
}

export function outcomeEvent(
  station: Station,
  leg: string,
  via: 'submit' | 'correct' | 'lookup' | 'desk' | 'joined',
  outcome: Outcome,
): NewEvent {
  const words = wordsOf(outcome)
  return {
    kind: 'leg_outcome',
    data: { leg, via, outcome: factsOf(outcome), print: printOf(station, outcome) },
    ...(Object.keys(words).length > 0 ? { personal: words } : {}),
  }
}

export function withdrawalEvent(leg: string, outcome: Withdrawal): NewEvent {
  const { kind } = outcome
  if (kind === 'withdrawn') return { kind: 'leg_withdrawal', data: { leg, outcome: kind } }
  if (kind === 'refused') {
    const personal = { reasons: outcome.reasons }
    return { kind: 'leg_withdrawal', data: { leg, outcome: kind }, personal }
  }
  const retryAfter = kind === 'unavailable' ? outcome.retryAfter : undefined
  const personal = { cause: outcome.cause }
  return { kind: 'leg_withdrawal', data: { leg, outcome: kind, retryAfter }, personal }
}

const FACTS = ['reference', 'number', 'what', 'by', 'until', 'retryAfter'] as const
const WORDS = ['reasons', 'note', 'where', 'bring', 'url', 'cause'] as const

function factsOf(outcome: Outcome): OutcomeFacts {
  const stops = outcome.kind === 'unavailable' ? stopOf(outcome.cause) : null
  const facts = pick(outcome, FACTS) as Omit<OutcomeFacts, 'kind'>
  return { kind: outcome.kind, ...facts, ...(stops ? { stops } : {}) }
}

const wordsOf = (outcome: Outcome): OutcomeWords => pick(outcome, WORDS) as OutcomeWords

const pick = (outcome: Outcome, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(outcome).filter(([name, value]) => names.includes(name) && value !== undefined),
  )

/** Keyed, because reasons may describe a person and this stays readable for ever. */
const printOf = ({ secrets }: Station, outcome: Outcome): string =>
  secrets.hash('cases.outcome', JSON.stringify(outcome))
