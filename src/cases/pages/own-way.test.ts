import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp } from '../../../tests/world.ts'
import { type City, file, newCity, SOUTHERN, settle } from '../station.examples.ts'

let city: City
beforeAll(async () => {
  city = await newCity()
})
afterAll(() => city.close())

test('who waits for a desk is told the other doors; where an agency has it, there is nothing to do', async () => {
  // The huts' site has changed: a person books there.
  await city.fault({ agency: 'forestry', mode: 'changed_layout', on: 'any' })
  const { token } = await file(city, SOUTHERN)
  await settle(city)
  const page = await (await newApp(city).request(`/status/${token}`)).text()
  const [forest = '', ...others] = [...page.matchAll(/<details class="no-print">.*?<\/details>/gs)]
    .map(([details]) => details)
    .filter((details) => details.includes('/reference"'))
  expect(others).toEqual([])
  expect(forest).toContain('href="https://hike.taiwan.gov.tw"')
  expect(forest).toContain('到任何一個區公所的服務台')
  expect(forest).toContain('打 1999')
  expect(forest).toContain('就不會再替您送一次')
})
