// Shapes of a journey: what a service designer writes and what the rest of the program reads.
// The YAML schemas that check these live in definition.ts; words for designers in docs/journeys.md.

import type { LocalText, Problem } from '../core/errors.ts'

export type QuestionType =
  | 'text'
  | 'long_text'
  | 'choice'
  | 'choices'
  | 'confirm'
  | 'date'
  | 'number'
  | 'person'
  | 'address'
  | 'phone'
  | 'email'
  | 'id_number'
  | 'place'
  | 'group'
  | 'upload'
  | 'trip'

export const PERSON_PARTS = [
  'name',
  'nationality',
  'id_number',
  'birth',
  'phone',
  'email',
  'address',
] as const
export type PersonPart = (typeof PERSON_PARTS)[number]

export type IdDocument = 'national' | 'residence' | 'passport'

/** CEL over `answers`, `rules`, `today`; type-checked when the journey is loaded. */
export type Expression = string

export interface Question {
  id: string
  type: QuestionType
  label: LocalText
  hint?: LocalText
  optional?: boolean
  showIf?: Expression
  options?: { value: string; label: LocalText; hint?: LocalText }[]
  /** Of a person, or of a group of persons. */
  parts?: PersonPart[]
  /** Parts that may stay empty. */
  optionalParts?: PersonPart[]
  /** Of a group: what is asked for each member. Of a person: what is asked besides the parts. */
  questions?: Question[]
  /** Of a number: its limits. Of a group: fewest and most members. */
  min?: number
  max?: number
  /** Of a number: no fractions. */
  whole?: boolean
  /** Longest text in characters. Default 100, for long_text 2000. */
  maxLength?: number
  /** Of an id_number: papers that will do. Absent: all of them. */
  documents?: IdDocument[]
  /** Of a place: which list. */
  list?: string
  /** Of an upload: media types and the largest size. */
  accept?: string[]
  maxBytes?: number
  /** An agency may answer it, when the person consents. */
  readFrom?: ReadFrom
}

export interface ReadFrom {
  adapter: string
  /** Pointer of the answer on this page or an earlier one, by what the agency finds a person with. */
  subject: Record<string, string>
  /** The agency's field that answers the question … */
  field?: string
  /** … or, of a person, by part. */
  fields?: Partial<Record<PersonPart, string>>
}

export interface Page {
  id: string
  title: LocalText
  intro?: LocalText
  showIf?: Expression
  questions: Question[]
}

export interface Check {
  id: string
  /** True when the answers are wrong (or, for 'info', when the person should be told). */
  when: Expression
  /** For each member of this group, or of a list `derived.<name>`; the member is `each`. */
  forEach?: string
  level: 'block' | 'info'
  /**
   * Pointer of the question to mend: `/leader/birth`; with forEach `/members/*` + `/birth` or
   * `/each/birth`; `/derived/leader/birth` for whoever that is.
   */
  question: string
  message: LocalText
  source?: string
}

export interface LegDefinition {
  id: string
  agency: string
  adapter: string
  title: LocalText
  when?: Expression
  /** Legs whose agency reference this one sends (`legs.<id>.reference`). */
  needs?: string[]
  /** Text is sent as it stands; text that begins with `=` is an expression. */
  send: Record<string, unknown>
  /** `opens` and `closes` are days before `date`, or give a day `YYYY-MM-DD` themselves. */
  window?: {
    date: Expression
    opens: Expression
    closes: Expression
    /** Taipei wall clock on the opening day; 07:00 when absent. */
    opensAtTime?: string
    /** Taipei wall clock on the closing day; 23:00 when absent. */
    closesAtTime?: string
  }
  /** Working days the agency usually takes. */
  answerDays?: number
  change: LocalText
}

export interface Journey {
  id: string
  version: number
  status: 'prototype' | 'live' | 'retired'
  lifeEvent: string
  /** Words people search with besides those of the title. */
  keywords?: LocalText[]
  title: LocalText
  summary: LocalText
  pages: Page[]
  checks: Check[]
  legs: LegDefinition[]
  /** Whose journey it is; `deskId` gets the owner's tasks. */
  owner: { name: LocalText; agency: string; deskId: string }
  keeper: { name: string; deputy: string; hoursPerMonth: number; until: string }
  answers: { kind: 'voice' | 'walk' | 'law'; text: LocalText; ref?: string }[]
  derivedFrom: { city: string; version: number } | null
  licence: string
  credit: { noticedBy: string[]; madeBy: string[]; triedBy: string[] }
  touchPoints: { before: LocalText[]; after: LocalText[] }
  /** English of texts that expressions give to agencies in Chinese and a person reads, too. */
  english?: Record<string, string>
  start: {
    needs: LocalText[]
    minutes: number
    otherWays: { kind: 'counter' | 'phone' | 'site'; text: LocalText; url?: string }[]
    fasterAtCounter: LocalText[]
  }
  /** The answer besides the reference that finds a case again, e.g. `/applicant/id_number`. */
  findBy: { question: string; label: LocalText }
  /** The day after which attachments are deleted, as an expression giving `YYYY-MM-DD`. */
  purposeEnds: Expression
  /** Dated series by name: what holds on a day is looked up before any expression runs. */
  rules: Record<string, DatedValue[]>
  /** The day on which `rules` are looked up; today when absent or empty. */
  rulesOn?: Expression
  /** Named expressions, in order, used as `derived.<name>`: say once who leads the team. */
  derived?: Record<string, Expression>
}

export interface DatedValue {
  from: string
  to?: string
  value: number | string | boolean
  source: string
  verified: boolean
}

/** Normalised answers by question id: dates `YYYY-MM-DD`, persons as records, groups as lists. */
export type Answers = Record<string, unknown>

/** What one agency gets of a case, as far as the answers alone tell. */
export interface LegPlan {
  legId: string
  agencyId: string
  adapterId: string
  title: LocalText
  input: Record<string, unknown>
  needs: string[]
  /** Null when the agency has no window. */
  opensAt: Date | null
  closesAt: Date | null
  answerDays: number | null
  change: LocalText
}

/** Normalised answers, or everything that is wrong with them. Info problems come beside answers. */
export type Reading =
  | { ok: true; answers: Answers; notes: Problem[] }
  | { ok: false; problems: Problem[] }

export interface VersionSummary {
  journeyId: string
  version: number
  /** SHA-256 of the definition's canonical JSON, hexadecimal. */
  digest: string
  status: Journey['status']
  publishedAt: Date
  publishedBy: string
}

export interface PublishedVersion extends VersionSummary {
  definition: Journey
}

/** A version that a gate holds back. */
export interface WaitingVersion {
  journeyId: string
  version: number
  digest: string
  definition: Journey
  waitingSince: Date
}
