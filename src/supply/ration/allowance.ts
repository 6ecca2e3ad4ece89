// How much a person may have now, and when there is more. Pure, and used on the device too, so that
// nobody has to send a number to find out.

import type { Person, Share, Taken, Version } from './schema.ts'

export type RationVersion = Pick<Version, 'number' | 'from' | 'shares' | 'notRun'>

export type Why = 'no_rule' | 'not_for_age' | 'needs_birth_year' | 'not_your_day' | 'share_used'

export interface Allowance {
  item: string
  /** Pieces that may be had now. */
  now: number
  /** Pieces of the whole share and the days it is for; null without a rule. */
  of: { pieces: number; days: number; items: string[] } | null
  why: Why | null
  /** `YYYY-MM-DD`, the first day on which some may be had; null: now, or nobody can say. */
  next: string | null
  /** The first moment of it: the day begins, or a version does. Null when `next` is. */
  nextAt: Date | null
}

const DAY_MS = 86_400_000
const TAIPEI_MS = 8 * 3_600_000
/** How far ahead `next` looks: longer than any share's days. */
const MOST_DAYS = 400

const dayOf = (at: Date): string => new Date(at.getTime() + TAIPEI_MS).toISOString().slice(0, 10)
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** The version in force; null before the first. */
export function versionAt<V extends RationVersion>(versions: V[], at: Date): V | null {
  const begun = versions.filter(({ from, notRun }) => !notRun && from <= at)
  return begun.reduce<V | null>(
    (newest, one) => (newest && newest.from > one.from ? newest : one),
    null,
  )
}

/** The share that holds for a person: the first that fits, as the city's file orders them. */
export function shareFor(
  { shares }: RationVersion,
  { person: { birthYear }, item, day }: { person: Person; item: string; day: string },
): Share | Extract<Why, 'no_rule' | 'not_for_age' | 'needs_birth_year'> {
  const of = shares.filter(({ items }) => (items[item] ?? 0) > 0)
  if (of.length === 0) return 'no_rule'
  const age = birthYear === null ? null : Number(day.slice(0, 4)) - birthYear
  const found = of.find(({ ages }) => !ages || (age !== null && fits(ages, age)))
  return found ?? (age === null ? 'needs_birth_year' : 'not_for_age')
}

const fits = ({ from = 0, upTo = 999 }: NonNullable<Share['ages']>, age: number): boolean =>
  from <= age && age <= upTo

export function isServedOn({ byLastDigit }: Share, { lastDigit }: Person, day: string): boolean {
  if (!byLastDigit || lastDigit === null) return true
  return byLastDigit[lastDigit % 2 === 1 ? 'odd' : 'even'].includes(weekday(day))
}

interface Asked {
  person: Person
  taken: Taken[]
  at: Date
}

/** One line an item, in the order of `items`. What was had before counts under the version now. */
export const allowance = (versions: RationVersion[], items: string[], asked: Asked): Allowance[] =>
  items.map((item) => allowanceOf(versions, item, asked))

function allowanceOf(versions: RationVersion[], item: string, asked: Asked): Allowance {
  const found = atMoment(versions, item, asked)
  if (found.now > 0 || found.why === 'needs_birth_year')
    return { ...found, next: null, nextAt: null }
  const nextAt =
    laterMoments(versions, asked.at).find(
      (at) => atMoment(versions, item, { ...asked, at }).now > 0,
    ) ?? null
  return { ...found, next: nextAt && dayOf(nextAt), nextAt }
}

/** When an answer can change: as a day begins, and as a version does. */
function laterMoments(versions: RationVersion[], at: Date): Date[] {
  const last = at.getTime() + MOST_DAYS * DAY_MS
  const begins = versions.map(({ from }) => from.getTime())
  const midnight = numberOf(dayOf(at)) * DAY_MS - TAIPEI_MS
  const days = Array.from({ length: MOST_DAYS }, (_, ahead) => midnight + (ahead + 1) * DAY_MS)
  return [...days, ...begins]
    .filter((moment) => moment > at.getTime() && moment <= last)
    .sort((a, b) => a - b)
    .map((moment) => new Date(moment))
}

function atMoment(
  versions: RationVersion[],
  item: string,
  { person, taken, at }: Asked,
): Omit<Allowance, 'next' | 'nextAt'> {
  const day = dayOf(at)
  const version = versionAt(versions, at)
  const share = version ? shareFor(version, { person, item, day }) : 'no_rule'
  if (typeof share === 'string') return { item, now: 0, of: null, why: share }
  const pieces = share.items[item] ?? 0
  const of = { pieces, days: share.days, items: Object.keys(share.items) }
  if (!isServedOn(share, person, day)) return { item, now: 0, of, why: 'not_your_day' }
  const first = numberOf(day) - share.days + 1
  const had = taken
    .filter((one) => one.item in share.items && numberOf(one.on) >= first && one.on <= day)
    .reduce((sum, one) => sum + one.pieces, 0)
  const now = Math.max(0, pieces - had)
  return { item, now, of, why: now > 0 ? null : 'share_used' }
}
