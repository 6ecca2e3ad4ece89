// A city may have supply and nothing else.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { buildApp, presentParts } from '../app.ts'
import { MODULES } from '../modules.ts'

let station: TestStation
let app: ReturnType<typeof buildApp>

beforeAll(async () => {
  station = await newStation({ bare: true })
  const others = MODULES.filter((name) => !['people', 'supply'].includes(name))
  station.city.modulesOff.push(...others)
  for (const parts of presentParts(station.city)) await parts.start?.(station)
  app = buildApp(station)
})
afterAll(() => station.close())

test.each([
  '/supply',
  '/supply/masks',
  '/supply/masks/map',
  '/supply/masks/text',
  '/supply/masks/data',
  '/supply/masks/rules',
  '/supply/masks/when',
  '/supply/masks/demand',
  '/supply/rapid-tests/order',
  '/api/v1/supply/masks/snapshot',
  '/api/v1/supply/masks/demand',
  '/api/v1/supply/masks/nearest?lon=120.67&lat=24.15',
])('%s is there without any other module', async (path) => {
  expect((await app.request(path)).status).toBe(200)
})

test('and the others are not', async () => {
  expect((await app.request('/voices')).status).toBe(404)
})
