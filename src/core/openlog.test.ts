import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../tests/world.ts'
import { appendToLog, findHead, listEntriesAfter } from './openlog.ts'
import { verifyLog } from './openlog-chain.ts'
import { publication } from './openlog-files.ts'

let station: TestStation
beforeEach(async () => {
  station = await newStation({ bare: true })
})
afterEach(() => station.close())

const append = (what: unknown, of = station) =>
  station.db
    .transaction()
    .execute((tx) => appendToLog(of, tx, { kind: 'core.log', subject: 'test:1', data: { what } }))

const bytes = async (path: string) =>
  new Uint8Array(await (await newApp(station).request(path)).arrayBuffer())

test('many who append at once stand in one chain without a gap', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, index) => append(index)))
  const file = await bytes('/open/log.jsonl')
  expect(verifyLog(file)).toMatchObject({ ok: true, first: 1, last: 20 })
})

test('what is rolled back was never in the log, and leaves no gap', async () => {
  await append('one')
  const rolledBack = station.db.transaction().execute(async (tx) => {
    await appendToLog(station, tx, { kind: 'core.log', subject: 'test:2', data: {} })
    throw new Error('changed our mind')
  })
  await expect(rolledBack).rejects.toThrow()
  expect(await append('two')).toMatchObject({ sequence: 2 })
})

test('the database itself refuses to change or remove an entry', async () => {
  await append('kept')
  const { db } = station
  await expect(db.updateTable('core.open_log').set({ subject: 'x' }).execute()).rejects.toThrow()
  await expect(db.deleteFrom('core.open_log').execute()).rejects.toThrow('append-only')
})

test('time never runs backwards along the chain, even when a clock does', async () => {
  await append('later')
  await station.clock.move?.(new Date('2026-11-22T00:00:00Z'))
  await append('earlier')
  const [first, second] = await listEntriesAfter(station.db, 0, 10)
  expect(second?.at).toBe(first?.at)
})

test('a day that is over becomes a file with its digest, once; today is not written yet', async () => {
  await append('monday')
  await publication.handle(station, {})
  const file = join(station.config.dataDir, 'open', 'log-2026-11-23.jsonl')
  expect(existsSync(file)).toBe(false)

  await station.clock.move?.(new Date('2026-11-24T00:30:00+08:00'))
  await append('tuesday')
  await publication.handle(station, {})
  await publication.handle(station, {})
  const digest = JSON.parse(readFileSync(file.replace('.jsonl', '.digest.json'), 'utf8'))
  expect(digest).toMatchObject({ day: '2026-11-23', first: 1, last: 1, entries: 1 })
  expect(verifyLog(readFileSync(file), digest.head)).toMatchObject({ ok: true, last: 1 })
  expect(await bytes('/open/log-2026-11-23.jsonl')).toEqual(new Uint8Array(readFileSync(file)))
})

test.each(['/open/log-2026-11-23.jsonl', '/open/log-2026-99-99.jsonl', '/log/7', '/log/x'])(
  'what is not there is not found: %s',
  async (path) => {
    await append('today')
    expect((await newApp(station).request(path)).status).toBe(404)
  },
)

test('the page shows the newest first and leads to each entry', async () => {
  for (const what of ['first', '第二']) await append(what)
  const app = newApp(station)
  const list = await (await app.request('/log')).text()
  expect(list.indexOf('href="/log/2"')).toBeLessThan(list.indexOf('href="/log/1"'))
  const entry = await (await app.request('/log/2')).text()
  expect(entry).toContain('第二')
  expect(entry).toContain((await findHead(station.db))?.hash)
})

test('programs read the log in pages, oldest first', async () => {
  for (const what of [1, 2, 3]) await append(what)
  const app = newApp(station)
  const read = async (query: string) =>
    (await (await app.request(`/api/v1/log?${query}`)).json()) as {
      items: { sequence: number }[]
      next: number | null
    }
  const first = await read('limit=2')
  expect(first).toMatchObject({ items: [{ sequence: 1 }, { sequence: 2 }], next: 2 })
  expect(await read('limit=2&after=2')).toMatchObject({ items: [{ sequence: 3 }], next: null })
  expect((await app.request('/api/v1/log?after=x')).status).toBe(422)
  expect((await app.request('/api/v1/log?limit=5000')).status).toBe(422)
})
