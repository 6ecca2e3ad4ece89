import { expect, test } from 'vitest'
import { CONTEXT, STALL, STALL_ANSWERS } from '../journey.examples.ts'
import type { Journey } from '../schema.ts'
import { replay } from './replay.ts'

const later = (change: (journey: Journey) => void): Journey => {
  const journey = structuredClone({ ...STALL, version: 2 })
  change(journey)
  return journey
}
const filed = [STALL_ANSWERS, { ...STALL_ANSWERS, goods: ['books'] }]

test('a version that changes nothing changes nobody’s case', () => {
  expect(
    replay(
      STALL,
      later(() => {}),
      filed,
      CONTEXT,
    ),
  ).toEqual([])
})

test('a stricter check names the cases it would now refuse', () => {
  const stricter = later((journey) => {
    const [check] = journey.checks
    if (check) check.when = '"food" in answers.goods'
  })
  expect(replay(STALL, stricter, filed, CONTEXT)).toMatchObject([
    { at: 0, refused: [{ pointer: '/applicant/birth' }] },
  ])
})

test('a changed condition names the agencies that would be asked, and those that would not', () => {
  const wider = later((journey) => {
    const kitchen = journey.legs[1]
    if (kitchen) kitchen.when = '"books" in answers.goods'
  })
  expect(replay(STALL, wider, filed, CONTEXT)).toEqual([
    { at: 0, refused: [], agenciesAdded: [], agenciesDropped: ['health'] },
    { at: 1, refused: [], agenciesAdded: ['health'], agenciesDropped: [] },
  ])
})
