// Whether a change helped.

import { expect, test } from 'vitest'
import { effectOf, judge, poissonInterval } from './effect.ts'

const week = (weekOn: string, reports: number, people = reports) => ({ weekOn, reports, people })
// A Thursday: its week counts as before.
const startsOn = '2026-11-05'

test('the interval of a count is close to the exact one (Garwood 1936: 10 gives 4.8 to 18.4)', () => {
  expect(poissonInterval(10).low).toBeCloseTo(4.8, 1)
  expect(poissonInterval(10).high).toBeCloseTo(18.4, 1)
  expect(poissonInterval(0).low).toBe(0)
  expect(poissonInterval(0).high).toBeCloseTo(3.7, 1)
})

test('four weeks before are set against the whole weeks after', () => {
  const weeks = [
    week('2026-10-12', 4),
    week('2026-10-26', 8),
    week('2026-11-02', 9),
    week('2026-11-09', 1),
  ]
  const { before, after } = effectOf(weeks, { startsOn, today: '2026-11-23', served: [] })
  expect([before.reports, before.perWeek]).toEqual([21, 5.25])
  expect([after.reports, after.weeks]).toEqual([1, 3])
})

test('nothing is judged in the first week', () => {
  const effect = effectOf([], { startsOn, today: '2026-11-10', served: [] })
  expect(judge(effect, { startsOn, today: '2026-11-10' })).toBe('running')
})

test('silence alone is quiet, never solved', () => {
  const today = '2026-11-23'
  const effect = effectOf([week('2026-10-26', 8)], { startsOn, today, served: [] })
  expect(judge(effect, { startsOn, today })).toBe('quiet')
})

test('it is solved when as many were served as a week had missed, and nobody is missed since', () => {
  const today = '2026-11-23'
  const served = [{ weekOn: '2026-11-09', people: 2 }]
  const effect = effectOf([week('2026-10-26', 8)], { startsOn, today, served })
  expect(judge(effect, { startsOn, today })).toBe('solved')
})

test('who is missed still keeps it open, however many were served', () => {
  const today = '2026-11-23'
  const served = [{ weekOn: '2026-11-09', people: 500 }]
  const weeks = [week('2026-10-26', 8), week('2026-11-16', 1)]
  const effect = effectOf(weeks, { startsOn, today, served })
  expect(judge(effect, { startsOn, today })).toBe('still_missed')
})

test('fewer served than a week had missed is not solved', () => {
  const today = '2026-11-23'
  const served = [{ weekOn: '2026-11-09', people: 1 }]
  const effect = effectOf([week('2026-10-26', 8)], { startsOn, today, served })
  expect(judge(effect, { startsOn, today })).toBe('quiet')
})

test('people served before the change do not speak for it', () => {
  const today = '2026-11-23'
  const served = [{ weekOn: '2026-10-26', people: 50 }]
  const effect = effectOf([week('2026-10-26', 8)], { startsOn, today, served })
  expect(effect.served).toBe(0)
})
