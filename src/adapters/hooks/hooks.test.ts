// The door for news: whose it is, when, how often, how big. At the end real news of a real stand-in.

import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startSandbox } from '../../../sandbox/start.ts'
import { newApp, newStation, type TestStation } from '../../../tests/world.ts'
import { callAdapter, sweepCalls } from '../actions.ts'
import { rotateCredential } from '../credentials.ts'
import { SHUTTLE } from '../filings.examples.ts'

const START = '2026-11-23T09:30:00+08:00'
const SECRET = 'whsec_c2h1dHRsZSBvZiB0aGUgZGVtbyBjaXR5'
const OTHER = 'whsec_YW5vdGhlciBzZWNyZXQ='
let station: TestStation
let app: ReturnType<typeof newApp>

beforeAll(async () => {
  station = await newStation({ now: START })
  app = newApp(station)
})
afterAll(() => station.close())
beforeEach(async () => {
  await sql`delete from adapters.hook_calls`.execute(station.db)
  await sql`delete from core.events`.execute(station.db)
  await sql`delete from core.rate_limits`.execute(station.db)
})

const NEWS = JSON.stringify({ type: 'hold.paid', data: { hold_id: 'H-1', external_ref: 'case-1' } })

interface Sent {
  id?: string
  at?: Date
  body?: string
  secrets?: string[]
  to?: string
}
function sign({ id = 'msg_1', at = new Date(START), body = NEWS, secrets = [SECRET] }: Sent) {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = secrets
    .map((secret) => Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .map((key) => createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64'))
    .map((code) => `v1,${code}`)
    .join(' ')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
}
const send = (sent: Sent = {}, headers: Record<string, string> = {}) =>
  app.request(`/hooks/${sent.to ?? 'trail-shuttle'}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...sign(sent), ...headers },
    body: sent.body ?? NEWS,
  })
const news = async () =>
  (
    await sql<{ data: unknown }>`select data from core.events where name = 'adapters.news'
      order by event_id`.execute(station.db)
  ).rows.map(({ data }) => data)

test('news that is signed is taken, written down, and names the filing', async () => {
  const answer = await send()
  expect([answer.status, await answer.json()]).toEqual([202, { taken: true }])
  expect(await news()).toEqual([{ adapterId: 'trail-shuttle', key: 'case-1' }])
})

test('the same message again is no news', async () => {
  await send()
  const again = await send()
  expect([again.status, await again.json()]).toEqual([200, { taken: false }])
  expect(await news()).toHaveLength(1)
})

test('two at the same moment are one', async () => {
  const answers = await Promise.all([send(), send(), send()])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 202])
  expect(await news()).toHaveLength(1)
})

test.each<[string, Sent, Record<string, string>]>([
  ['no signature', {}, { 'webhook-signature': '' }],
  ['another secret', { secrets: [OTHER] }, {}],
  ['a signature of another kind', {}, { 'webhook-signature': 'v1a,AAAA' }],
  ['another id than was signed', {}, { 'webhook-id': 'msg_2' }],
  ['a time that is no number', {}, { 'webhook-timestamp': 'now' }],
  ['a time six minutes ago', { at: new Date('2026-11-23T09:24:00+08:00') }, {}],
  ['a time six minutes ahead', { at: new Date('2026-11-23T09:36:00+08:00') }, {}],
])('%s is refused, and nothing is written down', async (_, sent, headers) => {
  const answer = await send(sent, headers)
  expect(answer.status).toBe(401)
  expect(answer.headers.get('content-type')).toContain('problem+json')
  expect(await news()).toEqual([])
  expect((await send()).status).toBe(202)
})

test('one byte changed on the way is refused', async () => {
  const headers = sign({})
  expect((await send({ body: NEWS.replace('case-1', 'case-2') }, headers)).status).toBe(401)
})

test('while a secret is changed, either side may be ahead', async () => {
  expect((await send({ id: 'both', secrets: [OTHER, SECRET] })).status).toBe(202)
  await rotateCredential(station, 'trail-shuttle', 'webhook_secret', OTHER)
  expect((await send({ id: 'new', secrets: [OTHER] })).status).toBe(202)
  expect((await send({ id: 'old' })).status).toBe(401)
  await rotateCredential(station, 'trail-shuttle', 'webhook_secret', `${OTHER} ${SECRET}`)
  expect((await send({ id: 'old' })).status).toBe(202)
})

test('an adapter that is not there, or whose agency sends no news, is not found', async () => {
  expect((await send({ to: 'none' })).status).toBe(404)
  expect((await send({ to: 'parks' })).status).toBe(404)
})

test('signed, but not to be read: said so, and sent again later', async () => {
  expect((await send({ body: 'not json' })).status).toBe(422)
  expect((await send({ body: '{"type":"ping"}' })).status).toBe(422)
  expect(await news()).toEqual([])
})

test('more than 64 KB is refused', async () => {
  const body = JSON.stringify({ data: { external_ref: 'case-1', note: 'x'.repeat(65_536) } })
  expect((await send({ body })).status).toBe(413)
})

test('what was heard is forgotten after a day, when its time alone refuses it', async () => {
  await send()
  await station.clock.move?.(new Date('2026-11-24T09:31:00+08:00'))
  await sweepCalls(station)
  const { rows } = await sql`select from adapters.hook_calls`.execute(station.db)
  expect(rows).toHaveLength(0)
  expect((await send()).status).toBe(401)
  await station.clock.move?.(new Date(START))
})

test('the operator’s own news arrives: doubled, late and in any order, once each', async () => {
  const { server, port } = await new Promise<{ server: ServerType; port: number }>((ready) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      ready({ server, port }),
    )
  })
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-hooks-'))
  const shuttleHook = `http://127.0.0.1:${port}/hooks/trail-shuttle`
  const sandbox = await startSandbox({ port: 0, dir, start: START, shuttleHook })
  const mine = await newStation({ sandboxUrl: sandbox.url, now: START })
  const input = { ...SHUTTLE, people: 1 }
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    await callAdapter(mine, 'trail-shuttle', 'submit', { key, input })
  }
  await vi.waitFor(async () => expect(await news()).toHaveLength(5), 5000)
  const keys = (await news()).map((one) => (one as { key: string }).key)
  expect(keys.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
  await mine.close()
  await sandbox.stop()
  server.close()
  rmSync(dir, { recursive: true, force: true })
})

// Last: whoever flooded us waits a minute.
test('a flood is told to wait', async () => {
  await send()
  await sql`update core.rate_limits set points = 600`.execute(station.db)
  const answer = await send({ id: 'msg_2' })
  expect(answer.status).toBe(429)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
})
