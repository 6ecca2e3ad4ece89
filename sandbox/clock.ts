// The demo's time, the same for all stand-ins, and Taipei's calendar. It runs on with real time
// from where it was last set, also over a restart.

import type { Store } from './store.ts'

export interface SandboxClock {
  now(): Date
  move(to: Date): void
  /** Back to the start. */
  restart(): void
}

interface Setting {
  start: string
  atMs: number
  realMs: number
}

export function openClock(store: Store, start: string): SandboxClock {
  const startMs = Date.parse(start)
  if (Number.isNaN(startMs)) throw new Error(`SANDBOX_START is not a moment: ${start}`)
  const kept = store.find<Setting>('clock', 'setting')
  let setting: Setting = kept?.start === start ? kept : { start, atMs: startMs, realMs: Date.now() }
  const set = (atMs: number) => {
    setting = { start, atMs, realMs: Date.now() }
    store.put('clock', 'setting', setting)
  }
  store.put('clock', 'setting', setting)
  return {
    now: () => new Date(setting.atMs + Date.now() - setting.realMs),
    move: (to) => set(to.getTime()),
    restart: () => set(startMs),
  }
}

const TAIPEI_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** `2026-12-05T09:00:00+08:00` */
export const taipei = (at: Date): string =>
  `${new Date(at.getTime() + TAIPEI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`

/** `2026-12-05` */
export const dayOf = (at: Date): string => taipei(at).slice(0, 10)

/** `09:00` */
export const hourOf = (at: Date): string => taipei(at).slice(11, 16)

export const moment = (day: string, hour: string): Date => new Date(`${day}T${hour}:00+08:00`)

/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** The same day of an earlier month; the 31st becomes the last day of a shorter one. */
export function minusMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  const target = new Date(Date.UTC(year, month - 1 - months, Math.min(date, last)))
  return target.toISOString().slice(0, 10)
}

/** Null unless such a day exists. */
export function realDay(year: number, month: number, date: number): string | null {
  const day = [String(year).padStart(4, '0'), two(month), two(date)].join('-')
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : null
}

const two = (number: number) => String(number).padStart(2, '0')
