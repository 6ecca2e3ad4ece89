// Number slips of a site and day: paper numbers as they are, and numbers without paper.

import { z } from 'zod'

export interface Round {
  roundId: string
  programmeId: string
  siteId: string
  item: string
  /** `YYYY-MM-DD` */
  onDay: string
  numbers: number
  lateNumbers: number
  lateFrom: Date | null
  startsAt: Date
  endsAt: Date
  secondsEach: number
  keyId: string
  closedAt: Date | null
}

/** A round and where it stands. */
export interface RoundNow extends Round {
  given: number
  waiting: number
  served: number
  released: number
  /** The highest number called; null before the first. */
  calledNumber: number | null
  firstCalledAt: Date | null
}

export const SLIP_STATES = ['waiting', 'called', 'served', 'released'] as const
export type SlipState = (typeof SLIP_STATES)[number]

export interface Slip {
  roundId: string
  number: number
  door: 'paper' | 'counter' | 'page'
  state: SlipState
  reference: string | null
  calledAt: Date | null
}

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'handouts.error.clock')

export const NewRound = z.object({
  item: z.string().max(40),
  numbers: z.coerce
    .number('handouts.error.numbers')
    .int('handouts.error.numbers')
    .min(1, 'handouts.error.numbers')
    .max(5000, 'handouts.error.numbers'),
  lateNumbers: z.coerce
    .number('handouts.error.numbers')
    .int('handouts.error.numbers')
    .min(0, 'handouts.error.numbers')
    .max(5000, 'handouts.error.numbers'),
  startsAt: clock,
  endsAt: clock,
})
export type NewRound = z.output<typeof NewRound>

export const Phone = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^09\d{8}$/, 'handouts.error.phone'))
