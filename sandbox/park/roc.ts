// 民國 dates as the old site writes and reads them.

import { realDay, taipei } from '../clock.ts'

/** `2026-12-05` → `115/12/05` */
export const toRoc = (day: string): string =>
  `${String(Number(day.slice(0, 4)) - 1911).padStart(3, '0')}/${day.slice(5, 7)}/${day.slice(8, 10)}`

/** `115/11/25 17:00` */
export const toRocTime = (at: Date): string =>
  `${toRoc(taipei(at).slice(0, 10))} ${taipei(at).slice(11, 16)}`

/** Null unless the text is a day of the 民國 calendar. */
export function fromRoc(text: string): string | null {
  const parts = /^(\d{1,3})\/(\d{1,2})\/(\d{1,2})$/.exec(text.trim())
  if (!parts) return null
  return realDay(Number(parts[1]) + 1911, Number(parts[2]), Number(parts[3]))
}
