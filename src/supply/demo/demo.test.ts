// The day of a demo city: it moves with the city's time, by the same ways as a real one, and never
// anywhere else.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { listReports } from '../store/reports.ts'
import { listHeld, listRuns } from '../store/runs.ts'
import { listSites } from '../store/sites.ts'
import { findMoment, listStock, sumStock } from '../store/stock.ts'
import { amountAt, eventsOn, stopsUntil } from './day.ts'
import { playDay } from './play.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation({ now: '2026-11-23T09:30:00+08:00' })
})
afterAll(() => station.close())

const sequenceOf = async (id: string) => (await findMoment(station.db, id))?.sequence ?? 0
const at = (time: string) => station.clock.move?.(new Date(`2026-11-${time}:00+08:00`))
const states = async (id: string) =>
  new Set((await listStock(station.db, { programmeId: id })).map(({ state }) => state))

test('a city that serves people has no such day', async () => {
  const before = await sequenceOf('masks')
  await playDay({ ...station, config: { ...station.config, sandbox: false } })
  expect(await sequenceOf('masks')).toBe(before)
  expect(await listRuns(station.db, 'masks')).toEqual([])
})

test('a demo has a week behind it, and every file of it was taken in like any other', async () => {
  await playDay(station)
  const runs = await listRuns(station.db, 'masks')
  expect(runs.length).toBeGreaterThan(40)
  expect(runs.filter(({ outcome }) => !['taken', 'same'].includes(outcome))).toEqual([])
  expect(runs.every(({ rows, unknown }) => rows >= 40 && unknown === 0)).toBe(true)
  expect(await listHeld(station.db)).toEqual([])
  expect(runs[0]?.at).toEqual(station.clock.now())
})

test('the same moment once more changes nothing; an earlier one neither', async () => {
  const before = await sequenceOf('masks')
  const kits = await sequenceOf('rapid-tests')
  await playDay(station)
  await at('23T09:00')
  await playDay(station)
  expect(await sequenceOf('masks')).toBe(before)
  expect(await sequenceOf('rapid-tests')).toBe(kits)
})

test('stock falls from 400 and 200 over the day, and comes again in the morning', async () => {
  const seen: number[] = []
  for (const time of ['23T09:31', '23T12:00', '23T16:00', '23T20:00']) {
    await at(time)
    await playDay(station)
    seen.push((await sumStock(station.db, 'masks')).adult ?? 0)
  }
  expect(seen).toEqual([...seen].sort((a, b) => b - a))
  expect(new Set(seen).size).toBe(4)
  expect(await states('masks')).toContain('finished')
  expect(await states('rapid-tests')).toContain('promised')
  const most = Math.max(
    ...(await listStock(station.db, { programmeId: 'masks' })).map((s) => s.amount ?? 0),
  )
  expect(most).toBeLessThanOrEqual(400)
  await at('24T08:40')
  await playDay(station)
  expect((await sumStock(station.db, 'masks')).adult).toBeGreaterThan(seen.at(-1) ?? 0)
})

test('a shop and two residents tell that the map is wrong, and it is settled', async () => {
  await at('24T10:45')
  await playDay(station)
  expect(await states('masks')).toContain('disputed')
  await at('24T15:30')
  await playDay(station)
  expect(await states('masks')).not.toContain('disputed')
  const sites = await listSites(station.db, { programmeId: 'masks' })
  const told = (
    await Promise.all(sites.map(({ siteId }) => listReports(station.db, 'masks', siteId)))
  ).flat()
  const today = told.filter((report) => report.at > new Date('2026-11-24T00:00:00+08:00'))
  expect(today.map(({ source }) => source).sort()).toEqual(['owner', 'resident', 'resident'])
  expect(today.every(({ settledAt }) => settledAt !== null)).toBe(true)
})

test('the day is written down: the same time gives the same number', async () => {
  const site = { siteId: 'X', hours: { sale: [[1, '09:00', '12:00'] as [number, string, string]] } }
  const noon = new Date('2026-11-23T11:00:00+08:00')
  expect(amountAt(site, 400, noon)).toBe(amountAt(site, 400, noon))
  expect(amountAt(site, 400, new Date('2026-11-23T08:30:00+08:00'))).toBe(400)
  // On Tuesday what was left on Monday is still there.
  expect(amountAt(site, 400, new Date('2026-11-24T11:00:00+08:00'))).toBe(
    amountAt(site, 400, new Date('2026-11-23T12:00:00+08:00')),
  )
  expect(eventsOn('2026-11-24', [site], 400)).toEqual([])
  expect(stopsUntil(noon, new Date('2026-11-23T10:59:00+08:00'))).toEqual([noon])
})
