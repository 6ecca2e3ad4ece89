import { describe, expect, test } from 'vitest'
import { CONTEXT, LIN, STALL, STALL_ANSWERS, TODAY } from '../journey.examples.ts'
import { readAnswers } from '../questions/read.ts'
import type { Answers } from '../schema.ts'
import { disclosures, labelsAt, questionForField } from './fields.ts'
import { findAnswer, purposeEnds, typedFindAnswer } from './finding.ts'
import { planLegs } from './legs.ts'
import { pageOf, visiblePages } from './pages.ts'

const KNOWN = { today: TODAY }

function answersOf(more: Record<string, unknown> = {}): Answers {
  const reading = readAnswers(STALL, { ...STALL_ANSWERS, ...more }, CONTEXT)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.answers
}

const runner = { name: '王先生', id_number: 'A100000001', birth: '1980-01-01', phone: '0922333444' }

describe('the legs of a case', () => {
  test('are those whose condition holds', () => {
    expect(planLegs(STALL, answersOf(), KNOWN).map((leg) => leg.legId)).toEqual([
      'place',
      'kitchen',
    ])
    const books = answersOf({ goods: ['books'] })
    expect(planLegs(STALL, books, KNOWN).map((leg) => leg.legId)).toEqual(['place'])
  })

  test('send fixed text, answers and lists, and leave out what was not answered', () => {
    const [place] = planLegs(STALL, answersOf(), KNOWN)
    expect(place?.input).toEqual({
      kind: 'stall',
      head: {
        name: '林小姐',
        nationality: 'TW',
        id_number: LIN,
        birth: '1990-05-01',
        phone: '0912345678',
      },
      people: [
        { name: '林小姐', birth: '1990-05-01' },
        { name: '陳先生', birth: '1986-03-04' },
        { name: 'Ana', birth: '2001-02-03' },
      ],
      headcount: 3,
      on: '2026-12-24',
    })
  })

  test('send another leg’s number once there is one', () => {
    const kitchen = (references: Record<string, string>) =>
      planLegs(STALL, answersOf(), { ...KNOWN, references })[1]
    expect(kitchen({})).toMatchObject({ needs: ['place'], input: { cooks: [{ name: '陳先生' }] } })
    expect(kitchen({ place: 'M-7' })?.input).toEqual({ place: 'M-7', cooks: [{ name: '陳先生' }] })
  })

  test('open and close by days before a date, or on a day', () => {
    const [place, kitchen] = planLegs(STALL, answersOf(), KNOWN)
    expect(place?.opensAt?.toISOString()).toBe('2026-11-23T23:00:00.000Z')
    expect(place?.closesAt?.toISOString()).toBe('2026-12-21T15:00:00.000Z')
    expect(kitchen).toMatchObject({ opensAt: null, closesAt: null })
  })
})

describe('an agency’s word for a field', () => {
  const answers = answersOf({ role: 'other', runner })
  const filed = { answers, known: KNOWN }
  const back = (field: string, leg = 'place') => questionForField(STALL, leg, field, filed)

  test('leads back to the question, even through names and lists', () => {
    expect(back('on')).toBe('/day')
    expect(back('head.birth')).toBe('/runner/birth')
    expect(back('people.0.name')).toBe('/runner/name')
    expect(back('/people/2/birth')).toBe('/helpers/1/birth')
    expect(back('people[1].name')).toBe('/helpers/0/name')
    expect(back('cooks.0.name', 'kitchen')).toBe('/helpers/0/name')
    expect(back('people.0')).toBe('/runner')
    expect(back('on.year')).toBe('/day')
  })

  test('leads to the nearest question when the answers are gone', () => {
    expect(questionForField(STALL, 'place', 'head.birth')).toBe('/applicant')
    expect(questionForField(STALL, 'place', 'people.2.birth')).toBe('/applicant/birth')
  })

  test('leads nowhere when nobody answered it', () => {
    expect(back('kind')).toBeNull()
    expect(back('colour')).toBeNull()
    expect(back('on', 'parking')).toBeNull()
  })
})

test('what is passed on is named question by question, persons part by part', () => {
  const [place, kitchen] = disclosures(STALL, answersOf(), KNOWN)
  expect(place?.questions.map((q) => [q.pointer, q.parts])).toEqual([
    ['/applicant', ['name', 'nationality', 'id_number', 'birth', 'phone']],
    ['/helpers', ['name', 'birth']],
    ['/day', []],
  ])
  expect(kitchen?.agencyId).toBe('health')
  expect(kitchen?.questions.map((q) => q.pointer)).toEqual(['/helpers'])
})

test('pages are shown to those they concern', () => {
  const ids = (answers: Answers) => visiblePages(STALL, answers, KNOWN).map((page) => page.id)
  expect(ids({ role: 'me' })).toEqual(['who', 'team', 'stall'])
  expect(ids({ role: 'other' })).toEqual(['who', 'runner', 'team', 'stall'])
  expect(pageOf(STALL, '/helpers/0/birth')?.id).toBe('team')
  expect(pageOf(STALL, '/nothing')).toBeNull()
})

test('a pointer has the words of its question and part', () => {
  expect(labelsAt(STALL, '/helpers/1/birth')).toMatchObject({ part: 'birth' })
  expect(labelsAt(STALL, '/helpers/1/cooks')?.inner?.en).toBe('Cooks?')
})

test('the answer that finds a case again is the same in any writing', () => {
  expect(findAnswer(STALL, answersOf())).toBe(LIN)
  expect(typedFindAnswer(STALL, ' a123-456-789')).toBe(LIN)
  expect(typedFindAnswer(STALL, '')).toBeNull()
  expect(findAnswer(STALL, {})).toBeNull()
})

test('answers are needed until their purpose ends', () => {
  expect(purposeEnds(STALL, answersOf(), KNOWN)).toBe('2026-12-24')
  expect(purposeEnds(STALL, {}, KNOWN)).toBe(TODAY)
})
