// Handing out by card: what the city says of it, what a counter sends, and what it hears.

import { z } from 'zod'

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, 'lower case letters, digits and hyphens')
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

export const OrderWindowSchema = z.strictObject({
  id,
  item: z.string(),
  opensAt: moment,
  closesAt: moment,
  collectFrom: moment,
  collectBy: moment,
  /** Of one order. */
  pieces: z.int().min(1).max(1000),
  /** All pieces of the window; what is ordered above is refused. */
  capacity: z.int().min(1),
  price_twd: z.int().min(0),
})
export type OrderWindow = z.output<typeof OrderWindowSchema>

/** cities/<city>/supply/<programme>.handout.yaml; every part has a default. */
export const SettingsSchema = z.strictObject({
  /** `identity`: national ID or residence permit; `nhi`: the 12 digits of the health card. Never both: a person would count twice. */
  cards: z.enum(['identity', 'nhi']).default('identity'),
  /** In force while no ration version is. */
  quota: z
    .strictObject({ pieces: z.int().min(1).max(1000), days: z.int().min(1).max(366) })
    .default({ pieces: 2, days: 7 }),
  slips: z
    .strictObject({
      /** Share of the numbers that is kept until `lateFrom`. */
      lateShare: z.number().min(0).max(0.9).default(0),
      lateFrom: z
        .string()
        .regex(/^\d\d:\d\d$/)
        .default('18:00'),
      /** A number called in vain is released after so long. */
      holdMinutes: z.int().min(1).max(600).default(30),
      secondsEach: z.int().min(5).max(3600).default(60),
      pieces: z.int().min(1).max(1000).default(1),
    })
    .prefault({}),
  orders: z.array(OrderWindowSchema).default([]),
  /** What a site may hand out while it is cut off. */
  offline: z
    .strictObject({
      tickets: z.int().min(1).max(500).default(20),
      pieces: z.int().min(1).max(1000).default(2),
      hours: z.int().min(1).max(72).default(12),
    })
    .prefault({}),
})
export type Settings = z.output<typeof SettingsSchema>

/** Who stands behind the counter. */
export interface Counter {
  programmeId: string
  siteId: string
  /** `account:<id>`, `pass:<id>`, `device:<id>`. */
  by: string
}

/** What a rule may need to know of whoever shows a card. */
export interface Person {
  /** 0 to 9; null for a card whose number ends in none. */
  lastDigit: number | null
  birthYear: number | null
}

/** How many pieces of these items together, in how many days that end today. */
export interface Quota {
  items: string[]
  pieces: number
  days: number
}

export type QuotaAnswer =
  | {
      ok: true
      quota: Quota
      /** The first day from `day` on which the card is served at all; null: nobody can say. */
      servedFrom(day: string): string | null
    }
  | {
      ok: false
      reason: 'not_today' | 'not_for_age' | 'needs_birth_year' | 'not_running'
      /** `YYYY-MM-DD`; null: nobody can say. */
      nextOn: string | null
    }

export const HandOutRequest = z.object({
  card: z.string('handouts.error.card').max(60, 'handouts.error.card'),
  item: z.string('handouts.error.item').max(40, 'handouts.error.item'),
  /** Absent: as many as the card may still have. */
  amount: z.coerce
    .number('handouts.error.amount')
    .int('handouts.error.amount')
    .min(1, 'handouts.error.amount')
    .max(1000, 'handouts.error.amount')
    .optional(),
  birthYear: z.coerce
    .number('handouts.error.birth_year')
    .int('handouts.error.birth_year')
    .min(1880, 'handouts.error.birth_year')
    .max(2200, 'handouts.error.birth_year')
    .optional(),
})
export type HandOutRequest = z.output<typeof HandOutRequest>

/** What the counter hears: nothing of where or when a card was used before. */
export type HandOutAnswer =
  | {
      outcome: 'given' | 'again'
      handOutId: number
      item: string
      pieces: number
      /** Pieces the card may still have today. */
      left: number
      at: Date
    }
  | {
      outcome: 'refused'
      reason: 'over_quota' | Extract<QuotaAnswer, { ok: false }>['reason']
      left: number
      /** `YYYY-MM-DD`, the first day on which it would be given; null: nobody can say. */
      nextOn: string | null
    }
