// Who came, who was served, who could not be: counted by week, door, district and age band. No
// identity is asked for, and none could be kept.

import { z } from 'zod'
import { SERVICE_DOORS } from './service.ts'

/** As the districts' register counts people. */
export const AGE_BANDS = ['0-14', '15-64', '65+'] as const
export type AgeBand = (typeof AGE_BANDS)[number]
export const UNKNOWN = 'unknown'

export const SERVED_SOURCES = ['cases', 'hand_outs', 'desk', 'reporter', 'questionnaire'] as const
export type ServedSource = (typeof SERVED_SOURCES)[number]

export interface ServedCounts {
  came: number
  /** People served. */
  finished: number
  couldNot: number
}

export interface ServedRow extends ServedCounts {
  serviceId: string
  /** Of these, people of a finding who were not served before. Null: everybody. */
  findingId: string | null
  /** The Monday. */
  weekOn: string
  /** A door of the service, `api`, or `unknown`. */
  door: string
  districtId: string
  ageBand: AgeBand | typeof UNKNOWN
  source: ServedSource
}

const count = z
  .string()
  .trim()
  .transform((text) => text.normalize('NFKC') || '0')
  .pipe(z.string().regex(/^\d{1,6}$/, 'voices.served.say_number'))
  .transform(Number)

const choice = (message: string) => z.string(message).min(1, message)

const about = {
  service: choice('voices.served.choose_service'),
  door: z.enum(SERVICE_DOORS, 'voices.served.choose_door'),
  district: choice('voices.served.choose_district'),
  age: z.enum([...AGE_BANDS, UNKNOWN], 'voices.served.choose_age'),
}

/** What a desk counted in a week. */
export const NewServed = z
  .strictObject({
    ...about,
    desk: choice('voices.served.choose_desk'),
    week: z.iso.date('voices.served.choose_week'),
    source: z.enum(['desk', 'hand_outs'], 'voices.served.choose_source'),
    came: count,
    finished: count,
    couldNot: count,
  })
  .refine(({ came, finished, couldNot }) => came > 0 && finished + couldNot <= came, {
    error: 'voices.served.does_not_add_up',
    path: ['came'],
  })
export type NewServed = z.output<typeof NewServed>

/** The sampling questionnaire: one screen at the counter. */
export const SAMPLE_QUESTIONS = {
  times: ['first', 'second', 'third_or_more'],
  way: ['under_15', 'up_to_60', 'over_60'],
  barrier: ['none', 'hours', 'distance', 'papers', 'website', 'language', 'queue', 'other'],
} as const
export type SampleQuestion = keyof typeof SAMPLE_QUESTIONS

export const NewSample = z.strictObject({
  ...about,
  outcome: z.enum(['finished', 'could_not', 'later'], 'voices.served.choose_answer'),
  times: z.enum(SAMPLE_QUESTIONS.times, 'voices.served.choose_answer'),
  way: z.enum(SAMPLE_QUESTIONS.way, 'voices.served.choose_answer'),
  barrier: z.enum(SAMPLE_QUESTIONS.barrier, 'voices.served.choose_answer'),
})
export type NewSample = z.output<typeof NewSample>
