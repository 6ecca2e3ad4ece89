// How long to wait before trying again, and when to stop. Both ends are promises: a person learns
// within three days that a machine could not do it, and an agency that is down is not hammered.

const SECOND_MS = 1000
const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/**
 * Pauses after the first, second, … answer "not available". Together 2.5 days: the shared practice
 * of the hiking one-stop was to hand over to people after about three. Source: real-systems 1.3.
 */
const RETRY_PAUSES_SECONDS = [30, 120, 600, 1800, 7200, 21_600, 43_200, 64_800, 72_000]
export const MAX_FAILURES = RETRY_PAUSES_SECONDS.length
/**
 * With another way at hand, after about three hours: a short outage must not fill a desk, a long one
 * must not cost the person days.
 */
export const MAX_FAILURES_BEFORE_MOVE = 6

/**
 * Pauses before each look-up of something that may have arrived. The first is not zero: a slow
 * agency may still be working on what we gave up waiting for, and "not here" would be a lie that
 * files twice. Waiting too long only delays.
 */
const LOOKUP_PAUSES_SECONDS = [20, 60, 300, 1800, 7200]
export const MAX_LOOKUPS = LOOKUP_PAUSES_SECONDS.length
export const LONGEST_LOOKUP_PAUSE_MS = Math.max(...LOOKUP_PAUSES_SECONDS) * SECOND_MS

/** A person needs this long to do it themselves at the agency before it closes. */
export const SELF_HELP_MS = 2 * DAY_MS

/** How often an agency is asked how one filing stands. In a demo city people sit and watch. */
const POLL_SECONDS = { demo: 2, city: 600 }
/** Asking must never take the room of sending. */
const POLL_SHARE_OF_LANE = 0.5

/** Real seconds until an agency is asked again, so that all pending filings together fit its lane. */
export function pollPause(lane: { pending: number; perMinute: number; isDemo: boolean }): number {
  const { pending, perMinute, isDemo } = lane
  const pollsPerSecond = (perMinute / 60) * POLL_SHARE_OF_LANE
  return Math.max(isDemo ? POLL_SECONDS.demo : POLL_SECONDS.city, pending / pollsPerSecond)
}

/** When to try again after `failures` answers of "not available"; later when the agency says so. */
export function retryAt(failures: number, at: Date, agencySays?: string): Date {
  return later(at, RETRY_PAUSES_SECONDS[failures - 1] ?? 0, agencySays)
}

/** When to look up again after `lookups` answers that settled nothing. */
export function lookupAt(lookups: number, at: Date, agencySays?: string): Date {
  return later(at, LOOKUP_PAUSES_SECONDS[lookups] ?? 0, agencySays)
}

function later(at: Date, pauseSeconds: number, agencySays?: string): Date {
  const ours = at.getTime() + pauseSeconds * SECOND_MS
  const theirs = agencySays ? Date.parse(agencySays) : Number.NaN
  return new Date(Number.isNaN(theirs) ? ours : Math.max(ours, theirs))
}

const TAIPEI_OFFSET_MS = 8 * HOUR_MS

/** When an agency with these hours next takes something: `now` itself while it is open. */
export function nextOpening(hours: { from: string; to: string } | null, now: Date): Date {
  if (!hours) return now
  const clock = new Date(now.getTime() + TAIPEI_OFFSET_MS).toISOString()
  const time = clock.slice(11, 16)
  const today = new Date(`${clock.slice(0, 10)}T${hours.from}:00+08:00`)
  const tomorrow = new Date(today.getTime() + DAY_MS)

  // Hours over midnight, e.g. 22:00 to 06:00, are closed only in between.
  if (hours.from > hours.to) return time >= hours.to && time < hours.from ? today : now
  if (time < hours.from) return today
  return time < hours.to ? now : tomorrow
}
