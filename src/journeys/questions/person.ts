// A person as a journey asks for one: the parts it names, and what it asks besides. A group of
// persons is read with the same eyes.

import type { Problem } from '../../core/errors.ts'
import { isPlainRecord } from '../expressions/records.ts'
import type { PersonPart, Question } from '../schema.ts'
import { readAddress, readEmail, readPhone } from './contacts.ts'
import { readDate } from './dates.ts'
import { documentOf, documentsFor, readIdNumber } from './ids.ts'
import {
  isBlank,
  type Leaf,
  type LeafReader,
  problemAt,
  type ReadingContext,
  right,
  wrong,
} from './leaf.ts'
import { halfWidth, readName } from './texts.ts'

/** Offered in a form; the API takes any ISO 3166-1 code, and ZZ for 'another one'. */
export const NATIONALITIES = [
  ...['TW', 'JP', 'KR', 'HK', 'MO', 'CN', 'MY', 'SG', 'ID', 'PH', 'TH', 'VN', 'IN'],
  ...['US', 'CA', 'GB', 'FR', 'DE', 'AU', 'NZ', 'ZZ'],
] as const

const PART_READERS: Record<Exclude<PersonPart, 'id_number'>, LeafReader> = {
  name: readName,
  nationality: (raw) => readNationality(raw),
  birth: (raw, question, context) => readBirth(raw, question, context),
  phone: readPhone,
  email: readEmail,
  address: readAddress,
}

export interface PersonReading {
  value: Record<string, unknown>
  problems: Problem[]
}

/** Reads the parts only; what is asked besides them is for whoever calls. */
export function readParts(
  raw: unknown,
  question: Question,
  context: ReadingContext,
  pointer: string,
): PersonReading {
  const given = isPlainRecord(raw) ? raw : {}
  const reading: PersonReading = { value: {}, problems: [] }
  const parts = question.parts ?? []
  const nationality = parts.includes('nationality') ? presumedNationality(given) : undefined

  for (const part of parts) {
    const at = `${pointer}/${part}`
    const sent = part === 'nationality' ? nationality : given[part]
    if (isBlank(sent)) {
      const mayStayEmpty = question.optionalParts?.includes(part)
      if (!mayStayEmpty) reading.problems.push(problemAt(at, wrong(`journeys.required_${part}`)))
      continue
    }
    const leaf: Leaf =
      part === 'id_number'
        ? readIdNumber(sent, question.documents ?? documentsFor(nationality))
        : PART_READERS[part](sent, question, context)
    if (leaf.ok) reading.value[part] = leaf.value
    else reading.problems.push(problemAt(at, leaf))
  }
  return reading
}

/** A national ID says it by itself; nobody else is presumed to be from anywhere. */
function presumedNationality(given: Record<string, unknown>): unknown {
  if (!isBlank(given.nationality)) return given.nationality
  const number = typeof given.id_number === 'string' ? halfWidth(given.id_number.slice(0, 40)) : ''
  return documentOf(number.toUpperCase()) === 'national' ? 'TW' : undefined
}

const REGIONS = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

function readNationality(raw: unknown): Leaf<string> {
  const code = typeof raw === 'string' ? raw.trim().toUpperCase() : ''
  const known = /^[A-Z]{2}$/.test(code) && (code === 'ZZ' || REGIONS.of(code) !== undefined)
  return known ? right(code) : wrong('journeys.problem_nationality')
}

const OLDEST_YEARS = 125

const readBirth: LeafReader = (raw, question, context) => {
  const day = readDate(raw, question, context)
  if (!day.ok || typeof day.value !== 'string') return day
  if (day.value > context.today) return wrong('journeys.problem_birth_future')
  const oldest = Number(context.today.slice(0, 4)) - OLDEST_YEARS
  return Number(day.value.slice(0, 4)) < oldest ? wrong('journeys.problem_date_year') : day
}
