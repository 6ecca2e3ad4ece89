// A report as it is kept, whichever door it came in by.

import { z } from 'zod'
import type { Language } from '../../core/i18n.ts'
import {
  BARRIERS,
  type Barrier,
  type Door,
  GROUPS,
  type Group,
  KINDS,
  type Kind,
  SEVERITIES,
  type Severity,
  type Shape,
  type Sort,
} from './words.ts'

/** What every door hands over; the rest is filled in when it is kept. */
export interface NewReport {
  serviceId: string
  kind: Kind
  shape: Shape
  severity: Severity
  /** `YYYY-MM-DD`, in Taipei. */
  happenedOn: string
  door: Door
  language: Language
  /** Null: not told from a desk of the city. */
  deskId: string | null
  /** Null: place unknown. */
  districtId: string | null
  siteCode: string | null
  /** The place as it was said, when it is not a known district. */
  placeWords: string | null
  people: number
  isEstimate: boolean
  groups: Group[]
  barriers: Barrier[]
  groupWords: string | null
  words: string
  wouldHelp: string | null
  link: string | null
  /** Of a burden: minutes a day for the whole desk. */
  minutes: number | null
  afterHours: boolean
  sinceOn: string | null
  isKeptFromSuperiors: boolean
  /** Null: the reporter did not want to be named. */
  accountId: string | null
  /** Null: it came in a file or by another system, where no device can flood. */
  deviceHash: string | null
  /** Names the row of a file. */
  sourceKey: string | null
  /** Null: when it is kept. */
  saidAt: Date | null
  sortedAs: Sort
  sortedBy: 'reporter' | 'rule' | 'person'
}

/** What the reporter is given; the token opens the receipt and is told once. */
export interface Receipt {
  reportId: string
  receipt: string
  token: string
  /** The same device said the same within a day: counted once. */
  isFolded: boolean
}

const today = z.iso.date()
const words = (most: number) => z.string().trim().max(most)

/** What a person or a program tells; `voices.report.field.<name>` are its words. */
export const VoiceRequest = z.strictObject({
  service: z.string().min(1).max(60),
  kind: z.enum(KINDS).default('missed'),
  /** Of somebody missed; nobody else needs it. */
  severity: z.enum(SEVERITIES).optional(),
  groups: z.array(z.enum(GROUPS)).max(GROUPS.length).default([]),
  groupWords: words(200).default(''),
  barriers: z.array(z.enum(BARRIERS)).max(BARRIERS.length).default([]),
  people: z.int().min(1).max(100_000).default(1),
  isEstimate: z.boolean().default(false),
  /** A district's id, or words of a place. */
  place: words(200).default(''),
  happenedOn: today.optional(),
  words: words(2000).default(''),
  wouldHelp: words(500).default(''),
  minutes: z.int().min(0).max(1440).optional(),
  afterHours: z.boolean().default(false),
  sinceOn: today.optional(),
  isKeptFromSuperiors: z.boolean().default(false),
  isNamed: z.boolean().default(false),
})
export type VoiceRequest = z.output<typeof VoiceRequest>
