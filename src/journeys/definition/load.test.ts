import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { DataMistake } from '../../core/yaml.ts'
import { STALL } from '../journey.examples.ts'
import { digestOf, readJourneys } from './load.ts'

const city = mkdtempSync(join(tmpdir(), 'journeys-'))
const file = join(city, 'journeys', 'stall', 'journey.yaml')
mkdirSync(join(city, 'journeys', 'stall'), { recursive: true })
writeFileSync(
  join(city, 'journeys', 'life-events.yaml'),
  stringify([{ id: 'work', title: { 'zh-TW': '工作', en: 'Work' } }]),
)
afterAll(() => rmSync(city, { recursive: true }))

const RIGHT = stringify(STALL, { lineWidth: 0 })

const person = {
  type: 'object',
  properties: Object.fromEntries(
    ['name', 'nationality', 'id_number', 'birth', 'phone', 'cooks'].map((field) => [field, {}]),
  ),
}
const ADAPTERS = [
  {
    id: 'market-desk',
    agencies: ['market-office'],
    input: {
      type: 'object',
      properties: {
        kind: { enum: ['stall', 'booth'] },
        head: person,
        people: { type: 'array', items: { $ref: '#/$defs/person' } },
        headcount: { type: 'integer' },
        on: { type: 'string' },
        note: { type: 'string' },
      },
      required: ['kind', 'on'],
      $defs: {
        person: {
          type: 'object',
          properties: { name: { type: 'string' }, birth: { type: 'string' } },
          required: ['name'],
        },
      },
    },
  },
  { id: 'health-desk', agencies: ['health'], input: { type: 'object' } },
]
const surroundings = { adapters: ADAPTERS, lists: ['districts'] }

function load(text: string) {
  writeFileSync(file, text)
  return readJourneys(city, surroundings)
}

function mistakesOf(text: string): string[] {
  try {
    load(text)
  } catch (mistake) {
    if (mistake instanceof DataMistake) return mistake.mistakes
    throw mistake
  }
  return []
}

/** Line of the first place where `text` contains `part`. */
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length

test('a right journey is read as it was written, and its digest does not depend on order', () => {
  const [journey] = load(RIGHT)
  expect(journey).toEqual(STALL)
  const turned = Object.fromEntries(Object.entries(STALL).reverse())
  expect(journey && digestOf(journey)).toBe(digestOf(turned as unknown as typeof STALL))
  expect(digestOf({ ...STALL, version: 2 })).not.toBe(digestOf(STALL))
})

test.each([
  ['an unknown field', 'minutes: 5', 'minuets: 5', 'Unrecognized key'],
  ['a missing language', 'en: A market stall', 'fr: Un étal', 'en'],
  [
    'an expression with an unknown question',
    '"food" in answers.goods',
    '"food" in answers.gods',
    'No such key: gods (character 19',
  ],
  [
    'an expression of the wrong type',
    'answers.tables > 3',
    'answers.tables + 3',
    'comes to double, expected bool',
  ],
  [
    'an option nobody can pick',
    'answers.role == "other"',
    'answers.role == "others"',
    '"others" is not an option; options are me, other',
  ],
  [
    'a part that is not asked for',
    'age(each.birth, answers.day)',
    'age(each.phone, answers.day)',
    'question helpers does not ask for phone',
  ],
  [
    'a question asked later',
    'answers.role == "other"',
    'answers.tables > 1',
    'depends on tables, which is not asked on an earlier page',
  ],
  ['a page nobody reaches', 'answers.role == "other"', '1 > 2', 'is never true'],
  [
    'a leg without adapter',
    'adapter: market-desk',
    'adapter: market-disk',
    'there is no adapter market-disk; known are market-desk, health-desk',
  ],
  [
    'an adapter of another agency',
    'agency: health',
    'agency: police',
    'adapter health-desk does not carry to police',
  ],
  [
    'a field the adapter does not know',
    'on: =answers.day',
    'no: =answers.day',
    'adapter market-desk knows no field no',
  ],
  [
    'a field the adapter needs',
    'on: =answers.day',
    'no: =answers.day',
    'adapter market-desk needs a field on',
  ],
  [
    'a wrong word for the adapter',
    'kind: stall',
    'kind: tent',
    'adapter market-desk takes stall, booth here',
  ],
  [
    'a wrong type for the adapter',
    'headcount: =size(derived.team)',
    'headcount: =answers.day',
    'is string; adapter market-desk takes integer',
  ],
  [
    'a leg that waits for nobody',
    'needs:\n      - place',
    'needs:\n      - plaze',
    'no earlier leg is called plaze',
  ],
  [
    'a leg’s number it does not wait for',
    '    needs:\n      - place\n',
    '',
    'uses the number of leg place, which is not in needs',
  ],
  [
    'a pointer to nothing',
    'question: /derived/head/birth',
    'question: /applicant/shoe',
    'no question is at /applicant/shoe',
  ],
  [
    'an unknown list',
    'list: districts',
    'list: planets',
    'list planets is not known; known are districts',
  ],
  [
    'rules that overlap',
    'to: 2026-12-31',
    'to: 2027-01-01',
    'must end before the next value begins, 2027-01-01',
  ],
  [
    'an unknown life event',
    'lifeEvent: work',
    'lifeEvent: play',
    'life event play is not known; known are work',
  ],
  [
    'a broken named expression',
    '"[derived.head] + answers.helpers"',
    '"[derived.haed] + answers.helpers"',
    'No such key: haed',
  ],
])('%s is named with its line', (_, right, wrong, message) => {
  const written = RIGHT.includes(right) ? right : right.replaceAll('"', '')
  expect(RIGHT).toContain(written)
  const text = RIGHT.replace(written, wrong)
  const found = mistakesOf(text)
  const said = found.find((mistake) => mistake.includes(message))
  expect(said, found.join('\n')).toMatch(/journey\.yaml:\d+:\d+ /)
  if (wrong && !/^must|needs a field/.test(message)) {
    const line = Number(/:(\d+):/.exec(said ?? '')?.[1])
    expect(Math.abs(line - lineOf(text, wrong))).toBeLessThanOrEqual(3)
  }
})

