// When a quota begins to count, when it is over, and which keys hash a card meanwhile. Pure; days are
// Taipei's.

import { addDays, taipeiDay, taipeiMoment } from '../../core/clock.ts'

/** Cards are hashed under another key every so many days, so that no two of them can be joined later. */
export const KEY_DAYS = 28
const DAY_MS = 86_400_000

/** Pieces handed out from here on count today: seven days are today and the six before. */
export const countsFrom = (now: Date, days: number): Date =>
  taipeiMoment(addDays(taipeiDay(now), 1 - days))

/** From this moment on a piece handed out now counts no more. */
export const countsUntil = (at: Date, days: number): Date =>
  taipeiMoment(addDays(taipeiDay(at), days))

export const keyPeriod = (at: Date): number =>
  Math.floor(Date.parse(`${taipeiDay(at)}T00:00:00Z`) / DAY_MS / KEY_DAYS)

/** First day of a key's period, `YYYY-MM-DD`. */
export const periodDay = (period: number): string => addDays('1970-01-01', period * KEY_DAYS)

/**
 * Under which keys a card may have been hashed within the quota's days, oldest first. The one after
 * is among them: at midnight another process may be a moment ahead.
 */
export function keyPeriods(now: Date, days: number): number[] {
  const first = keyPeriod(countsFrom(now, days))
  const newest = keyPeriod(new Date(now.getTime() + DAY_MS / 24))
  return Array.from({ length: newest - first + 1 }, (_, index) => first + index)
}
