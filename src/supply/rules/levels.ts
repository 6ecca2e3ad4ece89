// What a number of pieces means to somebody who is on the way there: zero, not reported and never had
// any are three different things. Pure, and the same on the server and in the browser.

import type { BoardRow } from '../board/words.ts'

export const LEVELS = [
  'plenty',
  'some',
  'few',
  'none',
  'promised',
  'finished',
  'disputed',
  'unreported',
  'unsaid',
  'never',
] as const
export type Level = (typeof LEVELS)[number]

/** An item with the pieces from which there are plenty, and below which there are few. */
export interface Bounds {
  id: string
  plenty?: number | undefined
  few?: number | undefined
}

export interface Told {
  item: string
  level: Level
  /** What the register says, whatever the level; null: nothing. */
  amount: number | null
  why: string | null
  /** RFC 3339; when the state ends by itself. */
  until: string | null
  /** Minutes since somebody last said something; null: nobody ever did. */
  silent: number | null
}

export interface Hearing {
  /** Milliseconds of the epoch. */
  now: number
  /** The newest file of the feeds, RFC 3339. */
  seen: string | null
  staleAfterMinutes: number
}

const PLENTY = 100
const FEW = 20

export function levelOf(row: BoardRow, item: Bounds, hearing: Hearing): Told {
  const amount = row.stock[item.id]
  const state = row.states?.[item.id]
  const silent = silentMinutes(row, hearing)
  const told = {
    item: item.id,
    amount: amount ?? null,
    why: state?.why ?? null,
    until: state?.until ?? null,
    silent,
  }
  if (state) return { ...told, level: state.state }
  if (amount === undefined) return { ...told, level: 'never' }
  if (amount === null) return { ...told, level: 'unsaid' }
  if (silent !== null && silent > hearing.staleAfterMinutes) return { ...told, level: 'unreported' }
  return { ...told, level: levelOfAmount(amount, item) }
}

export const levelsOf = (row: BoardRow, items: Bounds[], hearing: Hearing): Told[] =>
  items.map((item) => levelOf(row, item, hearing))

function levelOfAmount(amount: number, { plenty = PLENTY, few = FEW }: Bounds): Level {
  if (amount <= 0) return 'none'
  if (amount >= plenty) return 'plenty'
  return amount < few ? 'few' : 'some'
}

/** By its own file, else the newest file of all, else its newest change. */
function silentMinutes(row: BoardRow, { now, seen }: Hearing): number | null {
  const last = row.last_seen ?? seen ?? row.last_changed
  return last ? Math.max(0, Math.floor((now - Date.parse(last)) / 60_000)) : null
}

/** There is some that nobody is promised, and it was heard of lately. */
export const isThere = ({ level }: Pick<Told, 'level'>): boolean =>
  level === 'plenty' || level === 'some' || level === 'few'

/** Of a site as a whole: its best item, in the order of LEVELS. */
export const bestOf = (told: Pick<Told, 'level'>[]): Level =>
  LEVELS.find((level) => told.some((one) => one.level === level)) ?? 'never'

export type SilenceUnit = 'minutes' | 'hours' | 'days'

/** As people say it: 119 minutes, 47 hours, then days. */
export function silenceOf(minutes: number): { unit: SilenceUnit; count: number } {
  if (minutes < 120) return { unit: 'minutes', count: minutes }
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) }
  return { unit: 'days', count: Math.floor(minutes / (24 * 60)) }
}
