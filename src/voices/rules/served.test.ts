import { expect, test } from 'vitest'
import type { ServedRow } from '../schema/served.ts'
import { gapsOf, hidesAny, isHidden, roundedDown, servedRate, whoIsServed } from './served.ts'

const DISTRICTS = [
  { id: 'north', population: { '0-14': 1_000, '15-64': 7_000, '65+': 2_000 } },
  { id: 'heping', population: { '0-14': 500, '15-64': 3_000, '65+': 1_500 } },
  { id: 'central', population: { '0-14': 100, '15-64': 300, '65+': 100 } },
]
const row = (over: Partial<ServedRow>): ServedRow => ({
  serviceId: 's',
  findingId: null,
  weekOn: '2026-11-16',
  door: 'store',
  districtId: 'north',
  ageBand: '65+',
  source: 'hand_outs',
  came: 30,
  finished: 20,
  couldNot: 10,
  ...over,
})

test('people are counted by door, district and age, beside how many live there', () => {
  const served = whoIsServed(
    [
      row({}),
      row({ door: 'web', districtId: 'unknown', ageBand: 'unknown', came: 4, finished: 4 }),
    ],
    DISTRICTS,
  )
  expect(served.doors.map(({ of, came }) => [of, came])).toEqual([
    ['store', 30],
    ['web', 4],
  ])
  expect(served.districts[0]).toMatchObject({ of: 'north', population: 10_000, finished: 20 })
  expect(served.ages.at(-1)).toMatchObject({ of: '65+', population: 3_600, finished: 20 })
  expect(served.unplaced).toBe(4)
})

test('a rate is said for 10,000 people, never from fewer than five served', () => {
  const [north] = whoIsServed([row({})], DISTRICTS).districts
  expect(north && servedRate(north)).toBe(20)
  const [few] = whoIsServed([row({ finished: 4 })], DISTRICTS).districts
  expect(few && servedRate(few)).toBeNull()
})

test('districts in which nobody was served are gaps, the most people first', () => {
  const { districts } = whoIsServed([row({})], DISTRICTS)
  expect(gapsOf(districts).map(({ of }) => of)).toEqual(['heping', 'central'])
})

test('one to four people are hidden; nobody is said', () => {
  expect([0, 1, 4, 5].map(isHidden)).toEqual([false, true, true, false])
})

test('beside a hidden count no sum is exact, or subtracting would tell it', () => {
  expect(hidesAny(whoIsServed([row({})], DISTRICTS))).toBe(false)
  const few = whoIsServed(
    [row({}), row({ districtId: 'heping', came: 3, finished: 3, couldNot: 0 })],
    DISTRICTS,
  )
  expect(hidesAny(few)).toBe(true)
  expect([323, 320, 5, 0].map(roundedDown)).toEqual([320, 320, 5, 0])
})
