// Numbers of identity papers and their check digits. Sources: 內政部戶政司 國民身分證統一編號 and
// 內政部移民署 外來人口統一證號 (two letters until 2020, one letter and 8 or 9 from 2021-01-02).

import type { IdDocument, Question } from '../schema.ts'
import { type Leaf, right, wrong } from './leaf.ts'
import { halfWidth } from './texts.ts'

/** Value of each letter, in the order in which the counties were once numbered. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'
const FIRST_LETTER_VALUE = 10

const NATIONAL = /^[A-Z][12]\d{8}$/
const RESIDENCE = /^[A-Z][89]\d{8}$/
const RESIDENCE_OLD = /^[A-Z][A-D]\d{8}$/
/** ICAO 9303 allows nine; a few states print more. */
const PASSPORT = /^(?=.*\d)[A-Z0-9]{5,12}$/

const ALL: IdDocument[] = ['national', 'residence', 'passport']

/** Capitals, half-width, without spaces and hyphens; which paper follows from its shape. */
export function readIdNumber(raw: unknown, documents: IdDocument[] = ALL): Leaf<string> {
  if (typeof raw !== 'string' || raw.length > 40) return wrong('journeys.problem_id_form')
  const number = halfWidth(raw).toUpperCase().replace(/[\s-]/g, '')

  const kind = documentOf(number)
  if (kind === 'national' && documents.includes('national')) {
    return hasCheckDigit(number) ? right(number) : wrong('journeys.problem_id_check_digit')
  }
  if (kind === 'residence' && documents.includes('residence')) {
    return hasCheckDigit(number) ? right(number) : wrong('journeys.problem_residence_check_digit')
  }
  // A foreign passport may happen to look like a national ID.
  const isPassport = kind === null || (kind === 'national' && !documents.includes('national'))
  if (isPassport && documents.includes('passport') && PASSPORT.test(number)) return right(number)
  return wrong(formMessage(documents))
}

/** The papers a person of this nationality has. */
export const documentsFor = (nationality: unknown): IdDocument[] => {
  if (typeof nationality !== 'string' || nationality === '') return ALL
  return nationality === 'TW' ? ['national'] : ['residence', 'passport']
}

export const documentsOf = (question: Question): IdDocument[] => question.documents ?? ALL

/** By its shape alone; null is neither, perhaps a passport. */
export function documentOf(number: string): 'national' | 'residence' | null {
  if (NATIONAL.test(number)) return 'national'
  return RESIDENCE.test(number) || RESIDENCE_OLD.test(number) ? 'residence' : null
}

/** The weighted sum of all places is a multiple of ten. */
export function hasCheckDigit(number: string): boolean {
  const first = letterValue(number[0] ?? '')
  const second = number[1] ?? ''
  const digits = [
    Math.floor(first / 10),
    first % 10,
    /\d/.test(second) ? Number(second) : letterValue(second) % 10,
    ...[...number.slice(2)].map(Number),
  ]
  const weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
  return digits.reduce((sum, digit, at) => sum + digit * (weights[at] ?? 0), 0) % 10 === 0
}

const letterValue = (letter: string): number => LETTERS.indexOf(letter) + FIRST_LETTER_VALUE

function formMessage(documents: IdDocument[]): string {
  if (!documents.includes('national')) return 'journeys.problem_foreign_id_form'
  return documents.includes('passport') || documents.includes('residence')
    ? 'journeys.problem_id_form'
    : 'journeys.problem_national_id_form'
}
