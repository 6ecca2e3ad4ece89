// Number slips through a day: given, called, released, kept for the evening, forgotten at night.

import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { endStates } from '../actions/changes.ts'
import { counterAt, ITEM, openSites, PROGRAMME } from '../handout/station.examples.ts'
import { expectedAt } from '../rules/slips.ts'
import { findStock } from '../store/changes.ts'
import { findRound } from '../store/slips.ts'
import { callNext, openRound, recordPaper, settle, settleRounds, takeSlip } from './slips.ts'

let station: TestStation
let keys = 0

beforeAll(async () => {
  station = await newStation({ now: '2026-11-24T08:30:00+08:00' })
  await openSites(station, 6, 500)
})
afterAll(() => station.close())

const moveTo = (time: string) => station.clock.move?.(new Date(`2026-11-24T${time}:00+08:00`))
const open = (site: string, numbers: number, lateNumbers = 0) =>
  openRound(station, counterAt(site), {
    ...{ item: ITEM, numbers, lateNumbers, startsAt: '11:00', endsAt: '21:00' },
  })
const take = (roundId: string, phone: string | null = null) => {
  keys += 1
  return takeSlip(station, { roundId, door: 'page', phone, clientKey: `slip-key-${keys}` })
}
const stockAt = (siteId: string) =>
  findStock(station.db, { programmeId: PROGRAMME, siteId, item: ITEM })

test('paper numbers and those without paper stand in one line', async () => {
  const round = await open('s1', 100)
  await recordPaper(station, round, 60)
  expect(await take(round)).toMatchObject({ ok: true, slip: { number: 61 } })
  await recordPaper(station, round, 70)
  expect(await take(round)).toMatchObject({ ok: true, slip: { number: 71 } })
  await expect(recordPaper(station, round, 50)).rejects.toThrow('given_before')
  await expect(recordPaper(station, round, 101)).rejects.toThrow('too_many')
})

test('one telephone has one number, also when it asks twice at once', async () => {
  const round = await open('s2', 10)
  const asked = await Promise.all([1, 2, 3].map(() => take(round, '0912345678')))
  expect(asked.map((one) => one.ok && one.slip.number)).toEqual([1, 1, 1])
})

test('ninety are given in the morning, ten wait until 18:00, and the stock says so', async () => {
  const round = await open('s3', 100, 10)
  await recordPaper(station, round, 89)
  const rush = await Promise.all(Array.from({ length: 20 }, () => take(round)))
  expect(rush.filter(({ ok }) => ok)).toHaveLength(1)
  expect(rush.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'kept_for_late' })
  expect(await stockAt('s3')).toMatchObject({
    state: 'promised',
    amount: 500,
    stateUntil: new Date('2026-11-24T18:00:00+08:00'),
  })

  await moveTo('17:59')
  expect(await take(round)).toMatchObject({ ok: false, reason: 'kept_for_late' })
  await moveTo('18:00')
  await endStates(station)
  expect((await stockAt('s3'))?.state).toBe('counted')
  const evening = await Promise.all(Array.from({ length: 15 }, () => take(round)))
  expect(evening.filter(({ ok }) => ok)).toHaveLength(10)
  expect(evening.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'gone' })
  // Nothing is kept any more: promised until the next morning's slips.
  expect(await stockAt('s3')).toMatchObject({
    state: 'promised',
    stateUntil: new Date('2026-11-25T08:30:00+08:00'),
  })
})

test('a number called in vain is free for another, and the stock is told as counted again', async () => {
  await moveTo('11:00')
  const round = await open('s4', 3)
  await recordPaper(station, round, 3)
  expect((await stockAt('s4'))?.state).toBe('promised')
  expect([await callNext(station, round), await callNext(station, round)]).toEqual([1, 2])
  await settle(station, round, { number: 2, state: 'served' })
  await expect(settle(station, round, { number: 3, state: 'served' })).rejects.toThrow('not_called')
  await moveTo('11:29')
  await settleRounds(station)
  expect(await take(round)).toMatchObject({ ok: false })
  await moveTo('11:31')
  await settleRounds(station)
  expect((await stockAt('s4'))?.state).toBe('counted')
  expect(await take(round)).toMatchObject({ ok: true, slip: { number: 4 } })
  expect((await stockAt('s4'))?.state).toBe('promised')
})

test('two counters that call in the same moment call two numbers', async () => {
  const round = await open('s5', 10)
  await recordPaper(station, round, 10)
  const called = await Promise.all(Array.from({ length: 6 }, () => callNext(station, round)))
  expect(called.toSorted()).toEqual([1, 2, 3, 4, 5, 6])
})

test('one’s turn is told by the plan first, then by the pace of the day', async () => {
  const base = { secondsEach: 60, startsAt: new Date('2026-11-24T11:00:00+08:00') }
  const before = new Date('2026-11-24T09:00:00+08:00')
  const plan = expectedAt({ ...base, served: 0, firstCalledAt: null }, 10, before)
  expect(plan).toEqual(new Date('2026-11-24T11:10:00+08:00'))
  const noon = new Date('2026-11-24T12:00:00+08:00')
  const pace = expectedAt({ ...base, served: 30, firstCalledAt: base.startsAt }, 10, noon)
  expect(pace).toEqual(new Date('2026-11-24T12:20:00+08:00'))
})

test('after the day nothing of a telephone is left', async () => {
  await moveTo('11:40')
  const round = await open('s6', 5)
  await take(round, '0987654321')
  const phones = async () => {
    const { rows } = await sql<{ kept: number }>`
      select count(*)::integer as kept from supply.slips
       where sealed_phone is not null or client_key is not null`.execute(station.db)
    return rows[0]?.kept
  }
  expect(await phones()).toBeGreaterThan(0)
  await moveTo('21:00')
  await settleRounds(station)
  expect(await phones()).toBe(0)
  expect(await findRound(station.db, round)).toMatchObject({ closedAt: expect.any(Date) })
  expect(await take(round)).toEqual({ ok: false, reason: 'over' })
})
