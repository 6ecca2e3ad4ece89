// One row of a form that somebody else collected: which column is which, and what stands in it. A row
// is never refused for being torn; what cannot be read is missing.

import { taipeiMoment } from '../../core/clock.ts'

export interface FormRow {
  /** Null: not said, or not to be read. */
  saidAt: Date | null
  siteCode: string
  note: string
  link: string
  /** Its time, code, note and link as they came: the same row again is known by them. */
  written: string[]
}

const COLUMNS = ['time', 'siteCode', 'note', 'link'] as const
type Column = (typeof COLUMNS)[number]
/** What each column holds, in the file's order. Null: nothing we read. */
export type Columns = (Column | null)[]

const NAMES: Record<Column, RegExp> = {
  time: /^(?:timestamp|time|date|submittedat|時間戳記|(?:填寫|填表|填報|回報|提交)?(?:時間|日期))$/,
  siteCode:
    /^(?:site|code|id|sitecode|(?:醫事)?機構代[碼號]|(?:藥局|站點|據點|門市|單位)?(?:代[碼號]|編號))$/,
  note: /^(?:note|notes|text|comment|comments|message|words|remark|備註(?:文字|說明|內容)?|說明|意見|內容|回報內容|留言)$/,
  link: /^(?:link|url|website|web|(?:藥局|機構|店家)?(?:網址|連結|網站))$/,
}

/** The columns, when this row names them: two known names, or the note's alone. */
export function readHeader(cells: string[]): Columns | null {
  const columns = cells.map(columnNamed)
  const known = columns.filter((column) => column !== null)
  const isHeader = known.length >= 2 || (known.includes('note') && cells.length === 1)
  return isHeader && new Set(known).size === known.length ? columns : null
}

/** Without a header. */
export const USUAL_COLUMNS: Columns = [...COLUMNS]

export function readRow(cells: string[], columns: Columns): FormRow {
  const trimmed = cells.map((cell) => cell.trim())
  const found = spread(trimmed, columns)
  return {
    saidAt: readTime(found.time),
    siteCode: found.siteCode,
    note: found.note,
    link: readLink(found.link),
    written: [found.time, found.siteCode, found.note, found.link],
  }
}

function columnNamed(cell: string): Column | null {
  const name = cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_"'\uFEFF\-*:]|\(.*\)$/g, '')
  return COLUMNS.find((column) => NAMES[column].test(name)) ?? null
}

/** Commas in a note that nobody quoted tear it into more cells than there are columns. */
function spread(cells: string[], columns: Columns): Record<Column, string> {
  const filled = cells.slice(0, Math.max(columns.length, cells.findLastIndex(Boolean) + 1))
  const extra = Math.max(0, filled.length - columns.length)
  const noteAt = columns.indexOf('note')
  const torn = filled.slice(noteAt, noteAt + extra + 1)
  const whole =
    extra > 0 && noteAt >= 0 ? filled.toSpliced(noteAt, extra + 1, torn.join(',')) : filled
  const cellOf = (column: Column): string => whole[columns.indexOf(column)] ?? ''
  const found = {
    time: cellOf('time'),
    siteCode: cellOf('siteCode'),
    note: cellOf('note'),
    link: cellOf('link'),
  }
  const isTail = cells.length > columns.length && columns.at(-1) === 'link' && !isLink(found.link)
  return isTail && found.link !== ''
    ? { ...found, note: `${found.note},${found.link}`, link: '' }
    : found
}

const isLink = (text: string): boolean => /^https?:\/\/\S+$/i.test(text)
const readLink = (text: string): string => (isLink(text) && text.length <= 500 ? text : '')

const DAY =
  /^(?:民國)?(?:(\d{2,4})[/.\-年](\d{1,2})[/.\-月](\d{1,2})日?|(\d{1,2})\/(\d{1,2})\/(\d{4}))/
const CLOCK =
  /^[T ]*(上午|下午|中午|凌晨|晚上|am|pm)? ?(\d{1,2})[:時點](\d{1,2})?(?:[:分](\d{2})?)?秒?(?:\.\d+)? ?(am|pm)?/i
const ZONE = /^ ?\[?(?:gmt|utc)?(z|[+-]\d{1,2}(?::?\d{2})?)?\]?$/i

/** `2020/2/9 下午 3:04:05`, ISO, years of the Republic, `2/9/2020 15:04`; Taipei's when no zone is said. */
export function readTime(text: string): Date | null {
  const folded = text.normalize('NFKC').replace(/\s+/g, ' ').trim()
  const day = DAY.exec(folded)
  if (!day) return null
  const rest = folded.slice(day[0].length)
  const clock = CLOCK.exec(rest)
  const zone = ZONE.exec(rest.slice(clock?.[0].length ?? 0))
  if (!zone) return null
  const date = dayOf(day)
  const time = clock ? timeOf(clock) : '00:00'
  if (date === null || time === null) return null
  const at = taipeiMoment(date, time)
  const seconds = Math.min(59, Number(clock?.[4] ?? 0))
  return new Date(at.getTime() + (seconds + secondsFromTaipei(zone[1])) * 1000)
}

function dayOf([, year, month, day, usMonth, usDay, usYear]: RegExpExecArray): string | null {
  const written = Number(year ?? usYear)
  // Two or three digits are a year of the Republic: 109 is 2020.
  const full = written < 1000 ? written + 1911 : written
  const parts = [full, Number(month ?? usMonth), Number(day ?? usDay)]
  const date = parts.map((part, at) => String(part).padStart(at === 0 ? 4 : 2, '0')).join('-')
  const known = new Date(`${date}T00:00:00Z`)
  const isDay = !Number.isNaN(known.getTime()) && known.toISOString().startsWith(date)
  return isDay && full >= 1950 && full < 2200 ? date : null
}

function timeOf([, before, hour, minute = '00', , after]: RegExpExecArray): string | null {
  const half = (before ?? after ?? '').toLowerCase()
  const said = Number(hour)
  const isAfternoon = ['下午', '晚上', 'pm'].includes(half) || (half === '中午' && said < 11)
  const isMorning = ['上午', '凌晨', 'am'].includes(half)
  const full = isAfternoon && said < 12 ? said + 12 : isMorning && said === 12 ? 0 : said
  if (full > 23 || Number(minute) > 59) return null
  return `${String(full).padStart(2, '0')}:${minute.padStart(2, '0')}`
}

/** What a written zone moves a moment by that was read as Taipei's. */
function secondsFromTaipei(zone: string | undefined): number {
  if (zone === undefined) return 0
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? []
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  return (8 * 60 - offset) * 60
}
