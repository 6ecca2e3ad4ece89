// How many numbers are free, who may take them when, and when one's turn comes. Pure.

import type { RoundNow } from '../schema/slips.ts'

/** Fewer say nothing about the day's pace. */
const PACE_NEEDS = 5

type Counts = Pick<
  RoundNow,
  'numbers' | 'lateNumbers' | 'lateFrom' | 'given' | 'released' | 'closedAt' | 'endsAt'
>

/** Numbers that may be taken now. One that was called in vain is free again. */
export function freeNumbers(round: Counts, now: Date): number {
  if (round.closedAt || now >= round.endsAt) return 0
  return Math.max(0, round.numbers - keptNumbers(round, now) + round.released - round.given)
}

/** Numbers that wait for those who come after work. */
export const keptNumbers = ({ lateNumbers, lateFrom }: Counts, now: Date): number =>
  lateFrom !== null && now < lateFrom ? lateNumbers : 0

export type Verdict = { ok: true } | { ok: false; reason: 'gone' | 'kept_for_late' | 'over' }

export function mayTake(round: Counts, now: Date): Verdict {
  if (round.closedAt || now >= round.endsAt) return { ok: false, reason: 'over' }
  if (freeNumbers(round, now) > 0) return { ok: true }
  return { ok: false, reason: keptNumbers(round, now) > 0 ? 'kept_for_late' : 'gone' }
}

/** How long one person takes, by the day's own pace once five were served. */
export function secondsEach(
  round: Pick<RoundNow, 'secondsEach' | 'served' | 'firstCalledAt'>,
  now: Date,
): number {
  const { served, firstCalledAt } = round
  if (served < PACE_NEEDS || !firstCalledAt) return round.secondsEach
  return Math.max(1, (now.getTime() - firstCalledAt.getTime()) / 1000 / served)
}

/** @param ahead numbers that wait before this one */
export function expectedAt(
  round: Pick<RoundNow, 'secondsEach' | 'served' | 'firstCalledAt' | 'startsAt'>,
  ahead: number,
  now: Date,
): Date {
  const begins = Math.max(now.getTime(), round.startsAt.getTime())
  return new Date(begins + ahead * secondsEach(round, now) * 1000)
}
