import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHEN, CONTEXT, LIN, STALL, STALL_ANSWERS } from '../journey.examples.ts'
import type { Journey } from '../schema.ts'
import { readAnswers, readDraft, readPage } from './read.ts'

const read = (raw: unknown, journey: Journey = STALL) => readAnswers(journey, raw, CONTEXT)

/** Pointers of everything that is wrong, in order. */
const wrongAt = (raw: unknown) => {
  const reading = read(raw)
  return reading.ok ? [] : reading.problems.map((problem) => problem.pointer)
}

function answersOf(raw: unknown) {
  const reading = read(raw)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.answers
}

test('right answers come out in one form, whoever wrote them how', () => {
  expect(answersOf(STALL_ANSWERS)).toEqual({
    applicant: {
      name: '林小姐',
      nationality: 'TW',
      id_number: LIN,
      birth: '1990-05-01',
      phone: '0912345678',
    },
    role: 'me',
    helpers: [
      { name: '陳先生', id_number: CHEN, birth: '1986-03-04', cooks: 'cook' },
      { name: 'Ana', id_number: 'A800000014', birth: '2001-02-03', cooks: 'sell' },
    ],
    day: '2026-12-24',
    tables: 2,
    district: { id: 'xitun', name: '西屯區' },
    goods: ['food'],
    agree: true,
  })
})

test('answers that were read already read the same again', () => {
  const answers = answersOf(STALL_ANSWERS)
  expect(answersOf(answers)).toEqual(answers)
  expect(answersOf(JSON.parse(JSON.stringify(answers)))).toEqual(answers)
})

test('everything that is wrong is said at once, each with its place', () => {
  const applicant = { ...STALL_ANSWERS.applicant, id_number: 'A123456788', birth: '2026-02-30' }
  const wrong = {
    ...STALL_ANSWERS,
    applicant,
    tables: 9,
    day: 'soon',
    district: 'mars',
    agree: false,
    extra: 1,
  }
  expect(wrongAt(wrong)).toEqual([
    '/applicant/id_number',
    '/applicant/birth',
    '/day',
    '/tables',
    '/district',
    '/agree',
    '/extra',
  ])
})

test('nothing at all is answered with what is missing', () => {
  expect(wrongAt({})).toEqual([
    '/applicant/name',
    '/role',
    '/day',
    '/tables',
    '/district',
    '/agree',
  ])
  for (const raw of [null, [], 'x', 5]) expect(wrongAt(raw)).toEqual([''])
})

test('what is not asked of this person is left out, even when it was sent', () => {
  const runner = { name: '王先生', id_number: CHEN, birth: '1980-01-01', phone: '0922333444' }
  expect(answersOf({ ...STALL_ANSWERS, runner })).not.toHaveProperty('runner')
  expect(wrongAt({ ...STALL_ANSWERS, role: 'other' })).toContain('/runner/name')
  const other = answersOf({ ...STALL_ANSWERS, role: 'other', helpers: [], runner })
  expect(other).toHaveProperty('runner.name', '王先生')
})

test('the same person twice in a group is refused, naming both', () => {
  const [helper] = STALL_ANSWERS.helpers
  const reading = read({ ...STALL_ANSWERS, helpers: [helper, { ...helper, name: '又是他' }] })
  expect(reading).toMatchObject({
    ok: false,
    problems: [
      {
        pointer: '/helpers/1/id_number',
        message: 'journeys.problem_member_twice',
        values: { first: 1, second: 2 },
      },
    ],
  })
})

test('a group is no larger than it may be, and an empty row is nobody', () => {
  const helper = (at: number) => ({
    name: `幫手${at}`,
    id_number: `PASS${1000 + at}`,
    birth: '1990-01-01',
    cooks: 'sell',
  })
  expect(wrongAt({ ...STALL_ANSWERS, helpers: [1, 2, 3, 4].map(helper) })).toEqual(['/helpers'])
  const rows = [helper(1), { name: '', id_number: ' ' }, helper(2)]
  expect(answersOf({ ...STALL_ANSWERS, helpers: rows }).helpers).toHaveLength(2)
})

test('a check speaks with the rule of the day it is about', () => {
  const young = { ...STALL_ANSWERS.applicant, birth: '2008-06-01' }
  expect(wrongAt({ ...STALL_ANSWERS, applicant: young })).toEqual([])
  expect(wrongAt({ ...STALL_ANSWERS, applicant: young, day: '2027-01-04' })).toEqual([
    '/applicant/birth',
  ])
})

test('a check about whoever it is points at that person', () => {
  const runner = { name: '小王', id_number: 'A100000001', birth: '2012-01-01', phone: '0922333444' }
  expect(wrongAt({ ...STALL_ANSWERS, role: 'other', runner })).toEqual(['/runner/birth'])
})

test('a check for each member points at that member', () => {
  const [cook, seller] = STALL_ANSWERS.helpers
  const helpers = [cook, { ...seller, birth: '2015-01-01' }]
  expect(wrongAt({ ...STALL_ANSWERS, helpers })).toEqual(['/helpers/1/birth'])
})

test('what is only information stops nothing', () => {
  const reading = read({ ...STALL_ANSWERS, tables: 4 })
  expect(reading).toMatchObject({ ok: true, notes: [{ pointer: '/tables', level: 'info' }] })
})

test('a page of a draft is told its own mistakes only', () => {
  const draft = { applicant: STALL_ANSWERS.applicant, role: 'nobody' }
  const reading = readPage(STALL, 'who', draft, CONTEXT)
  expect(reading).toMatchObject({ ok: false, problems: [{ pointer: '/role' }] })
  expect(readPage(STALL, 'who', { ...draft, role: 'me' }, CONTEXT).ok).toBe(true)
  expect(readDraft(STALL, draft, CONTEXT)).toHaveProperty('applicant.name', '林小姐')
})

test('an unknown field is named without repeating what was sent', () => {
  const reading = read({ ...STALL_ANSWERS, ['x/~'.repeat(100)]: 1 })
  expect(reading.ok ? '' : reading.problems[0]?.pointer.length).toBeLessThan(200)
})

test('whatever is sent, there is an answer, and every problem has a place and words', () => {
  const raw = fc.dictionary(
    fc.constantFrom('applicant', 'role', 'helpers', 'day', 'tables', 'goods', 'agree', 'other'),
    fc.anything(),
  )
  fc.assert(
    fc.property(raw, (sent) => {
      const reading = read(sent)
      if (reading.ok) return
      for (const { pointer, message } of reading.problems) {
        expect(pointer).toMatch(/^(\/|$)/)
        expect(message).toBeTruthy()
      }
    }),
  )
})
