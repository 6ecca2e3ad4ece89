import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../tests/world.ts'
import { allJobs, buildApp, MODULE_PARTS } from './app.ts'
import { MODULES } from './modules.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

test('the parts stand in the order of the modules', () => {
  const names = MODULE_PARTS.map((parts) => parts.name)
  expect(names).toEqual(MODULES.filter((name) => names.includes(name)))
})

test('no two jobs have the same name', () => {
  const names = allJobs({ modulesOff: [] }).map((job) => job.name)
  expect(names).toEqual([...new Set(names)])
})

test('a module that the city switched off has neither pages nor jobs, and the rest goes on', async () => {
  const modulesOff = ['promises' as const]
  const without = buildApp({ ...station, city: { ...station.city, modulesOff } })
  expect((await without.request('/promises')).status).toBe(404)
  expect((await without.request('/healthz')).status).toBe(200)
  expect(allJobs({ modulesOff }).some((job) => job.name.startsWith('promises.'))).toBe(false)
})

test('the API describes itself, and how one proves who one is', async () => {
  const response = await buildApp(station).request('/api/v1/openapi.json')
  expect(await response.json()).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Yizhan' },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  })
})
