// How an agency's system stands, in the one word people are told. Pure.

import { addDays, taipeiDay, taipeiMoment } from '../../core/clock.ts'
import { BREAKER_FAILURES, isOpen, nextOpening } from '../rules.ts'
import type { Lane } from '../schema.ts'
import type { Announcement, DayStanding, Pace, Spell, Standing, Stands } from './schema.ts'

interface Seen {
  lane: Lane & { failures: number }
  /** Where its legs go when it cannot go on: true for a desk among its fallbacks. */
  hasDesk: boolean
  pace: Pace
  announcements: Announcement[]
}

/** Fewer answers say nothing about slowness. */
const FEWEST_CALLS = 5
/** People notice three times as long, and nobody minds a second. */
const SLOW_FACTOR = 3
const SLOW_MS = 2000

/** What to tell now. Maintenance counts before everything else: it explains what is seen. */
export function standingOf({ lane, hasDesk, pace, announcements }: Seen, now: Date): Stands {
  const maintenance = announcements.find(({ fromAt, toAt }) => fromAt <= now && now < toAt)
  if (maintenance) {
    return { standing: 'closed', until: maintenance.toAt, reason: maintenance.reason }
  }
  const plain = (standing: Standing): Stands => ({ standing, until: null, reason: null })
  if (lane.kind === 'desk') return plain('by_hand')
  if (lane.stoppedAt) return plain(hasDesk ? 'by_hand' : 'down')
  if (lane.openingHours && !isOpen(lane.openingHours, now)) {
    return { ...plain('closed'), until: new Date(nextOpening(lane.openingHours, now)) }
  }
  if (lane.failures >= BREAKER_FAILURES) return plain('down')
  return plain(isSlow(pace) ? 'slow' : 'up')
}

function isSlow({ calls, lateMs, usualMs }: Pace): boolean {
  if (calls < FEWEST_CALLS || lateMs === null || usualMs === null) return false
  return lateMs > SLOW_MS && lateMs > SLOW_FACTOR * usualMs
}

/** Closed by its ordinary hours is no event: every night would be one. */
export const isNews = (stands: Stands): boolean =>
  stands.standing !== 'closed' || stands.reason !== null

export const HISTORY_DAYS = 90

const WORST_FIRST: readonly Standing[] = ['down', 'by_hand', 'closed', 'slow', 'up']
/** Filings wait, or go by hand. */
const AWAY: readonly Standing[] = ['down', 'by_hand', 'closed']
const MINUTE_MS = 60_000

/** The last 90 days, oldest first, today included. */
export function daysOf(spells: Spell[], now: Date): DayStanding[] {
  const today = taipeiDay(now)
  return Array.from({ length: HISTORY_DAYS }, (_, at) => {
    const on = addDays(today, at - HISTORY_DAYS + 1)
    const begin = taipeiMoment(on, '00:00').getTime()
    const end = Math.min(taipeiMoment(addDays(on, 1), '00:00').getTime(), now.getTime())
    const parts = spells.flatMap(({ standing, fromAt, toAt }) => {
      const from = Math.max(fromAt.getTime(), begin)
      const to = Math.min((toAt ?? now).getTime(), end)
      return to > from ? [{ standing, minutes: (to - from) / MINUTE_MS }] : []
    })
    const worst = WORST_FIRST.find((word) => parts.some(({ standing }) => standing === word))
    const away = parts.filter(({ standing }) => AWAY.includes(standing))
    const minutesAway = Math.round(away.reduce((sum, { minutes }) => sum + minutes, 0))
    return { on, worst: worst ?? null, minutesAway }
  })
}

/** May this person speak for that agency's system? */
export const maySpeakFor = (
  actor: { roles: string[]; agencyId: string | null } | null,
  agencies: string[],
): boolean =>
  actor !== null &&
  (actor.roles.includes('lead') ||
    (actor.agencyId !== null && agencies.includes(actor.agencyId) && isOfficer(actor.roles)))

const isOfficer = (roles: string[]): boolean => roles.some((role) => role !== 'resident')
