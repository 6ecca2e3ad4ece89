// How long people stood in front of a site that was open and had nothing for them. Pure.

import { addDays, taipeiDay, taipeiMoment } from '../../core/clock.ts'
import type { Hours } from '../schema/stock.ts'
import { doorOf } from './finish.ts'
import { isoWeekday } from './hours.ts'

export type Lack = 'empty' | 'promised' | 'disputed'

/** From when on it was so; the first one from the beginning of the span. */
export interface Phase {
  from: Date
  /** Null: there was some. */
  lack: Lack | null
}

export type Span = readonly [from: Date, to: Date]

/** When the door was open in a span of time, in its order. */
export function openSpans(hours: Hours, [from, to]: Span): Span[] {
  const kind = doorOf(hours)
  if (!kind) return []
  const spans: Span[] = []
  for (let day = taipeiDay(from); taipeiMoment(day) < to; day = addDays(day, 1)) {
    const weekday = isoWeekday(day)
    for (const [on, opens, closes] of hours[kind] ?? []) {
      if (on !== weekday) continue
      const start = Math.max(taipeiMoment(day, opens).getTime(), from.getTime())
      const end = Math.min(taipeiMoment(day, closes).getTime(), to.getTime())
      if (start < end) spans.push([new Date(start), new Date(end)])
    }
  }
  return spans
}

/** Minutes with an open door, all of them and by what was lacking. */
export interface Minutes extends Record<Lack, number> {
  open: number
}

export const noMinutes = (): Minutes => ({ open: 0, empty: 0, promised: 0, disputed: 0 })

/** @param phases in their order; each lasts until the next begins */
export function lackingMinutes(phases: Phase[], spans: Span[]): Minutes {
  const minutes = noMinutes()
  for (const [from, to] of spans) {
    minutes.open += (to.getTime() - from.getTime()) / MINUTE_MS
    phases.forEach(({ from: begins, lack }, index) => {
      if (!lack) return
      const start = Math.max(begins.getTime(), from.getTime())
      const end = Math.min(phases[index + 1]?.from.getTime() ?? Infinity, to.getTime())
      if (start < end) minutes[lack] += (end - start) / MINUTE_MS
    })
  }
  return minutes
}

const MINUTE_MS = 60_000
