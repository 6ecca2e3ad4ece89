// The gateway does not care how an agency is reached: the same calls file by letter, by fax and into
// a list that is collected at night, once for a key.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts'
import { newApp, newStation, type TestStation } from '../../../tests/world.ts'
import { getAdapter } from '../load.ts'
import { issueClient } from './clients.ts'

const KINDS = [
  ['reserve-entry', 'mail', 200],
  // A fax is unknown until its report has come.
  ['township-notice', 'fax', 202],
  ['group-insurance', 'drop-box', 200],
  ['trail-shuttle', 'http', 200],
] as const
const dir = mkdtempSync(join(tmpdir(), 'yizhan-gateway-kinds-'))
let sandbox: Sandbox
let station: TestStation
let app: ReturnType<typeof newApp>
let token = ''

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:30:00+08:00' })
  station = await newStation({ sandboxUrl: sandbox.url })
  app = newApp(station)
  const adapterIds = KINDS.map(([id]) => id)
  const client = { name: '應用程式', contact: 'app@example.tw', isNamed: false, adapterIds }
  token = (await issueClient(station, { ...client, perMinute: 600, perDay: 600 })).token
})
afterAll(async () => {
  await station?.close()
  await sandbox?.stop()
  rmSync(dir, { recursive: true, force: true })
})

async function post(path: string, body: object, key = '') {
  const answer = await app.request(`/api/v1/services/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(key ? { 'idempotency-key': key } : {}),
    },
    body: JSON.stringify(body),
  })
  return { status: answer.status, said: (await answer.json()) as Record<string, unknown> }
}

const timesFiled = async (id: string) => {
  const calls = station.db.selectFrom('adapters.calls').select('call_id')
  const filing = calls.where('adapter_id', '=', id).where('operation', '=', 'submit')
  return (await filing.limit(10).execute()).length
}

test.each(KINDS)('%s, by %s', async (id, kind, status) => {
  const adapter = getAdapter(station, id)
  expect(adapter.describe.kind).toBe(kind)
  const input = adapter.example?.(station.clock.now()) ?? {}
  const key = `kinds-${id}`
  const first = await post(`${id}/submit`, { key, input }, key)
  expect(first, JSON.stringify(first.said)).toMatchObject({
    status,
    said: { kind: expect.stringMatching(/^(accepted|pending|approved|needs|unknown)$/) },
  })
  expect((await post(`${id}/submit`, { key, input }, key)).status).toBe(status)
  const found = await post(`${id}/lookup`, { key })
  expect(found, JSON.stringify(found.said)).toMatchObject({ status: 200, said: { found: true } })
  expect(await timesFiled(id)).toBe(1)
})
