import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { type JobOffice, newJobOffice } from './boss.ts'
import type { JobDefinition } from './jobs.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation({ bare: true })
})
afterAll(() => station.close())

/** An office with kinds of jobs that nobody else sends. */
async function openOffice(...definitions: JobDefinition[]): Promise<JobOffice> {
  const office = newJobOffice(String(station.config.databaseUrl), station.log)
  await office.open(definitions)
  return office
}

/** Resolves with the data of the first job that runs. */
function firstRun(name: string, more: Partial<JobDefinition> = {}) {
  const { promise: ran, resolve } = Promise.withResolvers<Record<string, unknown>>()
  const handle = async (_: unknown, data: Record<string, unknown>) => resolve(data)
  return { definition: { name, handle, ...more }, ran }
}

/** Counts what ran, by the data's `id`. */
function counted(name: string) {
  const ran: unknown[] = []
  const definition: JobDefinition = { name, handle: async (_, data) => void ran.push(data.id) }
  return { definition, ran }
}

test('a job whose change is rolled back was never sent', async () => {
  const { definition, ran } = counted('test.rolled_back')
  const office = await openOffice(definition)
  const change = station.db.transaction().execute(async (tx) => {
    await office.send(tx, definition.name, { id: 1 })
    throw new Error('changed our mind')
  })
  await expect(change).rejects.toThrow('changed our mind')
  await office.drain(station)
  expect(ran).toEqual([])
  await office.close()
})

test('jobs without a key all run, however many wait', async () => {
  const { definition, ran } = counted('test.many')
  const office = await openOffice(definition)
  for (const id of [1, 2, 3]) await office.send(station.db, definition.name, { id })
  expect(await office.count()).toMatchObject({ waiting: 3 })
  await office.drain(station)
  expect(ran.toSorted()).toEqual([1, 2, 3])
  expect(await office.count()).toMatchObject({ waiting: 0 })
  await office.close()
})

test('the same key waits only once, and another key beside it', async () => {
  const { definition, ran } = counted('test.keys')
  const office = await openOffice(definition)
  for (const key of ['a', 'a', 'b']) {
    await office.send(station.db, definition.name, { id: key }, { key })
  }
  await office.drain(station)
  expect(ran.toSorted()).toEqual(['a', 'b'])
  await office.close()
})

test('a job for later does not hold up one for now with the same key', async () => {
  const { definition, ran } = counted('test.later')
  const office = await openOffice(definition)
  await office.send(station.db, definition.name, { id: 'later' }, { key: 'k', afterSeconds: 900 })
  await office.send(station.db, definition.name, { id: 'now' }, { key: 'k' })
  await office.drain(station)
  expect(ran).toEqual(['now'])
  await office.close()
})

test('who is woken sees the change of everyone who sent with that key', async () => {
  const { definition, ran } = counted('test.held')
  const office = await openOffice(definition)
  await office.send(station.db, definition.name, { id: 'first' }, { key: 'k' })
  await station.db.transaction().execute(async (tx) => {
    await office.send(tx, definition.name, { id: 'second' }, { key: 'k' })
    // The job of the first would run now, and miss the change that the second is about.
    await office.drain(station)
    expect(ran).toEqual([])
  })
  await office.drain(station)
  expect(ran).toEqual(['first'])
  await office.close()
})

test('a waiting job is taken up as soon as its change is committed', async () => {
  const { definition, ran } = firstRun('test.soon')
  const office = await openOffice(definition)
  await office.work(station)
  await station.db.transaction().execute((tx) => office.send(tx, definition.name, { id: 7 }))
  expect(await ran).toEqual({ id: 7 })
  await office.close()
})

test('a timed job runs at the start, and when the city’s clock was moved', async () => {
  let runs = 0
  const timed: JobDefinition = {
    name: 'test.timed',
    everySeconds: 3600,
    handle: async () => {
      runs += 1
    },
  }
  const office = await openOffice(timed)
  await office.work(station)
  await office.ring(station)
  await office.close()
  expect(runs).toBeGreaterThanOrEqual(1)
})

test('more timed jobs than connections all ask the database and come to an end', async () => {
  const asked = Array.from({ length: 20 }, (_, index) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const handle = async ({ db }: TestStation) => {
      await sql`select pg_sleep(0.05)`.execute(db)
      resolve()
    }
    return { promise, definition: { name: `test.many_${index}`, everySeconds: 3600, handle } }
  })
  const office = await openOffice(...asked.map(({ definition }) => definition as JobDefinition))
  await office.work(station)
  await Promise.all(asked.map(({ promise }) => promise))
  await office.close()
}, 4_000)

test('a job that failed for good is counted among the dead', async () => {
  const failing: JobDefinition = {
    name: 'test.failing',
    retries: 0,
    handle: async () => {
      throw new Error('as always')
    },
  }
  const office = await openOffice(failing)
  await office.work(station)
  await office.send(station.db, failing.name, {})
  await expect.poll(() => office.count(), { timeout: 20_000 }).toMatchObject({ dead: 1 })
  await office.close()
})

test('a job whose process was killed is taken up again when its heartbeat is missed', async () => {
  const { definition, ran } = firstRun('test.killed')
  const office = await openOffice(definition)
  await office.send(station.db, definition.name, { id: 7 })
  await beginAndDie(definition.name)
  await office.work(station)
  expect(await ran).toEqual({ id: 7 })
  await office.close()
})

test('the only process of a city takes over at once what a killed one had begun', async () => {
  const { definition, ran } = firstRun('test.taken_over')
  const office = await openOffice(definition)
  await office.send(station.db, definition.name, { id: 7 })
  await beginAndDie(definition.name)
  const begunAt = performance.now()
  await office.takeOver()
  await office.work(station)
  expect(await ran).toEqual({ id: 7 })
  expect(performance.now() - begunAt).toBeLessThan(HEARTBEAT_MS)
  await office.close()
})

const HEARTBEAT_MS = 10_000

/** Another process that takes the job and is killed before it has done it. */
const DYING = `
  import { newJobOffice } from './src/core/boss.ts'
  import { newLog } from './src/core/log.ts'
  const [, url, name] = process.argv
  const office = newJobOffice(url, newLog('silent'))
  const handle = () => { console.log('begun'); return new Promise(() => undefined) }
  await office.open([{ name, handle }])
  await office.work({})
  process.stdin.resume()`

async function beginAndDie(name: string): Promise<void> {
  const flags = ['--import', 'tsx', '--input-type=module', '-e', DYING]
  const dying = spawn(process.execPath, [...flags, String(station.config.databaseUrl), name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(dying.stdout, 'data')
  dying.kill('SIGKILL')
  await once(dying, 'exit')
}
