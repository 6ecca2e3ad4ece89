// Which agencies a case concerns, what each of them gets, and when it may be sent.

import { addDays, taipeiMoment } from '../../core/clock.ts'
import { type Known, newScope, type Scope } from '../expressions/scope.ts'
import type { Answers, Journey, LegDefinition, LegPlan } from '../schema.ts'
import { filledIn } from './send.ts'

/** When online services of offices open and close unless the journey says otherwise. */
const OPENS_AT = '07:00'
const CLOSES_AT = '23:00'

/** One plan for each leg that these answers call for, in the journey's order. */
export function planLegs(journey: Journey, answers: Answers, known: Known): LegPlan[] {
  const scope = newScope(journey, answers, known)
  const legs = journey.legs.filter((leg) => scope.isTrue(leg.when))
  const ids = legs.map((leg) => leg.id)
  return legs.map((leg) => planOf(journey, leg, scope, ids))
}

function planOf(journey: Journey, leg: LegDefinition, scope: Scope, ids: string[]): LegPlan {
  const input = filledIn(journey, leg.send, scope)
  return {
    legId: leg.id,
    agencyId: leg.agency,
    adapterId: leg.adapter,
    title: leg.title,
    input: input as Record<string, unknown>,
    // A leg that this case does not have gives no number to wait for.
    needs: (leg.needs ?? []).filter((id) => ids.includes(id)),
    ...windowOf(leg, scope),
    answerDays: leg.answerDays ?? null,
    change: leg.change,
  }
}

function windowOf(leg: LegDefinition, scope: Scope): Pick<LegPlan, 'opensAt' | 'closesAt'> {
  if (!leg.window) return { opensAt: null, closesAt: null }
  const { date, opens, closes, opensAtTime = OPENS_AT, closesAtTime = CLOSES_AT } = leg.window
  const day = scope.text(date)
  const moment = (bound: string, time: string): Date | null => {
    const value = scope.value(bound)
    const on = typeof value === 'string' ? value : day && addDays(day, -Number(value))
    // No date yet, no window: a half-answered draft is planned too.
    return on ? taipeiMoment(on, time) : null
  }
  return { opensAt: moment(opens, opensAtTime), closesAt: moment(closes, closesAtTime) }
}
