// What an officer typed about a promise, as the page shows it again and as the actions take it.

import { bothYears } from '../../ui/roc-year.ts'
import { type HandOn, OUTCOMES, type Outcome, type Settlement } from '../schema.ts'

/** As typed. Nothing of it is lost when something is wrong. */
export interface Typed {
  state: string
  why: string
  evidenceUrl: string
  agencyId: string
  by: string
  year: string
  month: string
  day: string
}

export function readTyped(form: Record<string, unknown>): Typed {
  const text = (name: string) => {
    const value = form[name]
    return typeof value === 'string' ? value : ''
  }
  return {
    state: text('state'),
    why: text('why'),
    evidenceUrl: text('evidenceUrl'),
    agencyId: text('agencyId'),
    by: text('by'),
    year: text('dueOn.year'),
    month: text('dueOn.month'),
    day: text('dueOn.day'),
  }
}

export const NOTHING_TYPED = readTyped({})

export const outcomeOf = (typed: Typed): Outcome | null =>
  OUTCOMES.find((outcome) => outcome === typed.state) ?? null

export const settlementOf = (typed: Typed, state: Settlement['state']): Settlement => ({
  state,
  why: typed.why.trim() || null,
  evidenceUrl: typed.evidenceUrl.trim() || null,
})

export const handOnOf = (typed: Typed): HandOn => ({
  agencyId: typed.agencyId,
  by: typed.by.trim(),
  why: typed.why.trim(),
  dueOn: dayOf(typed),
})

/** `YYYY-MM-DD` from a day of either calendar; whatever is no day stays none. */
function dayOf({ year, month, day }: Typed): string {
  const western = bothYears(year)?.western ?? ''
  const two = (text: string) => text.normalize('NFKC').trim().padStart(2, '0')
  return `${western}-${two(month)}-${two(day)}`
}
