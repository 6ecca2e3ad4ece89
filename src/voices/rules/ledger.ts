// What the time ledger decides: when a week may be seen by whom, which desks are summed so that no
// line is one person's, and onto whom a change moves time. Pure.

import { addDays } from '../../core/clock.ts'
import { mondayOf } from '../../core/weeks.ts'
import type { Basis, Line } from '../schema/ledger.ts'
import { SMALLEST_SHOWN } from '../schema/words.ts'

/** A desk of fewer people is never a line of its own: its minutes would be a person's. */
const SMALLEST_DESK = 3
/** The desk sees an ended week first and has this long to object. */
const DAYS_BEFORE_PUBLIC = 7
const WEEK_DAYS = 7

/** Of this program's own demands on the front line. Too low is the better mistake. */
export const OWN_MINUTES_PER_CLERK_A_DAY = 5
export const ROUND_MINUTES_A_WEEK = 60

/** Less than this is the noise of a declared figure. */
const SMALLEST_MOVE_MINUTES = 0.05

/** Mondays of the last weeks that have ended, newest first. */
export const endedWeeks = (today: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(mondayOf(today), -WEEK_DAYS * (index + 1)))

/** Whether the desk itself may see a week: as soon as it has ended. */
export const isSeenByDesk = (weekOn: string, today: string): boolean =>
  addDays(weekOn, WEEK_DAYS) <= today

/** Whether everybody may see it: a week after the desk could. */
export const isPublic = (weekOn: string, today: string): boolean =>
  addDays(weekOn, WEEK_DAYS + DAYS_BEFORE_PUBLIC) <= today

interface SizedDesk {
  id: string
  /** Desks that lie together when a sum needs more of them. */
  near: string
  agency: string
  people: number
}

/**
 * The desks of a city in sums of at least three people: small ones with the next of their agency,
 * then with the next nearby, at last with any. None is ever left out. The sums are the same for
 * every service, so that no subtraction finds a small desk.
 */
export function sumSmallDesks(desks: SizedDesk[]): string[][] {
  let sums = desks.map((desk) => ({ ...desk, ids: [desk.id] }))
  for (;;) {
    const small = sums.find(({ people }) => people < SMALLEST_DESK)
    const others = sums.filter((sum) => sum !== small)
    const partner = small && partnerOf(small, others)
    if (!small || !partner) return sums.map(({ ids }) => ids)
    const joined = {
      ...partner,
      ids: [...partner.ids, ...small.ids],
      people: partner.people + small.people,
    }
    sums = others.map((sum) => (sum === partner ? joined : sum))
  }
}

/** Small ones first, so that large desks stay by themselves as long as they can. */
function partnerOf<S extends SizedDesk>(small: S, others: S[]): S | undefined {
  const bySize = [...others].sort((a, b) => a.people - b.people)
  return (
    bySize.find(({ agency }) => agency === small.agency) ??
    bySize.find(({ near }) => near === small.near) ??
    bySize[0]
  )
}

const CLERKS = 'clerks:'

/** The desk of a group of clerks; null for the other groups. */
export const deskOf = (groupId: string): string | null =>
  groupId.startsWith(CLERKS) ? groupId.slice(CLERKS.length) : null

/** The group under which a desk's line is shown in public: `clerks:a+b`. */
export function shownGroup(groupId: string, sums: string[][]): string {
  const desk = deskOf(groupId)
  const sum = desk === null ? undefined : sums.find((ids) => ids.includes(desk))
  return sum ? `${CLERKS}${sum.join('+')}` : groupId
}

export const desksOf = (shown: string): string[] => deskOf(shown)?.split('+') ?? []

export interface ShownLine {
  groupId: string
  weekOn: string
  minutes: number
  volume: number
  basis: Basis
}

/** Lines of one service as everybody sees them. A sum is measured only when all of it is. */
export function shownLines(lines: Line[], sums: string[][]): ShownLine[] {
  const byKey = new Map<string, ShownLine>()
  for (const { groupId, weekOn, minutes, volume, basis } of lines) {
    const shown = shownGroup(groupId, sums)
    const known = byKey.get(`${weekOn} ${shown}`)
    byKey.set(`${weekOn} ${shown}`, {
      groupId: shown,
      weekOn,
      minutes: (known?.minutes ?? 0) + minutes,
      volume: (known?.volume ?? 0) + volume,
      basis: known && known.basis !== basis ? 'declared' : basis,
    })
  }
  return [...byKey.values()]
}

interface PerCase {
  groupId: string
  /** Null: nothing before to compare with. */
  before: number | null
  after: number
  perWeek: number
}

/** Desks that are shown as one, weighed by their cases. */
export function shownPerCase<P extends PerCase>(rows: P[], sums: string[][]): (P & PerCase)[] {
  const byGroup = new Map<string, P[]>()
  for (const row of rows) {
    const shown = shownGroup(row.groupId, sums)
    byGroup.set(shown, [...(byGroup.get(shown) ?? []), row])
  }
  return [...byGroup].flatMap(([groupId, of]) => {
    const first = of[0]
    if (!first) return []
    const before = of.some((row) => row.before === null)
      ? null
      : weighed(of, (row) => row.before ?? 0)
    const perWeek = of.reduce((sum, row) => sum + row.perWeek, 0)
    return [{ ...first, groupId, before, after: weighed(of, ({ after }) => after), perWeek }]
  })
}

function weighed<P extends PerCase>(rows: P[], of: (row: P) => number): number {
  const cases = rows.reduce((sum, { perWeek }) => sum + perWeek, 0)
  if (cases === 0) return rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  return rows.reduce((sum, row) => sum + of(row) * row.perWeek, 0) / cases
}

/** Groups that a change costs time, and how many minutes a case. Waiting is counted like work. */
export function movedOnto(
  rows: Pick<PerCase, 'groupId' | 'before' | 'after'>[],
): { groupId: string; minutes: number }[] {
  return rows.flatMap(({ groupId, before, after }) =>
    before !== null && after - before >= SMALLEST_MOVE_MINUTES
      ? [{ groupId, minutes: after - before }]
      : [],
  )
}

/** Minutes a clerk gives to this program on a working day. */
export const ownMinutesADay = (work: { minutes: number; people: number; days: number }): number =>
  work.minutes / Math.max(1, work.people * work.days)

/** Measured of so few that the minutes would be one person's: said as few, without minutes. */
export const isOfFew = ({ basis, volume }: Pick<ShownLine, 'basis' | 'volume'>): boolean =>
  basis === 'measured' && volume < SMALLEST_SHOWN
