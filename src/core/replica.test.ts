import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../tests/world.ts'

let station: TestStation
/** As a replica that has not heard of any journey yet. */
let behind: TestStation
beforeAll(async () => {
  station = await newStation()
  behind = await newStation({ bare: true })
})
afterEach(() => {
  delete station.replica
})
afterAll(async () => {
  await station.close()
  await behind.close()
})

const journeysOf = async (app: ReturnType<typeof newApp>): Promise<string[]> => {
  const { items } = await (await app.request('/api/v1/journeys')).json()
  return items.map(({ id }: { id: string }) => id)
}

test('public lists are read from the replica, what a person writes goes to the database', async () => {
  station.replica = behind.db
  const app = newApp(station)
  expect(await journeysOf(app)).toEqual([])
  expect((await app.request('/journeys/birth')).status).toBe(404)
  const begun = await app.request('/journeys/birth/drafts', {
    method: 'POST',
    headers: { origin: 'http://localhost' },
  })
  expect(begun.status).toBe(303)
  const page = await app.request(begun.headers.get('location') ?? '')
  expect(page.status).toBe(200)
})

test('without a replica everything is read from the database', async () => {
  expect(await journeysOf(newApp(station))).toEqual(['birth', 'hike'])
})

test('a replica that cannot be reached makes the program unwell', async () => {
  const gone = await newStation({ bare: true })
  station.replica = gone.db
  const app = newApp(station)
  expect((await app.request('/healthz')).status).toBe(200)
  await gone.close()
  expect((await app.request('/healthz')).status).toBe(503)
})
