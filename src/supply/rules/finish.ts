// When a state that an owner tapped ends by itself. Pure; windows and days are Taipei's.

import { addDays, taipeiDay, taipeiMoment } from '../../core/clock.ts'
import type { Hours, WindowKind } from '../schema/stock.ts'
import { nextOpening } from './hours.ts'

/** The window that somebody who comes needs: hand-out where it is told apart, else sale. */
export const doorOf = (hours: Hours): WindowKind | null =>
  (['handOut', 'sale'] as const).find((kind) => hours[kind]?.length) ?? null

/** "Finished for today": until the first window of a later day; midnight where nobody knows any. */
export function endOfFinished(hours: Hours, now: Date): Date {
  const midnight = taipeiMoment(addDays(taipeiDay(now), 1))
  const door = doorOf(hours)
  return (door && nextOpening(hours, door, new Date(midnight.getTime() - 1))) ?? midnight
}

/** "Finished until": another window today, null when there is none. */
export function nextToday(hours: Hours, now: Date): Date | null {
  const door = doorOf(hours)
  const next = door && nextOpening(hours, door, now)
  return next && taipeiDay(next) === taipeiDay(now) ? next : null
}

/** Slips are gone: what is there is promised until slips are given out again. */
export const endOfPromised = (hours: Hours, now: Date): Date =>
  nextOpening(hours, 'slips', now) ?? endOfFinished(hours, now)
