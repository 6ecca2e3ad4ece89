// Everybody's number: what is read is one moment, whole, and its hash can be made again from outside.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync } from 'node:zlib'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { buildApp, listenerOf } from '../../app.ts'
import { changeStock, endStates } from '../actions/changes.ts'
import { takeFile } from '../actions/feed.ts'
import { leaveSites, saveRegistry } from '../actions/sites.ts'
import type { Site, StockChange } from '../schema/stock.ts'
import { emptyProgramme } from '../store/programmes.ts'
import { lockSequence } from '../store/stock.ts'
import { boardOf } from './board.ts'
import { hashOf } from './hash.examples.ts'
import type { Delta, Snapshot } from './words.ts'

const NOW = new Date('2026-11-23T09:30:00+08:00')
let station: TestStation
let app: ReturnType<typeof buildApp>

const site = (siteId: string, lon: number | null, more: Partial<Site> = {}): Site => ({
  siteId,
  name: `藥局 ${siteId}`,
  address: '',
  district: '西屯區',
  phone: '',
  website: '',
  lon,
  lat: lon === null ? null : 24.15,
  hours: { sale: [[1, '09:00', '12:00']] },
  note: '',
  languages: [],
  access: [],
  source: 'registry',
  ...more,
})

beforeAll(async () => {
  station = await newStation({ now: NOW.toISOString() })
  app = buildApp(station)
  await emptyProgramme(station.db, 'masks')
  const sites = [site('A1', 120.6), site('B2', 120.7, { access: ['wheelchair'] }), site('C3', null)]
  await station.db.transaction().execute((tx) => saveRegistry(tx, 'masks', { sites, at: NOW }))
})
afterAll(() => station.close())

const say = async (...changes: StockChange[]) => {
  const said = { programmeId: 'masks', at: station.clock.now(), source: 'console', by: null }
  return station.db.transaction().execute((tx) => changeStock(tx, { ...said, changes }))
}
async function get<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
  await boardOf(station, 'masks').refresh()
  const answer = await app.request(`/api/v1/supply/masks/${path}`, { headers })
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}
const snapshot = () => get<Snapshot>('snapshot')

test('a snapshot names its moment, and its hash is made again from what it says', async () => {
  const sequence = await say(
    { siteId: 'A1', item: 'adult', amount: 200 },
    { siteId: 'A1', item: 'child', amount: 0 },
    { siteId: 'B2', item: 'adult', amount: 3, state: 'promised', why: '號碼牌發完了' },
  )
  const found = await snapshot()
  expect(found).toMatchObject({ programme: 'masks', sequence, items: ['adult', 'child'] })
  expect(found.hash).toBe(hashOf(found))
  const rows = new Map(found.sites.map((row) => [row.id, row]))
  expect(rows.get('A1')).toMatchObject({ stock: { adult: 200, child: 0 } })
  expect(rows.get('B2')?.states).toEqual({ adult: { state: 'promised', why: '號碼牌發完了' } })
  // Never had any is not zero.
  expect(rows.get('C3')).toMatchObject({ stock: {}, last_changed: null })
  const version = await get<{ hash: string }>(`versions/${sequence}`)
  expect(version.hash).toBe(found.hash)
})

test('a snapshot and the deltas after it make the newest snapshot', async () => {
  const before = await snapshot()
  await say({ siteId: 'A1', item: 'adult', amount: 150 })
  await say({ siteId: 'C3', item: 'adult', amount: 9 })
  await station.db.transaction().execute(async (tx) => {
    const sequence = await lockSequence(tx, 'masks')
    await leaveSites(
      tx,
      { programmeId: 'masks', siteIds: ['B2'], at: NOW, source: 'console' },
      sequence,
    )
  })
  const delta = await get<Delta>(`delta?since=${before.sequence}`)
  expect(delta.sites.map(({ id }) => id)).toEqual(['A1', 'C3'])
  expect(delta.left).toEqual(['B2'])
  const rows = new Map(before.sites.map((row) => [row.id, row]))
  for (const row of delta.sites) rows.set(row.id, row)
  for (const id of delta.left) rows.delete(id)
  const built = { ...before, sites: [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) }
  expect(hashOf(built)).toBe(delta.hash)
  expect((await snapshot()).hash).toBe(delta.hash)
  const back = [site('B2', 120.7, { access: ['wheelchair'] })]
  await station.db
    .transaction()
    .execute((tx) => saveRegistry(tx, 'masks', { sites: back, at: NOW }))
  expect((await snapshot()).sites.map(({ id }) => id)).toContain('B2')
})

