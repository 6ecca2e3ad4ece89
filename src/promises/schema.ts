// Shapes of promises: what other modules hand in, what pages and programs get out.

import { z } from 'zod'
import { LANGUAGES } from '../core/i18n.ts'

export const OUTCOMES = ['kept', 'partly', 'not', 'handed_on'] as const
export type Outcome = (typeof OUTCOMES)[number]
export type PromiseState = 'open' | Outcome

/** How a list may be narrowed; `overdue` is part of `open`. */
export const FILTERS = ['open', 'overdue', ...OUTCOMES] as const
export type Filter = (typeof FILTERS)[number]

const LONGEST_URL = 2000
const LONGEST_TEXT = 2000

/** An address anyone can open: elsewhere, or a page of ours. */
export const PublicUrl = z
  .string()
  .trim()
  .max(LONGEST_URL)
  .refine((text) => /^\/(?![/\\])\S*$/.test(text) || isWebAddress(text), 'promises.bad_url')

export const NewPromise = z.strictObject({
  /** Who must keep it. */
  agencyId: z.string(),
  /** The office that promised, in its own words. Never a person: promises are public for ever. */
  by: z.string().trim().min(1).max(200),
  to: z.string().trim().min(1).max(200),
  what: z.string().trim().min(1).max(LONGEST_TEXT),
  /** Of `what`, `by` and `to`. */
  language: z.enum(LANGUAGES),
  /** The same `ref` of the same module makes one promise, however often it is handed in. */
  source: z.strictObject({
    module: z.string().regex(/^[a-z]+$/),
    ref: z.string().min(1).max(200),
    url: PublicUrl.nullable(),
  }),
  /** `YYYY-MM-DD`; it is overdue the day after. */
  dueOn: z.iso.date(),
})
export type NewPromise = z.output<typeof NewPromise>

/** What came of it, before anything was checked. Empty texts are null. */
export interface Settlement {
  state: Exclude<Outcome, 'handed_on'>
  why: string | null
  evidenceUrl: string | null
}

/** Who takes it over, until when. */
export interface HandOn {
  agencyId: string
  by: string
  why: string
  dueOn: string
}

export interface PublicPromise {
  promiseId: string
  agencyId: string
  by: string
  to: string
  what: string
  language: (typeof LANGUAGES)[number]
  source: { module: string; ref: string; url: string | null }
  madeAt: Date
  dueOn: string
  handedFrom: string | null
  /** The promise that took this one over. */
  handedTo: string | null
  state: PromiseState
  settledAt: Date | null
  why: string | null
  evidenceUrl: string | null
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
