// Windows as people write them.

import { expect, test } from 'vitest'
import { endOfFinished, endOfPromised, nextToday } from './finish.ts'
import { readWindows, writeWindows } from './windows.ts'

test.each([
  ['1-5 08:30-09:00', 5],
  ['一-五 8:30-9:00', 5],
  ['週一至週五　08：30～09：00', 5],
  ['一三五 08:30-09:00\n6,7 10:00-24:00', 5],
  ['', 0],
])('%s is %i windows', (text, count) => {
  expect(readWindows(text)).toHaveLength(count)
})

test.each(['每天', '1-5', '8 09:00-10:00', '5-1 09:00-10:00', '1 10:00-09:00', '1 25:00-26:00'])(
  '%s is none',
  (text) => {
    expect(readWindows(text)).toBeNull()
  },
)

test('what is written is read again', () => {
  const windows = readWindows('1-5 08:30-09:00\n6 10:00-12:00\n2,4 18:00-20:00') ?? []
  expect(readWindows(writeWindows(windows).join('\n'))).toEqual(windows)
  expect(writeWindows(windows)).toContain('1-5 08:30-09:00')
})

const taipei = (time: string) => new Date(`2026-11-${time}:00+08:00`)

test('finished for today ends with the first window of a later day', () => {
  const hours = { handOut: readWindows('1-5 09:00-12:00\n1-5 18:00-20:00') ?? [] }
  // Monday 23 November.
  expect(endOfFinished(hours, taipei('23T09:30'))).toEqual(taipei('24T09:00'))
  expect(nextToday(hours, taipei('23T09:30'))).toEqual(taipei('23T18:00'))
  expect(nextToday(hours, taipei('23T19:00'))).toBeNull()
  expect(endOfFinished(hours, taipei('27T09:30'))).toEqual(taipei('30T09:00'))
  expect(endOfFinished({}, taipei('23T09:30'))).toEqual(taipei('24T00:00'))
})

test('slips are promised until slips are given out again, today even', () => {
  const hours = { slips: readWindows('1-5 08:30-09:00\n1-5 17:30-18:00') ?? [] }
  expect(endOfPromised(hours, taipei('23T09:30'))).toEqual(taipei('23T17:30'))
  expect(endOfPromised({}, taipei('23T09:30'))).toEqual(taipei('24T00:00'))
})
