// What an answer looks like to an expression. Every question has a shape with a value for 'not
// answered', so that an expression always comes to something: '' for text, false, an empty list,
// and NaN for a number, which compares as false with everything.

import type { DatedValue, Journey, PersonPart, Question } from '../schema.ts'

export type Shape = 'string' | 'double' | 'bool' | { list: Shape } | RecordShape

export interface RecordShape {
  /** Name of the type in expressions. */
  record: string
  fields: Record<string, Shape>
}

export const isRecord = (shape: Shape): shape is RecordShape =>
  typeof shape === 'object' && 'record' in shape

export const typeName = (shape: Shape): string => {
  if (typeof shape === 'string') return shape
  return isRecord(shape) ? shape.record : `list<${typeName(shape.list)}>`
}

const strings = (...names: string[]): Record<string, Shape> =>
  Object.fromEntries(names.map((name) => [name, 'string']))

const ADDRESS: RecordShape = {
  record: 'Address',
  fields: strings('city', 'district', 'street', 'text'),
}
const PLACE: RecordShape = { record: 'Place', fields: strings('id', 'name') }
const UPLOAD: RecordShape = {
  record: 'Upload',
  fields: { ...strings('name', 'mediaType', 'attachment'), bytes: 'double' },
}
const NIGHT: RecordShape = {
  record: 'TripNight',
  fields: strings('on', 'lodging', 'name', 'node', 'kind', 'agency'),
}
const CHAIN_DAY: RecordShape = {
  record: 'TripChainDay',
  fields: {
    ...strings('on', 'text', 'lodging'),
    nodes: { list: 'string' },
    nodeNames: { list: 'string' },
  },
}

/** Mirrors TripFacts of the places module. */
const TRIP: RecordShape = {
  record: 'Trip',
  fields: {
    ...strings('startOn', 'endOn', 'entryNode', 'exitNode', 'entryName', 'exitName'),
    days: 'double',
    nights: 'double',
    agencies: { list: 'string' },
    routes: { list: 'string' },
    policeAreas: { list: 'string' },
    policeBureaus: { list: 'string' },
    lodgings: { list: NIGHT },
    chain: { list: CHAIN_DAY },
  },
}

const LEG: RecordShape = { record: 'LegReference', fields: strings('reference') }

/** All answers of a journey, by question id. */
export function answersShape(journey: Pick<Journey, 'pages'>): RecordShape {
  const questions = journey.pages.flatMap((page) => page.questions)
  const person = personShape(questions)
  const fields = questions.map((question) => [question.id, questionShape(question, person)])
  return { record: 'Answers', fields: Object.fromEntries(fields) }
}

export function rulesShape(rules: Record<string, DatedValue[]>): RecordShape {
  const fields = Object.entries(rules).map(([name, series]) => [name, valueShape(series[0]?.value)])
  return { record: 'Rules', fields: Object.fromEntries(fields) }
}

export const legsShape = (legIds: string[]): RecordShape => ({
  record: 'Legs',
  fields: Object.fromEntries(legIds.map((id) => [id, LEG])),
})

/**
 * One shape for every person of a journey, whoever asks for them: applicant, leader and members
 * can then stand in one list. It has the parts that any of them is asked for.
 */
function personShape(questions: Question[]): RecordShape {
  const fields: Record<string, Shape> = {}
  const shape: RecordShape = { record: 'Person', fields }
  for (const question of questions.filter((asked) => asked.parts)) {
    for (const part of question.parts ?? []) fields[part] = partShape(part)
    for (const extra of question.questions ?? []) fields[extra.id] = questionShape(extra, shape)
  }
  return shape
}

const partShape = (part: PersonPart): Shape => (part === 'address' ? ADDRESS : 'string')

function questionShape(question: Question, person: RecordShape): Shape {
  switch (question.type) {
    case 'confirm':
      return 'bool'
    case 'number':
      return 'double'
    case 'choices':
      return { list: 'string' }
    case 'address':
      return ADDRESS
    case 'place':
      return PLACE
    case 'upload':
      return UPLOAD
    case 'trip':
      return TRIP
    case 'person':
      return person
    case 'group':
      return { list: question.parts ? person : groupShape(question, person) }
    default:
      return 'string'
  }
}

function groupShape(question: Question, person: RecordShape): RecordShape {
  const fields = (question.questions ?? []).map((asked) => [asked.id, questionShape(asked, person)])
  return { record: `Group_${question.id}`, fields: Object.fromEntries(fields) }
}

function valueShape(value: DatedValue['value'] | undefined): Shape {
  if (typeof value === 'number') return 'double'
  return typeof value === 'boolean' ? 'bool' : 'string'
}
