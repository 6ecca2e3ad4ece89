// Decisions about calls to agencies: when, how fast, and what a failure means. Pure.

import { addDays, taipeiDay, taipeiMoment, taipeiTime } from '../core/clock.ts'
import type { Description } from './contract.ts'
import type { LaneHealth, Operation } from './schema.ts'

/** Failures in a row after which an agency is left alone for a while. */
export const BREAKER_FAILURES = 3
/** First pause; doubles with each canary that fails. */
export const FIRST_PAUSE_MS = 30_000
export const LONGEST_PAUSE_MS = 15 * 60_000
/**
 * A slot is held this long and renewed while its call goes on. Too short: a process that stood still
 * comes back to a slot somebody else has; too long: a killed process keeps its slot. The second only
 * delays.
 */
export const LEASE_MS = 12_000

/** The agency would not read a whole list, or one is not what we left there. */
const OF_LISTS = ['list_refused', 'list_repeated', 'list_changed', 'another_file']
/** Causes after which no call can go well until a person has looked. */
const STOPPING = [
  'changed_layout',
  'credential_refused',
  'captcha',
  'host_key_changed',
  ...OF_LISTS,
]
/** The agency answered; that we could not use the answer says nothing about its health. */
const NOT_ITS_FAULT = [
  'closed',
  'does_not_fit',
  'not_settled_yet',
  'not_shown_as_written',
  'input_not_understood',
  'called_duplicate',
  // By mail: it is for the agency's people to answer, and a server that asks us to come back is well.
  'no_reply',
  'no_reply_yet',
  'withdrawal_asked',
  'asked_by_mail',
  'mail_deferred',
  // By fax: the line has it, and its report has not come.
  'no_report_yet',
  'missing_glyph',
  // By list: it answers in its own time.
  'waits_for_collection',
  'no_acknowledgement',
]

/** The filing itself is what the agency's system cannot hold: another try changes nothing. */
const OF_THE_FILING = [
  'does_not_fit',
  'missing_glyph',
  'not_shown_as_written',
  'input_not_understood',
]

/** Whether waiting can help after such an answer; null: it can. */
export function stopOf(cause: string): 'stopped' | 'does_not_fit' | null {
  if (cause === 'stopped' || STOPPING.includes(cause)) return 'stopped'
  return OF_THE_FILING.includes(cause) ? 'does_not_fit' : null
}

type Hours = Description['openingHours']

/** True when the agency's system answers at that moment. Hours may pass midnight. */
export function isOpen(hours: Hours, now: Date): boolean {
  if (!hours) return true
  const time = taipeiTime(now).slice(11, 16)
  return hours.from <= hours.to
    ? hours.from <= time && time < hours.to
    : time >= hours.from || time < hours.to
}

/** The next moment the doors open, RFC 3339. */
export function nextOpening(hours: NonNullable<Hours>, now: Date): string {
  const today = taipeiMoment(taipeiDay(now), hours.from)
  const next = now < today ? today : taipeiMoment(addDays(taipeiDay(now), 1), hours.from)
  return taipeiTime(next)
}

/** Which operations go on while a lane is stopped: those that can file nothing. */
export const mayPassStopped = (operation: Operation): boolean =>
  operation === 'lookup' || operation === 'health'

/**
 * Pace of a lane: never more than `perMinute` calls in any minute, of which half may come at once.
 */
export function paceOf({ perMinute }: Description['limits']): {
  intervalMs: number
  burst: number
} {
  const burst = Math.ceil(perMinute / 2)
  return { intervalMs: 60_000 / Math.max(1, perMinute - burst), burst }
}

/** The time to come back is this filing's, not the lane's. */
const NO_QUIET = ['closed', 'waits_for_collection']

/** What an answer says about the lane it came through. */
export interface LaneVerdict {
  health: 'good' | 'bad' | 'neutral'
  isStopping: boolean
  /** The agency asked for quiet until then. */
  quietMs: number
}

/** @param retryAfterMs how long the agency asked us to wait; 0 when it did not */
export function judgeAnswer(cause: string | null, retryAfterMs: number): LaneVerdict {
  if (cause === null) return { health: 'good', isStopping: false, quietMs: 0 }
  return {
    health: NOT_ITS_FAULT.includes(cause) ? 'neutral' : 'bad',
    isStopping: STOPPING.includes(cause),
    quietMs: NO_QUIET.includes(cause) ? 0 : Math.min(Math.max(0, retryAfterMs), LONGEST_PAUSE_MS),
  }
}

/** How the public page calls a lane. */
export function laneHealth(lane: {
  failures: number
  lastSuccessAt: Date | null
  stoppedAt: Date | null
}): LaneHealth {
  if (lane.stoppedAt) return 'stopped'
  if (lane.failures >= BREAKER_FAILURES) return 'down'
  if (lane.failures > 0) return 'shaky'
  return lane.lastSuccessAt ? 'well' : 'untried'
}

/**
 * True when a lookup that found nothing proves nothing yet: the request it looks for may still be
 * at work in the agency's system.
 */
export function isUnsettled(
  semantics: Description['semantics'],
  sentAt: Date | undefined,
  now: Date,
) {
  if (!sentAt || !semantics.settlesAfterSeconds) return false
  return now.getTime() - sentAt.getTime() < semantics.settlesAfterSeconds * 1000
}
