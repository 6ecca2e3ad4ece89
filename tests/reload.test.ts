import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reloadCity } from '../src/app.ts'
import { newApp, newStation, type TestStation } from './world.ts'

const REASON = { 'zh-TW': '這裡試的是讀檔', en: 'Reading is tried here' }
let station: TestStation
const folder = mkdtempSync(join(tmpdir(), 'yizhan-reload-'))
beforeAll(async () => {
  station = await newStation()
  cpSync('cities/taichung', folder, { recursive: true })
  station.city.directory = folder
  station.city.gatesOff = ['told', 'tried'].map((gate) => ({ gate, reason: REASON, by: '測試' }))
})
afterAll(async () => {
  await station.close()
  rmSync(folder, { recursive: true })
})

function change(file: string, from: string, to: string): void {
  const path = join(folder, file)
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
}

const read = async (path: string) => (await newApp(station).request(path)).text()

test('a city’s files are read again while it runs', async () => {
  change('places/routes.yaml', 'name: { zh-TW: 能高安東軍,', 'name: { zh-TW: 能高越安東軍,')
  change('journeys/birth/journey.yaml', 'version: 1', 'version: 2')
  expect(await reloadCity(station)).toEqual([])
  expect(await read('/places/routes/nenggao-andongjun')).toContain('能高越安東軍')
  expect((await newApp(station).request('/journeys/birth/versions/2')).status).toBe(200)
})

test('a mistake in them is named with its line, and what ran before goes on', async () => {
  change('places/routes.yaml', '能高越安東軍,', '能高新線,')
  change('places/closures.yaml', 'effect: closed', 'effect: rumour')
  const [mistake] = await reloadCity(station)
  expect(mistake).toMatch(/closures\.yaml:\d+:\d+ /)
  expect(await read('/places/routes/nenggao-andongjun')).toContain('能高越安東軍')
})
