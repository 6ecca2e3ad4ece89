// What to say about a leg and about each event. Keys and values only; a language comes at the edge,
// by `sayWords`.

import { taipeiTime } from '../../core/clock.ts'
import type { Language, Translate } from '../../core/i18n.ts'
import { sayDay, sayMoment } from '../../core/moments.ts'
import type { CaseEvent } from '../schema/events.ts'
import type { LegSetup } from '../schema/legs.ts'
import type { Said } from '../schema/view.ts'
import type { LegFacts } from './leg-facts.ts'

/** One sentence in the reader's language. Values named `on` or `at` are written as days and times. */
export function sayWords(said: Said, language: Language, t: Translate): string {
  const values = Object.fromEntries(
    Object.entries(said.values).map(([name, value]) => [name, written(name, value, language)]),
  )
  return t(said.message, values)
}

function written(name: string, value: string | number, language: Language): string | number {
  if (name === 'on') return sayDay(String(value), language)
  return name === 'at' ? sayMoment(new Date(value), language) : value
}

/** What happens next, and what the person can do. */
export function nextStep(leg: LegFacts, setup: LegSetup): Said {
  const say = (message: string, values: Said['values'] = {}): Said => ({
    message: `cases.next.${message}`,
    values,
  })
  if (leg.withdrawAsked && leg.state !== 'withdrawn' && leg.state !== 'withdraw_refused') {
    return leg.task ? say('withdrawing_by_hand', { on: leg.task.dayOn }) : say('withdrawing')
  }
  if (leg.state === 'with_owner') return withOwner(setup, say)
  if (leg.state === 'waiting_desk' && leg.task) return say('waiting_desk', { on: leg.task.dayOn })
  if (leg.state === 'waiting_window' && setup.opensAt) {
    return say('waiting_window', { at: taipeiTime(setup.opensAt) })
  }
  if (leg.state === 'unknown' && leg.task) return say('unknown_by_hand', { on: leg.task.dayOn })
  if (leg.state.startsWith('needs_')) {
    if (leg.correctionDue) return say('correcting')
    return leg.by ? say(`${leg.state}_by`, { at: leg.by }) : say(leg.state)
  }
  if (leg.state === 'received' && leg.waiting?.why === 'needs') return say('waiting_other_leg')
  return say(leg.state)
}

function withOwner(setup: LegSetup, say: (message: string, values?: Said['values']) => Said): Said {
  return setup.closesAt
    ? say('with_owner_by', { at: taipeiTime(setup.closesAt) })
    : say('with_owner')
}

/** One line of the history. Null for what says nothing to a person. */
export function historyLine(event: CaseEvent): Said | null {
  if (event.kind === 'told') return { message: event.data.message, values: event.data.values }
  const [variant, values] = detailOf(event)
  if (variant === null) return null
  return { message: `cases.history.${event.kind}${variant && `_${variant}`}`, values: values ?? {} }
}

type Detail = [variant: string | null, values?: Said['values']]

function detailOf(event: CaseEvent): Detail {
  switch (event.kind) {
    case 'leg_outcome':
      return outcomeDetail(event.data.outcome)
    case 'leg_withdrawal':
      return [event.data.outcome]
    case 'leg_absent':
      return [event.data.via]
    case 'task_opened':
      return [event.data.task, { on: event.data.dayOn }]
    case 'task_closed':
      return event.data.how === 'handed_over' ? ['handed_over'] : [null]
    case 'agency_read':
      return ['', { at: event.data.at }]
    case 'reference_joined':
      return ['', { reference: event.data.reference }]
    case 'leg_moved':
      return [event.data.why]
    case 'leg_waiting':
      return event.data.why === 'needs' || event.data.until === null
        ? ['needs']
        : [event.data.why, { at: event.data.until }]
    case 'leg_lookup_failed':
      return [null]
    default:
      return ['']
  }
}

function outcomeDetail(outcome: {
  kind: string
  reference?: string | undefined
  what?: string | undefined
}): Detail {
  const values = outcome.reference ? { reference: outcome.reference } : {}
  if (outcome.kind === 'needs') return [`needs_${outcome.what}`]
  const numbered = ['accepted', 'pending', 'approved'].includes(outcome.kind)
  return [outcome.kind, numbered ? values : {}]
}