test('all mistakes are named at once, in all files', () => {
  const text = RIGHT.replace('/derived/head/birth', '/nobody')
    .replace('adapter: market-desk', 'adapter: none')
    .replace('answers.tables > 3', 'answers.tables > "3"')
  expect(mistakesOf(text)).toHaveLength(3)
})

test('a prototype may be shown before anybody built its adapters', () => {
  const text = RIGHT.replace('status: live', 'status: prototype').replace('market-desk', 'none-yet')
  expect(mistakesOf(text)).toEqual([])
})

test('a folder is called like its journey', () => {
  expect(mistakesOf(RIGHT.replace('id: stall', 'id: market'))[0]).toContain(
    'its folder is called stall',
  )
})

const REGISTER = {
  id: 'register',
  agencies: ['register'],
  input: { type: 'object' },
  reads: {
    subject: {
      type: 'object',
      properties: { id_number: {}, birth: {} },
      required: ['id_number', 'birth'],
    },
    fields: [
      { name: 'name', type: 'text' },
      { name: 'home', type: 'address' },
    ],
  },
}

test.each([
  [{ fields: { name: 'name' } }, null],
  [{ fields: { name: 'shoes' } }, 'adapter register reads no shoes; it reads name, home'],
  [{ fields: { name: 'home' } }, 'home is address, asked for is text'],
  [{ fields: { email: 'name' } }, 'question applicant asks for no email'],
  [{ field: 'name' }, 'a person names fields, by part'],
  [{ adapter: 'market-desk' }, 'no adapter market-desk reads anything'],
  [{ subject: { id_number: '/applicant/id_number' } }, 'adapter register needs birth'],
  [
    { subject: { id_number: '/applicant/id_number', birth: '/applicant/hat' } },
    'no question is at /applicant/hat',
  ],
  [
    { subject: { id_number: '/applicant/id_number', birth: '/applicant/birth', hat: '/role' } },
    'adapter register finds nobody by hat',
  ],
])('a question read from an agency is held against its adapter: %o', (more, mistake) => {
  const readFrom = {
    adapter: 'register',
    subject: { id_number: '/applicant/id_number', birth: '/applicant/birth' },
    fields: { name: 'name' },
    ...more,
    ...('field' in more ? { fields: undefined } : {}),
  }
  const [first, ...pages] = STALL.pages
  const [applicant, ...others] = first?.questions ?? []
  const questions = [{ ...applicant, readFrom }, ...others]
  const text = stringify({ ...STALL, pages: [{ ...first, questions }, ...pages] }, { lineWidth: 0 })
  writeFileSync(file, text)
  const known = { ...surroundings, adapters: [...ADAPTERS, REGISTER] }
  if (mistake === null) expect(readJourneys(city, known)).toHaveLength(1)
  else expect(() => readJourneys(city, known)).toThrow(mistake)
})
