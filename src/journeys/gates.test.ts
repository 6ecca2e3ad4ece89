// How gates of other modules stand in the way of a version, and what the public sees of it.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../tests/world.ts'
import type { City } from '../core/city.ts'
import { listGateResults, registerGate } from '../core/gates.ts'
import { getVersion, publishJourneys } from './actions.ts'

const FINDING = {
  'zh-TW': '櫃台還沒有人走過一次。',
  en: 'Nobody at the counter has gone through it.',
}
const REASON = { 'zh-TW': '颱風期間先上線', en: 'Goes live first, for the typhoon' }

/** Gates of the program itself have tests of their own. */
const OTHERS_OFF = ['told', 'tried'].map((gate) => ({ gate, reason: FINDING, by: '測試' }))

let station: TestStation
let folder: string
/** What the gate asks for. */
let isTried = true

beforeAll(async () => {
  registerGate({
    id: 'test-tried',
    what: 'journey',
    module: 'voices',
    title: { 'zh-TW': '有人走過', en: 'Someone has gone through it' },
    check: async (_, __, { id }) => (isTried || id !== 'birth' ? [] : [FINDING]),
  })
  station = await newStation()
  folder = mkdtempSync(join(tmpdir(), 'city-'))
  cpSync('cities/taichung/journeys', join(folder, 'journeys'), { recursive: true })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await station.close()
})

async function publishBirth(version: number, city: Partial<City> = {}): Promise<void> {
  const gatesOff = [...OTHERS_OFF, ...(city.gatesOff ?? [])]
  Object.assign(station.city, { modulesOff: [], ...city, gatesOff })
  const file = join(folder, 'journeys', 'birth', 'journey.yaml')
  const text = readFileSync('cities/taichung/journeys/birth/journey.yaml', 'utf8')
  writeFileSync(file, text.replace(/^version: 1$/m, `version: ${version}`))
  await publishJourneys(station, folder)
}

const newest = async () => (await getVersion(station.db, 'birth')).version
const results = async (version: number) =>
  (await listGateResults(station.db, { what: 'journey', id: 'birth', version })).filter(
    ({ gate }) => gate === 'test-tried',
  )

async function pageOf(version: number, language = 'zh-TW'): Promise<string> {
  const headers = { 'Accept-Language': language }
  const page = await newApp(station).request(`/journeys/birth/versions/${version}`, { headers })
  return page.text()
}

test('a gate that finds something keeps the version back; the one before stays in use', async () => {
  isTried = false
  await publishBirth(2)
  expect(await newest()).toBe(1)
  expect(await results(2)).toMatchObject([{ state: 'failed', findings: [FINDING] }])
  expect(await pageOf(1)).toContain('有人走過：通過')
})

test('once it finds nothing the same version is published, and its page says that it passed', async () => {
  isTried = true
  await publishBirth(2)
  expect(await newest()).toBe(2)
  expect(await results(2)).toMatchObject([{ state: 'passed', findings: [] }])
  expect(await pageOf(2)).toContain('有人走過：通過')
})

test('a version that is published is not asked about again', async () => {
  isTried = false
  await publishBirth(2)
  expect(await results(2)).toMatchObject([{ state: 'passed' }])
})

test('a gate that the city switched off is named on the version’s page, with who and why', async () => {
  await publishBirth(3, {
    gatesOff: [{ gate: 'test-tried', reason: REASON, by: '數位發展局' }],
  })
  expect(await newest()).toBe(3)
  const page = await pageOf(3)
  expect(page).toContain('有人走過：這個城市關掉了')
  expect(page).toContain('數位發展局：颱風期間先上線')
  expect(await pageOf(3, 'en')).toContain(REASON.en)
  // Nothing is said of the versions before, which the gate did see.
  expect(await pageOf(2)).not.toContain('數位發展局')
})

test('a gate is switched off with its module, and that is named as well', async () => {
  await publishBirth(4, { modulesOff: ['voices'] })
  expect(await newest()).toBe(4)
  expect(await results(4)).toMatchObject([{ state: 'off' }])
  expect(await pageOf(4)).toContain('有人走過：這個城市關掉了')
})