test('what nobody changed is answered with 304, in any packing, and what is wrong with words', async () => {
  await boardOf(station, 'masks').refresh()
  const path = '/api/v1/supply/masks/sites.geojson'
  const first = await app.request(path, { headers: { 'accept-encoding': 'gzip, br' } })
  expect(first.headers.get('content-encoding')).toBe('br')
  const read = JSON.parse(brotliDecompressSync(await first.arrayBuffer()).toString())
  expect(read.features).toHaveLength(3)
  const etag = first.headers.get('etag') ?? ''
  const again = await app.request(path, { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(304)
  expect(again.headers.get('cache-control')).toContain('max-age=5')
  await say({ siteId: 'A1', item: 'adult', amount: 149 })
  await boardOf(station, 'masks').refresh()
  expect((await app.request(path, { headers: { 'if-none-match': etag } })).status).toBe(200)

  const status = async (asked: string) => (await app.request(`/api/v1/supply/${asked}`)).status
  expect(await status('masks/delta?since=999999')).toBe(422)
  expect(await status('masks/delta?since=-1')).toBe(422)
  expect(await status('masks/nearest?lon=x&lat=24')).toBe(422)
  expect(await status('masks/nearest?lon=120&lat=24&item=gold')).toBe(422)
  expect(await status('gold/snapshot')).toBe(404)
  expect(await status('masks/sites/Z9')).toBe(404)
  expect(await status('masks/versions/999999')).toBe(404)
})

test('nearest gives what is open and has some, by distance, and keeps a promise from others', async () => {
  await say(
    { siteId: 'A1', item: 'adult', amount: 5 },
    { siteId: 'B2', item: 'adult', amount: 7, state: 'counted' },
  )
  interface Nearest {
    items: { id: string; metres: number; open: boolean | null }[]
  }
  const near = (more = '') => get<Nearest>(`nearest?lon=120.69&lat=24.15&item=adult${more}`)
  const { items } = await near()
  expect(items.map(({ id }) => id)).toEqual(['B2', 'A1'])
  expect(items[0]).toMatchObject({ metres: 1015, open: true })
  expect((await near('&access=wheelchair')).items.map(({ id }) => id)).toEqual(['B2'])
  expect((await near('&within=2000')).items.map(({ id }) => id)).toEqual(['B2'])
  await say({ siteId: 'B2', item: 'adult', state: 'promised' })
  expect((await near()).items.map(({ id }) => id)).toEqual(['A1'])
})

test('a state ends by itself, and saying the same twice changes nothing', async () => {
  const until = new Date(NOW.getTime() - 1000)
  const change = { siteId: 'A1', item: 'adult', state: 'finished' as const, stateUntil: until }
  const first = await say(change)
  expect(await say(change)).toBe(first)
  expect(await endStates(station)).toBe(1)
  expect((await snapshot()).sites.find(({ id }) => id === 'A1')?.states).toBeUndefined()
  expect(await endStates(station)).toBe(0)
})

test('a file that names fewer sites tells when the others were last seen', async () => {
  const file = (time: string, rows: string) =>
    new TextEncoder().encode(
      `醫事機構代碼,成人口罩剩餘數,兒童口罩剩餘數,來源資料時間\n${rows.replaceAll('@', time)}`,
    )
  const take = (bytes: Uint8Array) =>
    station.db
      .transaction()
      .execute((tx) => takeFile(station, tx, { programmeId: 'masks', feed: 'nhi', bytes }))
  await take(file('2026/11/23 09:00:00', '0000000A10,9,9,@\n0000000B20,9,9,@\n'))
  await take(file('2026/11/23 09:01:00', '0000000A10,9,9,@\n'))
  const rows = new Map((await snapshot()).sites.map((row) => [row.id, row]))
  expect(rows.get('0000000B20')).toMatchObject({
    stock: { adult: 0, child: 0 },
    last_seen: '2026-11-23T01:00:00.000Z',
  })
  expect(rows.get('0000000A10')?.last_seen).toBeUndefined()
  expect((await snapshot()).seen).toBe('2026-11-23T01:01:00.000Z')
})

test.each(['through the app', 'from memory'])(
  'who listens %s hears every moment, and goes on after a break',
  async (way) => {
    const listener = way === 'from memory' ? listenerOf(station) : getRequestListener(app.fetch)
    const server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/api/v1/supply/masks/stream`
    await boardOf(station, 'masks').refresh()
    try {
      const first = await openStream(url)
      const { id } = await first.until('moment')
      await say({ siteId: 'A1', item: 'adult', amount: 77 })
      const told = await first.until('delta')
      expect(told.data.sites).toMatchObject([{ id: 'A1', stock: { adult: 77 } }])
      first.close()
      await say({ siteId: 'A1', item: 'adult', amount: 76 })
      await say({ siteId: 'A1', item: 'adult', amount: 75 })
      await boardOf(station, 'masks').refresh()
      const again = await openStream(url, { 'last-event-id': told.id })
      expect((await again.until('delta')).data).toMatchObject({
        since: Number(told.id),
        sites: [{ id: 'A1', stock: { adult: 75 } }],
      })
      again.close()
      const future = await openStream(url, { 'last-event-id': '99999999' })
      await future.until('reset')
      future.close()
      expect(Number(told.id)).toBeGreaterThan(Number(id))
    } finally {
      server.closeAllConnections()
      server.close()
    }
  },
)

test('from memory comes the same as through the app', async () => {
  const server = createServer(listenerOf(station)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const path = '/api/v1/supply/masks/snapshot'
  try {
    await boardOf(station, 'masks').refresh()
    const headers = { 'accept-encoding': 'gzip' }
    const slow = await app.request(path, { headers })
    const url = `http://127.0.0.1:${port}${path}`
    const quick = await fetch(url, { headers })
    for (const name of [
      'etag',
      'cache-control',
      'vary',
      'content-type',
      'access-control-allow-origin',
    ]) {
      expect(quick.headers.get(name), name).toBe(slow.headers.get(name))
    }
    // Only the app gives each request a number.
    expect([quick.headers.has('x-request-id'), slow.headers.has('x-request-id')]).toEqual([
      false,
      true,
    ])
    expect(((await quick.json()) as Snapshot).hash).toBe((await snapshot()).hash)
    const etag = quick.headers.get('etag') ?? ''
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    await expectSameNearest(`http://127.0.0.1:${port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

async function expectSameNearest(base: string) {
  const at = '/api/v1/supply/masks/nearest?lon=120.69&lat=24.15'
  const right = ['&item=adult', '&open=true&limit=2', '&within=900&access=wheelchair', '&extra=1']
  const wrong = ['&item=gold', '&limit=0', '&lon=abc', '&open=maybe']
  for (const more of [...right, ...wrong]) {
    await boardOf(station, 'masks').refresh()
    const slow = await app.request(`${at}${more}`)
    const quick = await fetch(`${base}${at}${more}`)
    expect(quick.status, more).toBe(slow.status)
    expect(quick.headers.has('x-request-id'), more).toBe(wrong.includes(more))
    if (!right.includes(more)) continue
    for (const name of ['content-type', 'access-control-allow-origin', 'cache-control']) {
      expect(quick.headers.get(name), name).toBe(slow.headers.get(name))
    }
    expect(await quick.json()).toEqual(await slow.json())
  }
}

interface Told {
  id: string
  data: Delta
}

async function openStream(url: string, headers: Record<string, string> = {}) {
  const stop = new AbortController()
  const answer = await fetch(url, { headers, signal: stop.signal })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    close: () => stop.abort(),
    async until(event: string): Promise<Told> {
      for (;;) {
        const found = new RegExp(`id: (\\d+)\nevent: ${event}\ndata: (.*)\n\n`).exec(text)
        if (found) return { id: found[1] ?? '', data: JSON.parse(found[2] ?? '') }
        const { value, done } = (await reader?.read()) ?? { done: true, value: '' }
        if (done) throw new Error(`the stream ended before ${event}`)
        text += value
      }
    },
  }
}
