// Days as people write them: western or 民國, with any of the usual signs between. Out comes
// `YYYY-MM-DD`, or the reason why it is no day.

import { isPlainRecord } from '../expressions/records.ts'
import { type Leaf, type LeafReader, right, wrong } from './leaf.ts'
import { halfWidth } from './texts.ts'

/** The first year of the Republic is 1912. */
const ROC_OFFSET = 1911
/** A year below this is a 民國 year. */
const ROC_YEARS_BELOW = 200
const EARLIEST_YEAR = 1900
const LATEST_YEAR = 2200

const WRITTEN = /^(?:中華)?(民國)?\s*(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/
const EIGHT_DIGITS = /^(\d{4})(\d{2})(\d{2})$/
const SEVEN_DIGITS = /^([01]\d{2})(\d{2})(\d{2})$/

export const readDate: LeafReader = (raw) => readParts(raw)

function readParts(raw: unknown): Leaf<string> {
  const parts = partsOf(raw)
  if (!parts) return wrong('journeys.problem_date_form')
  const { year, month, day, roc } = parts
  const western = roc || year < ROC_YEARS_BELOW ? year + ROC_OFFSET : year
  if (western < EARLIEST_YEAR || western > LATEST_YEAR) return wrong('journeys.problem_date_year')
  return calendarDay(western, month, day)
}

/** `YYYY-MM-DD` of a day somebody typed in either calendar; null when it is none. */
export function readDay(typed: string): string | null {
  const leaf = readParts(typed)
  return leaf.ok ? leaf.value : null
}

interface DateParts {
  year: number
  month: number
  day: number
  roc: boolean
}

function partsOf(raw: unknown): DateParts | null {
  if (isPlainRecord(raw)) {
    const { year, month, day, calendar } = raw
    const numbers = [year, month, day].map(wholeNumber)
    if (numbers.some((number) => number === null)) return null
    const [y = 0, m = 0, d = 0] = numbers as number[]
    return { year: y, month: m, day: d, roc: calendar === 'roc' }
  }
  if (typeof raw !== 'string' || raw.length > 30) return null
  const text = halfWidth(raw)
  const found = WRITTEN.exec(text)
  if (found) {
    const [, roc, year, month, day] = found
    return { year: Number(year), month: Number(month), day: Number(day), roc: roc !== undefined }
  }
  const digits = EIGHT_DIGITS.exec(text) ?? SEVEN_DIGITS.exec(text)
  if (!digits) return null
  const [, year, month, day] = digits.map(Number)
  return { year: year ?? 0, month: month ?? 0, day: day ?? 0, roc: text.length === 7 }
}

function wholeNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isInteger(value) ? value : null
  const text = typeof value === 'string' ? halfWidth(value).replace(/^民國/, '') : ''
  return /^\d{1,4}$/.test(text) ? Number(text) : null
}

function calendarDay(year: number, month: number, day: number): Leaf<string> {
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (exists) return right(date.toISOString().slice(0, 10))
  return wrong('journeys.problem_date_impossible', { year: String(year), month, day })
}
