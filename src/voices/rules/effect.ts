// Did a change help? Reports before and after it, with an interval, and people served since. Pure.

import { addDays } from '../../core/clock.ts'
import { daysBetween, mondayOf } from '../../core/weeks.ts'
import type { FindingWeek } from '../schema/finding.ts'

/** Weeks before a change that it is compared with. */
export const WEEKS_BEFORE = 4
/** A change is judged when it has run for a whole week. */
export const DAYS_TO_JUDGE = 7
const Z_95 = 1.96

export interface Rate {
  /** Counted in those weeks. */
  reports: number
  people: number
  weeks: number
  /** Reports a week, and between which two it lies with 95 %. */
  perWeek: number
  low: number
  high: number
}

export interface Effect {
  before: Rate
  after: Rate
  /** People of this finding who were served since. */
  served: number
  /** Reports of the last whole week, which say whether somebody is missed still. */
  lastWeek: number
}

/** What to call it. `running`: not judged yet. */
export type Judgement = 'running' | 'solved' | 'quiet' | 'still_missed'

/**
 * 95 % interval of a Poisson count by Byar's approximation, close to the exact one from 0 on.
 * Source: Breslow & Day, Statistical Methods in Cancer Research II (1987), p. 69.
 */
export function poissonInterval(count: number): { low: number; high: number } {
  const low = count === 0 ? 0 : count * (1 - 1 / (9 * count) - Z_95 / (3 * Math.sqrt(count))) ** 3
  const next = count + 1
  const high = next * (1 - 1 / (9 * next) + Z_95 / (3 * Math.sqrt(next))) ** 3
  return { low, high }
}

/** @param weeks of one finding, by the Monday they begin on */
export function effectOf(
  weeks: FindingWeek[],
  {
    startsOn,
    today,
    served,
  }: { startsOn: string; today: string; served: { weekOn: string; people: number }[] },
): Effect {
  const startWeek = mondayOf(startsOn)
  const thisWeek = mondayOf(today)
  // The week in which a change starts counts as before: that makes it harder to call it solved.
  const firstAfter = startsOn === startWeek ? startWeek : addDays(startWeek, 7)
  const firstBefore = addDays(firstAfter, -7 * WEEKS_BEFORE)
  const weeksAfter = Math.max(0, daysBetween(firstAfter, addDays(thisWeek, 7)) / 7)
  const lastWeek = latestWhole(weeks, { firstAfter, thisWeek })
  return {
    before: rateOf(weeks, { from: firstBefore, to: firstAfter }, WEEKS_BEFORE),
    after: rateOf(weeks, { from: firstAfter, to: addDays(thisWeek, 7) }, weeksAfter),
    served: served
      .filter(({ weekOn }) => weekOn >= startWeek && weekOn <= thisWeek)
      .reduce((sum, { people }) => sum + people, 0),
    lastWeek,
  }
}

/** Of the week before this one when it lies after the change, and of this one as far as it is known. */
function latestWhole(
  weeks: FindingWeek[],
  { firstAfter, thisWeek }: { firstAfter: string; thisWeek: string },
): number {
  const before = addDays(thisWeek, -7)
  const from = before > firstAfter ? before : firstAfter
  return weeks
    .filter(({ weekOn }) => weekOn >= from && weekOn <= thisWeek)
    .reduce((sum, { reports }) => sum + reports, 0)
}

function rateOf(weeks: FindingWeek[], span: { from: string; to: string }, long: number): Rate {
  const within = weeks.filter(({ weekOn }) => weekOn >= span.from && weekOn < span.to)
  const sum = (of: 'reports' | 'people') => within.reduce((all, week) => all + week[of], 0)
  const reports = sum('reports')
  const { low, high } = poissonInterval(reports)
  const a = (count: number) => (long === 0 ? 0 : count / long)
  return {
    reports,
    people: sum('people'),
    weeks: long,
    perWeek: a(reports),
    low: a(low),
    high: a(high),
  }
}

/**
 * Solved on people served who were not before, at least as many as were missed in a week, and nobody
 * told of since; silence alone is only quiet.
 */
export function judge(
  effect: Effect,
  { startsOn, today }: { startsOn: string; today: string },
): Judgement {
  if (daysBetween(startsOn, today) < DAYS_TO_JUDGE) return 'running'
  if (effect.lastWeek > 0) return 'still_missed'
  const missedAWeek = effect.before.people / Math.max(1, effect.before.weeks)
  if (effect.served > 0 && effect.served >= missedAWeek) return 'solved'
  return 'quiet'
}
