// What agencies answered about a person who let them: kept sealed with the draft, then with the case.

import type { LocalText, Problem } from '../../core/errors.ts'

/** What one asking came to, as the person is told. Somebody unknown and a wrong birthday look alike. */
export type ReadingOutcome = 'answered' | 'not_found' | 'refused' | 'unavailable' | 'too_often'

/** One asking, by one consent. */
export interface Reading {
  /** Ten capital letters or digits; the agency keeps it, too. */
  consentId: string
  adapterId: string
  agencyId: string
  basis: LocalText
  /** Keyed hash of the person it is about. */
  about: string
  /** RFC 3339 */
  givenAt: string
  holdsUntil: string
  outcome: ReadingOutcome
  /** When the agency looked, RFC 3339. Null: it gave no answer. */
  at: string | null
  /** Names of the agency's fields that were asked for. */
  fields: string[]
  /** Empty once the consent was taken back, or its time is over. */
  values: ReadValue[]
  /** RFC 3339: the consent was taken back, or its time was over. */
  endedAt: string | null
}

export interface ReadValue {
  /** Of the answer, `/mother/name`. */
  pointer: string
  /** The agency's field. Null: told by the person to be found by, and found to agree. */
  field: string | null
  /** As understood. */
  value: unknown
  /** What was typed there before. */
  before?: unknown
  /** The person says that it is wrong, and types their own. */
  isDisputed: boolean
}

/** An answer an agency has to do with. `own`: the person's word, which differs from the agency's. */
export interface Verified {
  pointer: string
  state: 'verified' | 'own'
  agencyId: string
  at: string
  consentId: string
  basis: LocalText
  /** The agency's; null of what the person was found by. */
  field: string | null
  /** What the agency holds. */
  value: unknown
}

/** With the words of the question and the agency. */
export interface VerifiedView extends Verified {
  label: LocalText
  /** Of a person; null of a whole answer. */
  part: string | null
  agencyName: LocalText
}

/** What asking an agency from a draft came to. `missing`: what it finds the person with. */
export type Asking = { ok: true; outcome: ReadingOutcome } | { ok: false; problems: Problem[] }
