import { afterAll, beforeAll, expect, test } from 'vitest'
import { drainJobs, newStation, type TestStation } from '../../tests/world.ts'
import { DELIVERY, recordEvent } from './events.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation({ bare: true })
})
afterAll(() => station.close())

const waiting = async () => (await countWaiting()).waiting
const countWaiting = () =>
  (station.jobs as unknown as { count(): Promise<{ waiting: number; dead: number }> }).count()

test('a job whose change is rolled back was never sent', async () => {
  await expect(
    station.db.transaction().execute(async (tx) => {
      await station.jobs.send(tx, DELIVERY, { eventId: '1' })
      throw new Error('changed our mind')
    }),
  ).rejects.toThrow('changed our mind')
  expect(await waiting()).toBe(0)
})

test('an event is on its way when its change commits, and gone once it is delivered', async () => {
  await station.db
    .transaction()
    .execute((tx) => recordEvent(station, tx, { name: 'core.tried', version: 1, data: {} }))
  await drainJobs(station)
  expect(await waiting()).toBe(0)
})

test('the same key waits only once', async () => {
  for (const _ of [1, 2, 3]) {
    await station.jobs.send(station.db, DELIVERY, { eventId: '0' }, { key: 'one' })
  }
  const jobs = station.jobs as unknown as { drain(s: TestStation): Promise<void> }
  await jobs.drain(station)
  expect(await waiting()).toBe(0)
})
