// Days as Taiwanese agencies count, write and read them: the year counts from 1911 (民國).

export { addDays, addMonths, ageOn, taipeiDay, taipeiMoment, taipeiTime } from '../../core/clock.ts'

const ROC_BEFORE = 1911

/** How a form wants the day: `115/11/23`, `1151123`, `115年11月23日`, `0115-11-23` … */
export type RocStyle = 'slashes' | 'dashes' | 'dots' | 'digits' | 'words'

const STYLES: Record<RocStyle, (year: string, month: string, day: string) => string> = {
  slashes: (year, month, day) => `${year}/${month}/${day}`,
  dashes: (year, month, day) => `${year}-${month}-${day}`,
  dots: (year, month, day) => `${year}.${month}.${day}`,
  digits: (year, month, day) => `${year.padStart(3, '0')}${month}${day}`,
  words: (year, month, day) => `${year}年${Number(month)}月${Number(day)}日`,
}

/**
 * `2026-11-23` as 民國. Years before 1912 have no 民國 year.
 * @throws RangeError
 */
export function toRoc(day: string, style: RocStyle = 'slashes'): string {
  const { year, month, date } = rocParts(day)
  return STYLES[style](String(year), month, date)
}

/** The pieces, for forms that ask for year, month and day apart. Month and day have two digits. */
export function rocParts(day: string): { year: number; month: string; date: string } {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  const roc = Number(year) - ROC_BEFORE
  if (!month || !date || roc < 1) throw new RangeError(`No 民國 day: ${day}`)
  return { year: roc, month, date }
}

/**
 * `115/11/23`, `115年11月23日`, `1151123` or `民國115.11.23` as `2026-11-23`; with a time behind it,
 * RFC 3339 in Taipei's zone. Null when it is no such day.
 */
export function fromRoc(text: string): string | null {
  const match =
    /(\d{2,3})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})日?(?:\D{1,2}(\d{1,2}):(\d{2}))?/.exec(
      text,
    ) ?? /\b(\d{3})(\d{2})(\d{2})\b/.exec(text)
  if (!match) return null

  const [, year, month = '', date = '', hour, minute] = match
  const day = `${Number(year) + ROC_BEFORE}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  if (!isDay(day)) return null
  return hour ? `${day}T${hour.padStart(2, '0')}:${minute}:00+08:00` : day
}

/** True when the calendar has that day. */
export function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day
}
