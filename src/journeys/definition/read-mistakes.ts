// Holds what a question wants to be answered by an agency against what that agency's adapter reads.

import { isPlainRecord } from '../expressions/records.ts'
import { pageOf, questionAt } from '../rules/pages.ts'
import type { Journey, PersonPart, Question, QuestionType, ReadFrom } from '../schema.ts'
import type { FilePath, Mistake } from './walk.ts'

/** An adapter as far as reading goes. */
export interface Reader {
  id: string
  reads?: { subject: Record<string, unknown>; fields: { name: string; type: string }[] } | undefined
}

const PART_TYPES: Record<PersonPart, string> = {
  name: 'text',
  nationality: 'text',
  id_number: 'id_number',
  birth: 'date',
  phone: 'phone',
  email: 'email',
  address: 'address',
}
const READABLE: QuestionType[] = [
  'text',
  'date',
  'number',
  'phone',
  'email',
  'address',
  'id_number',
  'person',
]

export function readMistakes(journey: Journey, readers: Reader[]): Mistake[] {
  return journey.pages.flatMap((page, at) =>
    page.questions.flatMap((question, index) => {
      const path = ['pages', at, 'questions', index]
      const inside = (question.questions ?? []).flatMap(({ readFrom }, i) =>
        readFrom ? [mistake([...path, 'questions', i, 'readFrom'], NOT_INSIDE)] : [],
      )
      if (!question.readFrom) return inside
      const from = [...path, 'readFrom']
      return [...inside, ...ofQuestion({ journey, readers, question, at, path: from })]
    }),
  )
}

const NOT_INSIDE = 'only a question of the page itself can be read from an agency'

interface Spot {
  journey: Journey
  readers: Reader[]
  question: Question
  /** Of the page. */
  at: number
  path: FilePath
}

function ofQuestion(spot: Spot): Mistake[] {
  const { journey, readers, question, path } = spot
  const from = question.readFrom as ReadFrom
  if (!READABLE.includes(question.type)) {
    return [mistake(path, `a ${question.type} cannot be read from an agency`)]
  }
  const reader = readers.find((one) => one.id === from.adapter)
  if (!reader?.reads) {
    // A prototype is shown before anybody has built its adapters.
    if (journey.status === 'prototype' && !reader) return []
    const known = readers.filter((one) => one.reads).map((one) => one.id)
    const message = `no adapter ${from.adapter} reads anything; those that do: ${known.join(', ') || 'none'}`
    return [mistake([...path, 'adapter'], message)]
  }
  return [...fieldMistakes(spot, from, reader), ...subjectMistakes(spot, from, reader)]
}

function fieldMistakes({ question, path }: Spot, from: ReadFrom, reader: Reader): Mistake[] {
  const { field, fields } = from
  if (question.type === 'person' ? !fields || field : !field || fields) {
    const wanted = question.type === 'person' ? 'fields, by part' : 'field'
    return [mistake(path, `a ${question.type} names ${wanted}`)]
  }
  const wanted = field
    ? [{ name: field, type: question.type as string, at: ['field'] }]
    : Object.entries(fields ?? {}).map(([part, name]) => ({
        name,
        type: question.parts?.includes(part as PersonPart) ? PART_TYPES[part as PersonPart] : null,
        at: ['fields', part],
      }))
  return wanted.flatMap(({ name, type, at }) => {
    const found = reader.reads?.fields.find((one) => one.name === name)
    if (type === null)
      return [mistake([...path, ...at], `question ${question.id} asks for no ${at[1]}`)]
    if (!found) {
      const known = reader.reads?.fields.map((one) => one.name).join(', ')
      return [mistake([...path, ...at], `adapter ${reader.id} reads no ${name}; it reads ${known}`)]
    }
    if (found.type === type) return []
    return [mistake([...path, ...at], `${name} is ${found.type}, asked for is ${type}`)]
  })
}

function subjectMistakes({ journey, at, path }: Spot, from: ReadFrom, reader: Reader): Mistake[] {
  const schema = reader.reads?.subject ?? {}
  const known = isPlainRecord(schema.properties) ? Object.keys(schema.properties) : []
  const needed = Array.isArray(schema.required) ? schema.required.map(String) : []
  const given = Object.entries(from.subject)
  return [
    ...needed
      .filter((name) => !(name in from.subject))
      .map((name) => mistake([...path, 'subject'], `adapter ${reader.id} needs ${name}`)),
    ...given.flatMap(([name, pointer]) => {
      const spot = [...path, 'subject', name]
      if (!known.includes(name)) {
        return [
          mistake(
            spot,
            `adapter ${reader.id} finds nobody by ${name}; it takes ${known.join(', ')}`,
          ),
        ]
      }
      const page = pageOf(journey, pointer)
      if (!page || !isAsked(journey, pointer))
        return [mistake(spot, `no question is at ${pointer}`)]
      return journey.pages.indexOf(page) <= at
        ? []
        : [mistake(spot, `${pointer} is asked on a later page`)]
    }),
  ]
}

function isAsked(journey: Journey, pointer: string): boolean {
  const found = questionAt(journey, pointer)
  const [part, ...deeper] = found?.rest ?? []
  if (!found || deeper.length > 0) return false
  if (part === undefined) return found.question.type !== 'person' && found.question.type !== 'group'
  return (
    found.question.type === 'person' && (found.question.parts ?? []).some((one) => one === part)
  )
}

const mistake = (path: FilePath, message: string): Mistake => ({ path, message })
