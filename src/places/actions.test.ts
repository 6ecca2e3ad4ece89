import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../tests/world.ts'
import { listAgencies, module as people } from '../people/index.ts'
import { reload, startPlaces } from './actions.ts'
import { getPlaces } from './store.ts'
import { AGENCIES } from './taichung.examples.ts'

let station: TestStation
let directory: string

beforeAll(async () => {
  station = await newStation({ bare: true })
  directory = mkdtempSync(join(tmpdir(), 'city-'))
  cpSync(station.city.directory, directory, { recursive: true })
  station.city = { ...station.city, directory }
  await people.start?.(station)
})
afterAll(async () => {
  await station.close()
  rmSync(directory, { recursive: true })
})

const change = (from: string, to: string) => {
  const file = join(directory, 'places', 'closures.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
}

test('the city starts with the agencies that people know', async () => {
  await startPlaces(station)
  expect(getPlaces(station).routes.size).toBe(11)
})

test('the examples name the agencies as the city does', () => {
  const known = new Map(listAgencies(station).map((agency) => [agency.id, agency.name]))
  for (const [id, name] of AGENCIES) expect(known.get(id)).toEqual(name)
})

test('a reload with a mistake names it and leaves the running version', async () => {
  await startPlaces(station)
  const running = getPlaces(station)
  change('\n  effect: notice', '\n  effect: rumour')
  const [mistake] = await reload(station)
  expect(mistake).toMatch(/closures\.yaml:\d+:\d+ 3\.effect: /)
  expect(getPlaces(station)).toBe(running)

  change('effect: rumour', 'effect: closed')
  expect(await reload(station)).toEqual([])
  expect(getPlaces(station).closures.at(-1)?.effect).toBe('closed')
})

test('a start with a mistake stops', async () => {
  change('from: 2023-05-20', 'from: someday')
  await expect(startPlaces(station)).rejects.toThrow(/a day is YYYY-MM-DD/)
})

test('pages and API are reached through the program', async () => {
  const city = await newStation()
  try {
    const app = newApp(city)
    expect((await app.request('/places/routes/southern-section-2')).status).toBe(200)
    const response = await app.request('/api/v1/places?limit=0')
    expect(response.status).toBe(422)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    const missing = await app.request('/api/v1/places/mars', {
      headers: { 'Accept-Language': 'en' },
    })
    expect([missing.status, await missing.json()]).toMatchObject([
      404,
      { detail: 'There is no such place' },
    ])
  } finally {
    await city.close()
  }
})
