// Windows in which a site gives out slips, hands out or sells. Pure; days and times are Taipei's.

import { addDays, taipeiDay, taipeiMoment, taipeiTime } from '../../core/clock.ts'
import type { Hours, Window, WindowKind } from '../schema/stock.ts'

/** Morning, afternoon and evening of the 21 letters in which registries write opening hours. */
const PARTS: readonly (readonly [string, string])[] = [
  ['08:00', '12:00'],
  ['13:00', '17:00'],
  ['18:00', '21:00'],
]
const DAYS = 7

/**
 * 21 letters, Monday to Sunday in the morning, then the afternoon, then the evening.
 * @param open the letter that means open: `O` in one registry, `N` in another
 */
export function readBusinessWeek(letters: string, open = 'O'): Window[] {
  return PARTS.flatMap(([from, to], part) =>
    Array.from({ length: DAYS }, (_, day) => day).flatMap((day): Window[] =>
      letters[part * DAYS + day] === open ? [[day + 1, from, to]] : [],
    ),
  )
}

/** Monday is 1. */
export const isoWeekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || DAYS

/** A moment as windows are written: ISO weekday and `HH:MM` of Taipei. */
export interface WeekTime {
  day: number
  time: string
}

export const weekTime = (at: Date): WeekTime => ({
  day: isoWeekday(taipeiDay(at)),
  time: taipeiTime(at).slice(11, 16),
})

/** True when one of those windows is open at that moment of the week. */
export const isOpenIn = (hours: Hours, kind: WindowKind, { day, time }: WeekTime): boolean =>
  hours[kind]?.some(([on, from, to]) => on === day && from <= time && time < to) ?? false

/** True when one of those windows is open at that moment. */
export const isOpenAt = (hours: Hours, kind: WindowKind, now: Date): boolean =>
  isOpenIn(hours, kind, weekTime(now))

/** When one of those windows next opens; null when it never does. */
export function nextOpening(hours: Hours, kind: WindowKind, now: Date): Date | null {
  for (let ahead = 0; ahead <= DAYS; ahead += 1) {
    const day = addDays(taipeiDay(now), ahead)
    const opens = (hours[kind] ?? [])
      .filter(([on]) => on === isoWeekday(day))
      .map(([, from]) => taipeiMoment(day, from))
      .filter((moment) => moment > now)
      .sort((a, b) => a.getTime() - b.getTime())
    if (opens[0]) return opens[0]
  }
  return null
}
