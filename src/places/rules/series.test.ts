import { expect, test } from 'vitest'
import { amountOn, before, daysBetween, isDay, overlaps, valueOn } from './series.ts'

const entry = (from: string, to: string | undefined, value: number) => ({
  from,
  ...(to ? { to } : {}),
  value,
  source: 's',
  verified: true,
})

test('a value holds from its first to its last day, both included', () => {
  const beds = [entry('2026-01-01', '2026-04-30', 92), entry('2026-05-01', undefined, 136)]
  expect(valueOn(beds, '2025-12-31')).toBeNull()
  expect(valueOn(beds, '2026-01-01')?.value).toBe(92)
  expect(valueOn(beds, '2026-04-30')?.value).toBe(92)
  expect(valueOn(beds, '2026-05-01')?.value).toBe(136)
  expect(valueOn(beds, '2040-01-01')?.value).toBe(136)
  expect(valueOn(undefined, '2026-05-01')).toBeNull()
})

test('Saturday and Sunday take the holiday amount', () => {
  const beds = { weekday: 88, holiday: 226 }
  expect(amountOn(beds, '2026-12-04')).toBe(88)
  expect(amountOn(beds, '2026-12-05')).toBe(226)
  expect(amountOn(beds, '2026-12-06')).toBe(226)
  expect(amountOn(60, '2026-12-06')).toBe(60)
})

test('months are counted by the calendar, days one by one', () => {
  expect(before('2026-12-31', { months: 1 })).toBe('2026-11-30')
  expect(before('2027-01-07', { months: 2 })).toBe('2026-11-07')
  expect(before('2027-01-03', { days: 5 })).toBe('2026-12-29')
  expect(daysBetween('2026-12-29', '2027-01-03')).toBe(5)
})

test('a day is one the calendar has', () => {
  expect(['2028-02-29', '2026-12-31'].every(isDay)).toBe(true)
  expect(
    ['2027-02-29', '2026-13-01', '2026-1-1', '115/12/07', '', null, 20261207].some(isDay),
  ).toBe(false)
})

test('two values for one day are found, in whatever order they stand', () => {
  expect(
    overlaps([entry('2026-01-01', '2026-06-30', 1), entry('2026-07-01', undefined, 2)]),
  ).toEqual([])
  expect(
    overlaps([entry('2026-07-01', undefined, 2), entry('2026-01-01', '2026-07-01', 1)]),
  ).toEqual([0])
  expect(overlaps([entry('2020-01-01', undefined, 1), entry('2026-01-01', undefined, 2)])).toEqual([
    1,
  ])
})
