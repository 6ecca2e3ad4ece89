import { expect, test } from 'vitest'
import { mondayOf } from '../../core/weeks.ts'
import type { Line } from '../schema/ledger.ts'
import {
  endedWeeks,
  isOfFew,
  isPublic,
  isSeenByDesk,
  movedOnto,
  ownMinutesADay,
  shownLines,
  shownPerCase,
  sumSmallDesks,
} from './ledger.ts'

const desk = (id: string, agency: string, people: number, near = 'city') => ({
  id,
  agency,
  people,
  near,
})

test('a week begins on Monday, and ended weeks come newest first', () => {
  expect(mondayOf('2026-11-23')).toBe('2026-11-23')
  expect(mondayOf('2026-11-29')).toBe('2026-11-23')
  expect(endedWeeks('2026-11-25', 2)).toEqual(['2026-11-16', '2026-11-09'])
})

test('the desk sees a week when it has ended, everybody a week later', () => {
  expect(isSeenByDesk('2026-11-16', '2026-11-22')).toBe(false)
  expect(isSeenByDesk('2026-11-16', '2026-11-23')).toBe(true)
  expect(isPublic('2026-11-16', '2026-11-29')).toBe(false)
  expect(isPublic('2026-11-16', '2026-11-30')).toBe(true)
})

test('a desk of two is summed with the next of its agency, a large one stays by itself', () => {
  expect(sumSmallDesks([desk('big', 'a', 6), desk('one', 'a', 1), desk('two', 'a', 2)])).toEqual([
    ['big'],
    ['two', 'one'],
  ])
})

test('a small desk without others in its agency goes with the next nearby, and is never dropped', () => {
  const sums = sumSmallDesks([
    desk('far', 'x', 4, 'national'),
    desk('alone', 'a', 2),
    desk('near', 'b', 5),
  ])
  expect(sums).toEqual([['far'], ['near', 'alone']])
  expect(sumSmallDesks([desk('only', 'a', 1)])).toEqual([['only']])
})

test('every desk stands in exactly one sum', () => {
  const desks = Array.from({ length: 30 }, (_, n) => desk(`d${n}`, `a${n % 7}`, (n % 4) + 1))
  const sums = sumSmallDesks(desks)
  expect(sums.flat().sort()).toEqual(desks.map(({ id }) => id).sort())
  const people = (ids: string[]) =>
    ids.reduce((sum, id) => sum + (desks.find((one) => one.id === id)?.people ?? 0), 0)
  expect(sums.every((ids) => people(ids) >= 3)).toBe(true)
})

test('minutes of summed desks are one line; half declared is not measured', () => {
  const line = (groupId: string, over: Partial<Line>): Line => ({
    serviceId: 's',
    groupId,
    weekOn: '2026-11-16',
    minutes: 10,
    volume: 2,
    basis: 'measured',
    source: 'tasks',
    ...over,
  })
  const sums = [['a', 'b'], ['c']]
  expect(
    shownLines(
      [
        line('clerks:a', {}),
        line('clerks:b', { basis: 'declared', minutes: 5 }),
        line('waiting', {}),
      ],
      sums,
    ),
  ).toEqual([
    { groupId: 'clerks:a+b', weekOn: '2026-11-16', minutes: 15, volume: 4, basis: 'declared' },
    { groupId: 'waiting', weekOn: '2026-11-16', minutes: 10, volume: 2, basis: 'measured' },
  ])
})

test('minutes per case of summed desks are weighed by their cases', () => {
  const [row] = shownPerCase(
    [
      { groupId: 'clerks:a', before: 10, after: 4, perWeek: 30 },
      { groupId: 'clerks:b', before: 20, after: 8, perWeek: 10 },
    ],
    [['a', 'b']],
  )
  expect(row).toEqual({ groupId: 'clerks:a+b', before: 12.5, after: 5, perWeek: 40 })
})

test('time is moved onto a group when its case takes longer than before', () => {
  expect(
    movedOnto([
      { groupId: 'residents:web', before: 95, after: 22 },
      { groupId: 'call_centre', before: 4, after: 6 },
      { groupId: 'waiting', before: null, after: 30 },
      { groupId: 'clerks:a', before: 3, after: 3.01 },
    ]),
  ).toEqual([{ groupId: 'call_centre', minutes: 2 }])
})

test('what the program asks is said per clerk and working day', () => {
  expect(ownMinutesADay({ minutes: 100, people: 4, days: 5 })).toBe(5)
  expect(ownMinutesADay({ minutes: 3, people: 0, days: 0 })).toBe(3)
})

test('minutes measured of fewer than five cases are not shown; declared ones are nobody’s', () => {
  expect(isOfFew({ basis: 'measured', volume: 4 })).toBe(true)
  expect(isOfFew({ basis: 'measured', volume: 5 })).toBe(false)
  expect(isOfFew({ basis: 'declared', volume: 1 })).toBe(false)
})
