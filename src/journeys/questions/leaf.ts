// What a reader of one answer takes and gives. Readers accept what a form sends, what the API
// sends, and what they gave before: reading an answer twice changes nothing.

import type { Child } from 'hono/jsx'
import type { LocalText, Problem } from '../../core/errors.ts'
import type { Language, Translate } from '../../core/i18n.ts'
import type { Question } from '../schema.ts'

/** Geography, as far as questions need it. See geography.tsx. */
export interface KnownPlaces {
  /** Null when the list has no such entry. */
  place(list: string, id: string): { id: string; name: LocalText } | null
  /** Entries of a list in the order they are offered. */
  list(list: string): { id: string; name: LocalText }[]
  /** A trip as a form or the API sent it; pointers begin at the trip. */
  readTrip(raw: unknown, today: string): TripReading
  /** What a form's fields say of a trip so far. */
  tripFromForm(fields: Record<string, string>, prefix: string): unknown
  /** The trip after one of its form's own buttons, `trip:…`. */
  applyTripAction(raw: unknown, action: string): unknown
  /** What such a button lacks to do its work; pointers begin at the trip. */
  tripActionProblems(raw: unknown, action: string): Problem[]
  TripField(props: TripPart): Child
  /** What an agency asks of any trip: when, how long, how much. Null where places know nothing of it. */
  AgencyOutline(asked: { t: Translate; lang: Language; agency: string; today: string }): Child
  /** The day on which an agency draws for a trip as it was read; null when it draws nothing. */
  drawDay(trip: unknown, asked: { agency: string; today: string }): string | null
}

export interface TripPart {
  t: Translate
  lang: Language
  id: string
  name: string
  raw: unknown
  problems: Problem[]
  today: string
}

export type TripReading =
  | { ok: true; value: Record<string, unknown>; notes: Problem[] }
  | { ok: false; problems: Problem[] }

export interface ReadingContext {
  /** `YYYY-MM-DD` in Taipei. */
  today: string
  places: KnownPlaces
}

export interface Wrong {
  ok: false
  /** Key in locales/. */
  message: string
  values?: Record<string, string | number>
}

export type Leaf<T = unknown> = { ok: true; value: T } | Wrong

export type LeafReader = (raw: unknown, question: Question, context: ReadingContext) => Leaf

export const right = <T>(value: T): Leaf<T> => ({ ok: true, value })

export const wrong = (message: string, values?: Record<string, string | number>): Wrong =>
  values ? { ok: false, message, values } : { ok: false, message }

/** Nothing was answered: an untouched field of a form, or a part that is not there. */
export function isBlank(raw: unknown): boolean {
  if (raw === undefined || raw === null) return true
  if (typeof raw === 'string') return raw.trim() === ''
  if (Array.isArray(raw)) return raw.length === 0
  return typeof raw === 'object' && Object.values(raw).every(isBlank)
}

/** A row of a group that nobody filled in. A preset choice and an empty tick fill nothing in. */
export const isEmptyRow = (row: unknown): boolean =>
  isBlank(row) ||
  (typeof row === 'object' &&
    Object.entries(row ?? {}).every(
      ([part, value]) => part === 'nationality' || value === false || isBlank(value),
    ))

export const problemAt = (pointer: string, found: Wrong): Problem => ({
  pointer,
  message: found.message,
  ...(found.values ? { values: found.values } : {}),
  level: 'block',
})
