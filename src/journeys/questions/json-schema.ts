// The answers of a journey as JSON Schema 2020-12: what a program must know to file. Conditions are
// told in words; the reader decides.

import type { Journey, PersonPart, Question } from '../schema.ts'
import { maxBytesOf, mediaTypesOf } from './choices.ts'
import { MAX_MEMBERS } from './limits.ts'
import { LONG_TEXT_MAX, NAME_MAX, TEXT_MAX } from './texts.ts'

type Schema = Record<string, unknown>

const ROC_OR_WESTERN =
  'YYYY-MM-DD, or a 民國 date such as 115/12/05, or { year, month, day }; years below 200 are 民國.'

const ADDRESS: Schema = {
  anyOf: [
    { type: 'string' },
    {
      type: 'object',
      properties: {
        city: { type: 'string' },
        district: { type: 'string' },
        street: { type: 'string' },
      },
      required: ['street'],
      additionalProperties: false,
    },
  ],
}

const DATE: Schema = {
  anyOf: [
    { type: 'string' },
    {
      type: 'object',
      properties: {
        year: { type: ['integer', 'string'] },
        month: { type: ['integer', 'string'] },
        day: { type: ['integer', 'string'] },
      },
      required: ['year', 'month', 'day'],
    },
  ],
  description: ROC_OR_WESTERN,
}

const TRIP: Schema = {
  type: 'object',
  properties: {
    days: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          on: { type: 'string', format: 'date' },
          nodes: { type: 'array', minItems: 1, items: { type: 'string' } },
          lodging: { type: ['string', 'null'] },
        },
        required: ['on', 'nodes', 'lodging'],
      },
    },
  },
  required: ['days'],
}

const PARTS: Record<PersonPart, Schema> = {
  name: { type: 'string', maxLength: NAME_MAX },
  nationality: { type: 'string', pattern: '^[A-Z]{2}$', description: 'ISO 3166-1; TW by default' },
  id_number: { type: 'string', description: '身分證字號、居留證號碼或護照號碼' },
  birth: DATE,
  phone: { type: 'string', description: '0912345678, 0422289111#301 or +81312345678' },
  email: { type: 'string', format: 'email' },
  address: ADDRESS,
}

/** Never in `required`: it follows from a national ID. */
const PRESUMED: PersonPart[] = ['nationality']

/** What `answers` of `POST /api/v1/cases` must look like for this journey. */
export function answerSchema(journey: Journey): Schema {
  const asked = journey.pages.flatMap((page) =>
    page.questions.map((question) => ({
      question,
      always: page.showIf === undefined && question.showIf === undefined,
    })),
  )
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: journey.title.en,
    type: 'object',
    properties: Object.fromEntries(
      asked.map(({ question, always }) => [question.id, schemaOf(question, always)]),
    ),
    required: asked
      .filter(({ question, always }) => always && isRequired(question))
      .map(({ question }) => question.id),
    additionalProperties: false,
  }
}

const isRequired = (question: Question): boolean =>
  !question.optional && !(question.type === 'group' && !question.min)

function schemaOf(question: Question, always = true): Schema {
  const condition = always ? '' : ' (asked only when earlier answers call for it)'
  return {
    title: question.label.en,
    description: `${question.label['zh-TW']}${condition}`,
    ...shapeOf(question),
  }
}

function shapeOf(question: Question): Schema {
  const values = question.options?.map((option) => option.value)
  switch (question.type) {
    case 'text':
      return { type: 'string', maxLength: question.maxLength ?? TEXT_MAX }
    case 'long_text':
      return { type: 'string', maxLength: question.maxLength ?? LONG_TEXT_MAX }
    case 'choice':
      return { enum: values }
    case 'choices':
      return { type: 'array', items: { enum: values }, uniqueItems: true }
    case 'confirm':
      return question.optional ? { type: 'boolean' } : { const: true }
    case 'number':
      return numberShape(question)
    case 'date':
      return DATE
    case 'person':
      return personShape(question)
    case 'group':
      return groupShape(question)
    case 'upload':
      return uploadShape(question)
    case 'place':
      return { type: 'string', description: `id of an entry of ${question.list}` }
    case 'trip':
      return TRIP
    default:
      return PARTS[question.type]
  }
}

const numberShape = ({ whole, min, max }: Question): Schema => ({
  type: whole ? 'integer' : 'number',
  ...(min === undefined ? {} : { minimum: min }),
  ...(max === undefined ? {} : { maximum: max }),
})

function personShape(question: Question): Schema {
  const parts = question.parts ?? []
  const extra = question.questions ?? []
  const optional = [...PRESUMED, ...(question.optionalParts ?? [])]
  return {
    type: 'object',
    properties: Object.fromEntries([
      ...parts.map((part) => [part, PARTS[part]]),
      ...extra.map((inner) => [inner.id, schemaOf(inner, inner.showIf === undefined)]),
    ]),
    required: [
      ...parts.filter((part) => !optional.includes(part)),
      ...extra.filter((inner) => !inner.showIf && isRequired(inner)).map((inner) => inner.id),
    ],
    additionalProperties: false,
  }
}

const groupShape = (question: Question): Schema => ({
  type: 'array',
  minItems: question.min ?? 0,
  maxItems: question.max ?? MAX_MEMBERS,
  items: personShape(question),
})

const uploadShape = (question: Question): Schema => ({
  type: 'object',
  properties: {
    name: { type: 'string' },
    mediaType: { enum: mediaTypesOf(question) },
    base64: { type: 'string', maxLength: Math.ceil((maxBytesOf(question) * 4) / 3) },
  },
  required: ['name', 'mediaType', 'base64'],
})
