import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { newJobOffice } from './boss.ts'
import { DELIVERY, delivery, type Event, type Listener, recordEvent } from './events.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation({ bare: true })
})
afterAll(() => station.close())

/** The station with these listeners and no others. */
async function listening(...listeners: Listener[]) {
  const jobs = newJobOffice(String(station.config.databaseUrl), station.log)
  await jobs.open([delivery(listeners)])
  const heard = { ...station, jobs }
  return {
    record: (event: Event) =>
      station.db.transaction().execute((tx) => recordEvent(heard, tx, event)),
    deliver: () => jobs.drain(heard),
    close: () => jobs.close(),
  }
}

const filed = (id: number): Event => ({ name: 'cases.filed', version: 1, data: { id } })

test('every listener hears every event once it is committed, and only those it asked for', async () => {
  const heard: unknown[] = []
  const note = (who: string): Listener => ({
    on: 'cases.filed',
    handle: async (_, { data, at }) => void heard.push([who, data.id, at.toISOString()]),
  })
  const office = await listening(note('supply'), note('voices'))
  for (const id of [1, 2]) await office.record(filed(id))
  await office.record({ name: 'cases.withdrawn', version: 1, data: { id: 3 } })
  await office.deliver()

  const at = station.clock.now().toISOString()
  expect(heard).toHaveLength(4)
  for (const id of [1, 2]) {
    expect(heard).toContainEqual(['supply', id, at])
    expect(heard).toContainEqual(['voices', id, at])
  }
  await office.close()
})

test('an event whose change was rolled back is never heard', async () => {
  const heard: unknown[] = []
  const office = await listening({
    on: 'cases.filed',
    handle: async (_, event) => void heard.push(event),
  })
  const change = station.db.transaction().execute(async (tx) => {
    await recordEvent(station, tx, filed(1))
    throw new Error('changed our mind')
  })
  await expect(change).rejects.toThrow()
  await office.deliver()
  expect(heard).toEqual([])
  await office.close()
})

test('an event that is gone is no trouble for its delivery', async () => {
  const office = await listening()
  await station.jobs.send(station.db, DELIVERY, { eventId: '999999' })
  await office.deliver()
  await office.close()
})
