// A day's windows as somebody reads them before going there. Pure; days and times are Taipei's.

import { addDays, taipeiDay, taipeiTime } from '../../core/clock.ts'
import { type Hours, WINDOW_KINDS, type WindowKind } from '../schema/stock.ts'
import { isoWeekday } from './hours.ts'

export interface DayWindows {
  kind: WindowKind
  /** From and to as `HH:MM`, in their order. */
  spans: (readonly [string, string])[]
}

/** Slips, hand-out and sale kept apart; a kind without a window that day is left out. */
export function windowsOn(hours: Hours, weekday: number): DayWindows[] {
  return WINDOW_KINDS.flatMap((kind) => {
    const spans = (hours[kind] ?? [])
      .filter(([on]) => on === weekday)
      .map(([, from, to]) => [from, to] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return spans.length > 0 ? [{ kind, spans }] : []
  })
}

export const windowsToday = (hours: Hours, now: Date): DayWindows[] =>
  windowsOn(hours, isoWeekday(taipeiDay(now)))

/** Until when the window that is open now stays open; null: none is. */
export function closesAt(hours: Hours, now: Date): string | null {
  const time = taipeiTime(now).slice(11, 16)
  const open = windowsToday(hours, now)
    .filter(({ kind }) => kind !== 'slips')
    .flatMap(({ spans }) => spans)
    .filter(([from, to]) => from <= time && time < to)
  return (
    open
      .map(([, to]) => to)
      .sort()
      .at(-1) ?? null
  )
}

/** `today`, `tomorrow`, or neither. */
export function nearDay(moment: Date, now: Date): 'today' | 'tomorrow' | null {
  const [day, today] = [taipeiDay(moment), taipeiDay(now)]
  if (day === today) return 'today'
  return day === addDays(today, 1) ? 'tomorrow' : null
}

/** In the order in which a person meets them: hand-out where it is told apart, else sale. */
const DOORS: WindowKind[] = ['handOut', 'sale']

/** The windows that a person who comes needs; undefined: nobody knows its hours. */
export const doorOf = (hours: Hours): WindowKind | undefined =>
  DOORS.find((kind) => hours[kind]?.length)

export const hasHours = (hours: Hours): boolean =>
  WINDOW_KINDS.some((kind) => (hours[kind] ?? []).length > 0)
