// What an agency answers about a person who lets it, and what that leave is. Part of the contract.

import type { LocalText } from '../core/errors.ts'

/** The person's leave to ask about them: without one nothing is asked. */
export interface Consent {
  /** Ten capital letters or digits, of this one asking. */
  id: string
  givenAt: Date
}

export interface Reads {
  /** JSON Schema of whom it is about. Its first property finds the person, the others confirm it. */
  subject: Record<string, unknown>
  fields: ReadableField[]
  /** What people call the agency, short: 戶政. */
  calledAs: LocalText
  /** The law or agreement that lets the agency answer, in words for the person. */
  basis: LocalText
  /** A consent holds this long; then what was read counts no more. */
  consentDays: number
  /** Askings about one person in a day, over everybody who asks: nobody learns a birthday by trying. */
  perPersonADay: number
}

export interface ReadableField {
  name: string
  title: LocalText
  /** Type of the question or part of a person that it can answer. */
  type: 'text' | 'date' | 'number' | 'phone' | 'email' | 'address' | 'id_number'
  /** What for, in words for the person. */
  purpose: LocalText
}
