// How much a person may have, as dated versions: cities/<city>/supply/<programme>.ration.yaml.

import { z } from 'zod'
import { localText } from '../../core/city.ts'
import type { Language } from '../../core/i18n.ts'

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const day = z.iso.date()
const pieces = z.int().min(0).max(10_000)
/** A page of this city, or a whole address. */
const address = z.union([z.url({ protocol: /^https?$/ }), z.string().regex(/^\/[\w/.?=&#-]*$/)])
/** ISO weekdays; Monday is 1. */
const weekdays = z.array(z.int().min(1).max(7))

const ShareSchema = z.strictObject({
  title: localText,
  /** By the year of birth alone: age is the year of the day minus that year. Absent: everyone. */
  ages: z
    .strictObject({ from: z.int().min(0).optional(), upTo: z.int().min(0).optional() })
    .optional(),
  /**
   * Most pieces by item. All items of a share count together: whoever has had some of one may have
   * more of another only up to that other's number. 0: none is given, and what was had still counts.
   */
  items: z
    .record(z.string(), pieces)
    .refine((items) => Object.values(items).some((most) => most > 0), 'gives nothing'),
  /** Calendar days that end with the day of the hand-out: 7 are that day and the six before. */
  days: z.int().min(1).max(366),
  /** On which weekdays cards that end in an odd or even digit are served; absent: on all. 0 is even. */
  byLastDigit: z.strictObject({ odd: weekdays, even: weekdays }).optional(),
})
export type Share = z.output<typeof ShareSchema>

const PersonSchema = z.strictObject({
  lastDigit: z.int().min(0).max(9).nullable().default(null),
  birthYear: z.int().min(1880).max(2200).nullable().default(null),
})
export type Person = z.output<typeof PersonSchema>

const TakenSchema = z.strictObject({ on: day, item: z.string(), pieces: pieces.min(1) })
export type Taken = z.output<typeof TakenSchema>

const ExampleSchema = z.strictObject({
  who: PersonSchema,
  at: moment,
  taken: z.array(TakenSchema).default([]),
  /** Pieces of each item that may be had at that moment; what is not named is none. */
  gets: z.record(z.string(), pieces),
  /** First day on which some may be had again, for an item of which there are none now. */
  next: z.record(z.string(), day).optional(),
})
export type Example = z.output<typeof ExampleSchema>

export const VersionSchema = z.strictObject({
  number: z.int().min(1),
  from: moment,
  /** When it was decided, where that is not the day it was published. */
  agreedOn: day.optional(),
  title: localText,
  reason: localText,
  source: localText,
  /** Voices, findings or talks that led to it, in words; with an address, where they can be read. */
  voices: z.array(localText.extend({ href: address.optional() })).default([]),
  shares: z.array(ShareSchema).default([]),
  /** Cards a person may bring besides the own one. */
  proxy: z
    .strictObject({ cards: z.int().min(0), childCards: z.int().min(0).default(0) })
    .optional(),
  cards: z.array(z.enum(['nhi', 'residence', 'identity'])).default([]),
  /** Days on which sites are not supplied. */
  notDeliveredOn: weekdays.default([]),
  price_twd: z.number().min(0).optional(),
  /** A version that this program does not run at all: a lottery, kiosks. It changes no share. */
  notRun: z.boolean().default(false),
  /** What began with it and is not run here, as facts: mail abroad, windows, prices, capacities. */
  notRunHere: z.array(localText).default([]),
  /** No second source bears out its day. */
  unverified: z.boolean().default(false),
  /** Why it begins on another weekday than the city's changes do. */
  offRhythm: localText.optional(),
  /** Agreed by day and in force next morning: who answered for it. */
  emergency: z.strictObject({ by: localText, explained: z.boolean() }).optional(),
  /** `history`: stands as published when it is first read. `desk`: an officer publishes it. */
  publish: z.enum(['history', 'desk']),
  examples: z.array(ExampleSchema).default([]),
})
export type Version = z.output<typeof VersionSchema>

export const RationFileSchema = z.strictObject({ versions: z.array(VersionSchema).min(1) })

/** A version that everybody can see, and how it came about. */
export interface Published {
  version: Version
  /** As it was written on the day it was published: what the digest is of, and its examples. */
  content: Record<string, unknown>
  digest: string
  publishedAt: Date
  /** Name of whoever published it; null: it stands in the city's files as history. */
  publishedBy: string | null
  /** Published at once, with the reason; null: in the usual way. */
  emergencyWhy: string | null
  /** Of the reason. */
  language: Language
  explanation: string | null
  explanationLanguage: Language | null
  explainedAt: Date | null
}
