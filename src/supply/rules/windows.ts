// Windows as people write and read them: `1-5 08:30-09:00`, one a line; days by number or by name.

import type { Window } from '../schema/stock.ts'

const DAYS = '一二三四五六日'
const LINE = /^([\d一二三四五六日天,、-]+)\s+([0-2]?\d:[0-5]\d)-([0-2]?\d:[0-5]\d)$/
const LATEST = '24:00'

/** Null for a line that is no window. */
export function readWindows(text: string): Window[] | null {
  const windows: Window[] = []
  for (const line of text.split(/\n|;/)) {
    const plain = plainLine(line)
    if (plain === '') continue
    const [, days = '', from = '', to = ''] = LINE.exec(plain) ?? []
    const on = readDays(days)
    const [opens, closes] = [from.padStart(5, '0'), to.padStart(5, '0')]
    if (on.length === 0 || opens >= closes || closes > LATEST) return null
    windows.push(...on.map((day): Window => [day, opens, closes]))
  }
  return windows.sort(byTime)
}

const plainLine = (line: string): string =>
  line
    .normalize('NFKC')
    .trim()
    .replace(/[–—~～至到]/g, '-')
    .replace(/[週周]|星期/g, '')
    .replace(/\s*-\s*/g, '-')
    .replace(/\s+/g, ' ')

/** `1-5,7`, `一-五`, `一三五`; empty when it is no list of days. */
function readDays(text: string): number[] {
  const days = new Set<number>()
  for (const part of text.split(/[,、]/)) {
    const [from, to] = part.split('-').map(dayOf)
    if (part.includes('-')) {
      if (!from || !to || from > to) return []
      for (let day = from; day <= to; day += 1) days.add(day)
      continue
    }
    for (const letter of part) {
      const day = dayOf(letter)
      if (!day) return []
      days.add(day)
    }
  }
  return [...days].sort()
}

function dayOf(letter: string): number {
  const named = DAYS.indexOf(letter === '天' ? '日' : letter) + 1
  const day = named > 0 && letter.length === 1 ? named : Number(letter)
  return Number.isInteger(day) && day >= 1 && day <= 7 ? day : 0
}

const byTime = (a: Window, b: Window): number =>
  a[0] - b[0] || a[1].localeCompare(b[1]) || a[2].localeCompare(b[2])

/** The same windows again, one line for those that are open at the same time. */
export function writeWindows(windows: Window[], dayName = (day: number) => String(day)): string[] {
  const daysOf = Map.groupBy(windows, ([, from, to]) => `${from}-${to}`)
  return [...daysOf].map(([time, group]) => {
    const days = group.map(([day]) => day).sort()
    return `${writeDays(days, dayName)} ${time}`
  })
}

function writeDays(days: number[], dayName: (day: number) => string): string {
  const first = days[0] ?? 1
  const isRun = days.length > 2 && days.every((day, index) => day === first + index)
  if (isRun) return `${dayName(first)}-${dayName(days.at(-1) ?? first)}`
  return days.map(dayName).join(',')
}
