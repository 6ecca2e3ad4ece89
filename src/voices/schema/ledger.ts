// The time ledger: whose minutes are counted, what cities/<city>/ledger.yaml declares of them, and
// what desks write down themselves. Nothing here can hold a person's minutes.

import { z } from 'zod'
import { localText } from '../../core/city.ts'
import type { LocalText } from '../../core/errors.ts'
import type { Language } from '../../core/i18n.ts'
import { WEIGHED, type Weighed, type WeighedVersion } from './weighing.ts'

/** Groups that need no door or desk after them. `waiting` is no work: it is counted apart. */
export const PLAIN_GROUPS = [
  'waiting',
  'agency_officers',
  'call_centre',
  'village_heads',
  'site_owners',
  'yizhan',
] as const

/** `residents:<door>`, `clerks:<desk>` or one of the plain ones. */
const groupId = z
  .string()
  .regex(
    /^(?:(?:residents|clerks):[a-z][a-z0-9-]*|waiting|agency_officers|call_centre|village_heads|site_owners)$/,
    'expected residents:<door>, clerks:<desk>, waiting, agency_officers, call_centre, village_heads or site_owners',
  )

const Side = z.strictObject({
  /** Per case. */
  minutes: z.number().min(0),
  /** Where the figure comes from. */
  source: localText,
})

const DeclaredSchema = z.strictObject({
  group: groupId,
  /** Absent: there was nothing before to compare with. */
  before: Side.optional(),
  after: Side,
  perWeek: z.strictObject({ cases: z.int().min(0), source: localText }),
})

const ChangeSchema = z.strictObject({
  service: z.string(),
  what: z.enum(WEIGHED),
  id: z.string(),
  version: z.int().min(1),
  startsOn: z.iso.date(),
  title: localText,
  /** The owner's public words to a group that it costs time. */
  note: localText.optional(),
  groups: z.array(DeclaredSchema).min(1),
})
export type DeclaredChange = z.output<typeof ChangeSchema>

export const LedgerFile = z.strictObject({
  /** The figures show how it is done; nobody has counted them. */
  isExample: z.boolean().default(false),
  /** What this program itself asks of a clerk. */
  ownWork: z.strictObject({ reportMinutes: z.number().min(0), source: localText }),
  changes: z.array(ChangeSchema),
})
export type LedgerFile = z.output<typeof LedgerFile>

/** A change as it is kept. */
export interface Change extends WeighedVersion {
  what: Weighed
  serviceId: string
  startsOn: string
  title: LocalText
  note: LocalText | null
}

/** Minutes per case of one group, declared. */
export interface Declared {
  groupId: string
  before: number | null
  beforeSource: LocalText | null
  after: number
  afterSource: LocalText
  perWeek: number
  volumeSource: LocalText
}

export type Basis = 'measured' | 'declared'
export type LineSource = 'tasks' | 'pages' | 'answers' | 'calls' | 'reports' | 'file'

/** One group of one service in one week; minutes of the whole group. */
export interface Line {
  serviceId: string
  groupId: string
  /** The Monday. */
  weekOn: string
  minutes: number
  volume: number
  basis: Basis
  source: LineSource
}

export interface Overtime {
  deskId: string
  weekOn: string
  hours: number
}

export interface Objection {
  deskId: string
  serviceId: string
  weekOn: string
  words: string
  language: Language
}

export interface LedgerNote extends WeighedVersion {
  serviceId: string
  words: string
  language: Language
  deskId: string
  notedAt: Date
}

export const MOST_WORDS = 1000

/** An ID number or a telephone number, however it is spaced. */
const NUMBER_OF_SOMEBODY = /[A-Za-z][A-D\d]\d{8}|\d([\s-]*\d){6,}/

const said = z
  .string()
  .trim()
  .min(1, 'voices.ledger.say_words')
  .max(MOST_WORDS, 'voices.ledger.too_long')
  .refine((words) => !NUMBER_OF_SOMEBODY.test(words), 'voices.ledger.has_numbers')

const deskId = z.string().min(1, 'voices.ledger.choose_desk')
const weekOn = z.iso.date('voices.ledger.choose_week')

export const NewOvertime = z.strictObject({
  desk: deskId,
  week: weekOn,
  hours: z
    .string()
    .trim()
    .transform((text) => text.normalize('NFKC'))
    .pipe(z.string().regex(/^\d{1,4}(\.\d)?$/, 'voices.ledger.say_hours'))
    .transform(Number)
    .pipe(z.number().max(2000, 'voices.ledger.say_hours')),
})
export type NewOvertime = z.output<typeof NewOvertime>

export const NewObjection = z.strictObject({
  desk: deskId,
  week: weekOn,
  service: z.string().min(1, 'voices.ledger.choose_service'),
  words: said,
})
export type NewObjection = z.output<typeof NewObjection>

/** `change` names the version: `journey:hike:1`. */
export const NewNote = z.strictObject({
  change: z.string().min(1, 'voices.ledger.choose_change'),
  words: said,
})
export type NewNote = z.output<typeof NewNote>
