// Values that hold from one day to another, amounts that differ on holidays, and days counted back.

import { addDays, addMonths } from '../../core/clock.ts'
import type { Ahead, Amount, Dated } from '../files.ts'

/** The entry that holds on `day`; null when none does. Entries of a series never overlap. */
export function valueOn<V>(series: Dated<V>[] | undefined, day: string): Dated<V> | null {
  return (
    series?.find((entry) => entry.from <= day && (entry.to === undefined || day <= entry.to)) ??
    null
  )
}

/** Saturdays and Sundays. Other holidays are not known here; agencies move them every year. */
export function isHoliday(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
}

export function amountOn(amount: Amount, day: string): number {
  if (typeof amount === 'number') return amount
  return isHoliday(day) ? amount.holiday : amount.weekday
}

/** `day` counted back by calendar months or days. */
export function before(day: string, ahead: Ahead): string {
  return 'months' in ahead ? addMonths(day, -ahead.months) : addDays(day, -ahead.days)
}

/** Whole days from one day to another; negative when `to` lies before `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** True for a day that the calendar has: 2026-02-30 is none. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}

/** Pairs of neighbours in time that claim the same day, as indexes of the later one. */
export function overlaps(series: Dated<unknown>[]): number[] {
  const inOrder = series
    .map((entry, index) => ({ ...entry, index }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
  return inOrder
    .slice(1)
    .filter((entry, i) => {
      const earlier = inOrder[i]
      return earlier !== undefined && (earlier.to === undefined || earlier.to >= entry.from)
    })
    .map((entry) => entry.index)
}
