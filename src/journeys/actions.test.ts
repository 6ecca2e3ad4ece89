import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { registerGate } from '../core/gates.ts'
import { listEntriesAfter } from '../core/openlog.ts'
import {
  findWaitingVersion,
  getJourney,
  getJourneyToTry,
  getVersion,
  listJourneys,
  publishJourneys,
} from './actions.ts'
import { digestOf } from './definition/load.ts'

let station: TestStation
let folder: string

beforeAll(async () => {
  station = await newStation()
  station.city.gatesOff = ['told', 'tried'].map(offForTests)
  folder = mkdtempSync(join(tmpdir(), 'city-'))
  cpSync('cities/taichung/journeys', join(folder, 'journeys'), { recursive: true })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await station.close()
})

/** The same city with another birth journey; what was published stays published. */
function withBirth(change: (text: string) => string, sandbox = true): TestStation {
  const file = join(folder, 'journeys', 'birth', 'journey.yaml')
  writeFileSync(file, change(readFileSync('cities/taichung/journeys/birth/journey.yaml', 'utf8')))
  return {
    ...station,
    city: station.city,
    config: { ...station.config, sandbox },
  }
}

/** Later modules' gates are tested there. */
const offForTests = (gate: string) => ({
  gate,
  reason: { 'zh-TW': '這裡試的是發布', en: 'Publishing is tried here' },
  by: 'tests',
})

const publish = (changed: TestStation) => publishJourneys(changed, folder)
const gate = { isOpen: true }
registerGate({
  id: 'test-held',
  what: 'journey',
  title: { 'zh-TW': '試', en: 'Test' },
  check: async () => (gate.isOpen ? [] : [{ 'zh-TW': '等', en: 'Wait' }]),
})

function withGate(changed: TestStation) {
  gate.isOpen = false
  return { station: changed, gate }
}

const english = (title: string) => (text: string) =>
  text.replace('en: A child is born', `en: ${title}`)

test('every journey of the city is published once, and the open log says so', async () => {
  await publish(withBirth((text) => text))
  await publish(withBirth((text) => text))
  const journeys = await listJourneys(station.db)
  expect(journeys.map((journey) => journey.id)).toEqual(['birth', 'hike'])
  const entries = await listEntriesAfter(station.db, 0, 100)
  const published = entries.filter((entry) => entry.kind === 'journeys.version_published')
  expect(published.map((entry) => entry.subject).sort()).toEqual(['journey:birth', 'journey:hike'])
})

test('a published journey reads as it was written, in the same order, with the same digest', async () => {
  const version = await getVersion(station.db, 'birth')
  expect(digestOf(version.definition)).toBe(version.digest)
  const again = await getJourney(station.db, 'birth', 1)
  expect(again).toBe(version.definition)
})

test('a published version does not change: both digests are named', async () => {
  const { digest } = await getVersion(station.db, 'birth', 1)
  await expect(publish(withBirth(english('Another title')))).rejects.toThrow(
    new RegExp(`birth version 1 was published with digest ${digest} and now has [0-9a-f]{64}`),
  )
})

test('a new version is published beside the old one, and new cases get it', async () => {
  const second = (text: string) => english('Born')(text).replace('version: 1', 'version: 2')
  await publish(withBirth(second))
  expect((await getJourney(station.db, 'birth')).title.en).toBe('Born')
  expect((await getJourney(station.db, 'birth', 1)).title.en).toBe('A child is born')
})

test('a prototype of a demo city may be written again, elsewhere not', async () => {
  const third = (title: string) => (text: string) =>
    english(title)(text)
      .replace('version: 1', 'version: 3')
      .replace('status: live', 'status: prototype')
  await publish(withBirth(third('First try')))
  await publish(withBirth(third('Second try')))
  expect((await getJourney(station.db, 'birth', 3)).title.en).toBe('Second try')
  await expect(publish(withBirth(third('Third try'), false))).rejects.toThrow(
    /raise `version` to 4/,
  )
})

test('a version that a gate holds back can be gone through; once nothing is held back none waits', async () => {
  const fourth = (text: string) => english('Born again')(text).replace('version: 1', 'version: 4')
  const { station: held, gate } = withGate(withBirth(fourth))
  await publish(held)
  expect((await getJourney(station.db, 'birth')).version).toBe(3)
  const waiting = await findWaitingVersion(station.db, 'birth')
  expect(waiting).toMatchObject({ version: 4, waitingSince: station.clock.now() })
  const tried = await getJourneyToTry(station.db, 'birth', 4)
  expect(tried.definition.title.en).toBe('Born again')

  gate.isOpen = true
  await publish(held)
  expect((await getJourney(station.db, 'birth')).version).toBe(4)
  expect(await findWaitingVersion(station.db, 'birth')).toBeNull()
})

test('a mistake in a file stops the load and leaves what is published', async () => {
  await expect(
    publish(withBirth((text) => text.replace('status: live', 'status: alive'))),
  ).rejects.toThrow(/journey\.yaml:\d+:\d+ status/)
  expect((await listJourneys(station.db)).length).toBe(2)
})

test('a journey nobody published is not found', async () => {
  await expect(getJourney(station.db, 'flying')).rejects.toMatchObject({ kind: 'not_found' })
  await expect(getJourney(station.db, 'hike', 9)).rejects.toMatchObject({ kind: 'not_found' })
})
