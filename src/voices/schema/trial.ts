// Closed tests: whoever answers for a service goes through it first, in five ways; others by the
// name of a group, never of a person.

import { z } from 'zod'
import { localText } from '../../core/city.ts'
import type { LocalText } from '../../core/errors.ts'
import { LANGUAGES, type Language } from '../../core/i18n.ts'

/** Ways the responsible must have gone through a version. The last three the system sees itself. */
export const WAYS = ['in_person', 'counter', 'phone', 'script_off', 'other_language'] as const
export type Way = (typeof WAYS)[number]

/** Groups to tap; `other` comes with own words. */
export const TESTERS = [
  'neighbour',
  'grandparent',
  'clerk',
  'newcomer',
  'screen_reader',
  'agency',
  'other',
] as const
export type Tester = (typeof TESTERS)[number]

/** What the system saw of a run. */
export interface RunFacts {
  way: Way
  isResponsible: boolean
  isFinished: boolean
  language: Language
  /** Null: not known, the way was never begun on a device. */
  hasScript: boolean | null
  /** Of the window, in CSS pixels. Null without script. */
  widthPx: number | null
  isMobile: boolean
  endedAt: Date
}

/** A run that has ended, as everybody may read it. */
export interface Run extends RunFacts {
  runId: string
  journeyId: string
  version: number
  /** Null: whoever answers for the service. */
  tester: Tester | null
  /** Own words for `other`. */
  testerWords: string | LocalText | null
  minutes: number
  /** The page where it ended, when it did not reach the end. */
  stoppedAt: string | null
  stumbled: string | LocalText | null
  isExample: boolean
}

/**
 * Runs of a demo city, told as if they had been recorded: cities/<city>/trials/<journey>.yaml. They
 * count only there; a city that serves people must run its own.
 */
const ExampleRun = z.strictObject({
  version: z.int().min(1),
  on: z.iso.date(),
  way: z.enum(WAYS),
  /** Absent: the responsible. */
  tester: z.enum(TESTERS).optional(),
  testerWords: localText.optional(),
  language: z.enum(LANGUAGES),
  script: z.boolean(),
  widthPx: z.int().min(200).max(8000),
  minutes: z.int().min(0).max(600),
  finished: z.boolean().default(true),
  stoppedAt: z.string().optional(),
  stumbled: localText.optional(),
})
export type ExampleRun = z.output<typeof ExampleRun>

export const TrialsFile = z.strictObject({ runs: z.array(ExampleRun) })

export const MOST_STUMBLE_LETTERS = 1000

/** An ID number or a telephone number, however it is spaced. */
const NUMBER_OF_SOMEBODY = /[A-Za-z][A-D\d]\d{8}|\d([\s-]*\d){6,}/
const numberless = (words: string): boolean => !NUMBER_OF_SOMEBODY.test(words)

/** What the tester says at the end of a run. */
export const RunEnd = z.strictObject({
  stumbled: z
    .string()
    .trim()
    .max(MOST_STUMBLE_LETTERS, 'voices.trial.too_long')
    .refine(numberless, 'voices.trial.has_numbers')
    .default(''),
})
export type RunEnd = z.output<typeof RunEnd>

/** How a run is started, at a desk. */
export const NewRun = z
  .strictObject({
    way: z.enum(WAYS, 'voices.trial.choose_way'),
    who: z.enum(['responsible', ...TESTERS], 'voices.trial.choose_who'),
    testerWords: z
      .string()
      .trim()
      .max(100, 'voices.trial.too_long')
      .refine(numberless, 'voices.trial.has_numbers')
      .default(''),
  })
  .refine(({ who, testerWords }) => who !== 'other' || testerWords !== '', {
    error: 'voices.trial.say_group',
    path: ['testerWords'],
  })
export type NewRun = z.output<typeof NewRun>
