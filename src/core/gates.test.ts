import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { type Gate, listGateResults, mayPass, registerGate, runGates } from './gates.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation({ bare: true })
})
afterAll(() => station.close())

const TITLE = { 'zh-TW': '負責人走過一次', en: 'The owner has gone through it' }
const FINDING = { 'zh-TW': '負責人還沒有走過。', en: 'The owner has not gone through it yet.' }
const subject = { what: 'tried', id: 'hike', version: 1 }

/** Finds something until the owner has gone through it. */
let hasOwnerTried = false
registerGate({
  id: 'test-owner',
  what: 'tried',
  title: TITLE,
  check: async () => (hasOwnerTried ? [] : [FINDING]),
} satisfies Gate)
registerGate({ id: 'test-other', what: 'other', title: TITLE, check: async () => [FINDING] })

test('a gate that finds something lets nothing pass, and what it found is kept', async () => {
  const results = await runGates(station, station.db, subject)
  expect(mayPass(results)).toBe(false)
  expect(await listGateResults(station.db, subject)).toMatchObject([
    { gate: 'test-owner', state: 'failed', findings: [FINDING] },
  ])
})

test('once nothing is found it passes, and the result of that version is the newest', async () => {
  hasOwnerTried = true
  expect(mayPass(await runGates(station, station.db, subject))).toBe(true)
  expect(await listGateResults(station.db, subject)).toMatchObject([
    { gate: 'test-owner', state: 'passed', findings: [] },
  ])
})

test('results belong to one version and are gone when its publication is rolled back', async () => {
  const next = { ...subject, version: 2 }
  const rolledBack = station.db.transaction().execute(async (tx) => {
    await runGates(station, tx, next)
    throw new Error('not published')
  })
  await expect(rolledBack).rejects.toThrow('not published')
  expect(await listGateResults(station.db, next)).toEqual([])
})

test('a gate that the city switched off is not asked, and says so with the reason and by whom', async () => {
  hasOwnerTried = false
  const reason = { 'zh-TW': '颱風期間先上線', en: 'Goes live first, for the typhoon' }
  const off = { gate: 'test-owner', reason, by: '數位局' }
  const city = { ...station.city, gatesOff: [off] }
  const results = await runGates({ ...station, city }, station.db, { ...subject, version: 3 })
  expect(mayPass(results)).toBe(true)
  expect(await listGateResults(station.db, { ...subject, version: 3 })).toMatchObject([
    { gate: 'test-owner', state: 'off', findings: [reason], offBy: '數位局' },
  ])
})
