import { afterAll, beforeAll, expect, test } from 'vitest'
import { type City, file, newCity, SOUTHERN, settle, states, XUESHAN } from '../station.examples.ts'
import { readStatus } from './status.ts'

let city: City
beforeAll(async () => {
  city = await newCity()
})
afterAll(() => city.close())

test('a trip to 雪山 reaches the park once', async () => {
  const { caseId } = await file(city, XUESHAN)
  await settle(city)
  expect(await states(city, caseId)).toEqual({ 'sheipa-park': 'in_review' })
  expect((await city.oracle())['sheipa-park']).toMatchObject({ received: 1, filed: 1 })
})

test('three agencies of 南二段 each have it once, or at their desk', async () => {
  const { caseId } = await file(city, SOUTHERN)
  await settle(city)
})
