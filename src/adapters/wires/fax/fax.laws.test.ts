// Whatever the line, the mail on its way and the report do, in any order: the office has one notice
// or none, and where it is not certain nothing goes out again.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../../../sandbox/start.ts'
import { newStation, type TestStation } from '../../../../tests/world.ts'
import { carry, startLane } from '../../actions.ts'
import type { Adapter } from '../../contract.ts'
import { getAdapter } from '../../load.ts'
import { type Inbox, openInbox } from '../mail/inbox.ts'

const RUNS = 15
const TRIES = 4
const ADAPTER = 'township-notice'
const dir = mkdtempSync(join(tmpdir(), 'yizhan-fax-laws-'))
let sandbox: Sandbox
let station: TestStation
let inbox: Inbox
let filings = 0

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:30:00+08:00' })
  station = await newStation({ sandboxUrl: sandbox.url })
  inbox = (await openInbox(station)) as Inbox
})
afterAll(async () => {
  await inbox.close()
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})

const post = (path: string, body: unknown) =>
  fetch(`${sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
const line = (setting: object) => () => post('/township/line', setting)
const fault = (mode: string) => () =>
  post('/faults', { agency: 'haiduan-township', mode, times: 1, on: 'file' })
const CONDITIONS = {
  ok: line({}),
  busy: line({ state: 'busy' }),
  cut: line({ state: 'cut' }),
  poor: line({ state: 'poor' }),
  poor_read: line({ state: 'poor_read' }),
  silent: line({ report: 'none' }),
  twice: line({ report: 'twice' }),
  drop_before: fault('drop_before'),
  drop_after: fault('drop_after'),
  reset: fault('reset'),
  refused: fault('refused'),
  greylist: fault('greylist'),
  http500: fault('http500'),
  half_page: fault('half_page'),
  changed_layout: fault('changed_layout'),
  duplicate_answer: fault('duplicate_answer'),
  login_wall: fault('login_wall'),
}
type Condition = keyof typeof CONDITIONS

function hasty(): Adapter {
  const adapter = getAdapter(station, ADAPTER)
  const limits = { ...adapter.describe.limits, timeoutMs: 1500, perMinute: 6000 }
  return { ...adapter, describe: { ...adapter.describe, limits } }
}

async function fileThrough(conditions: Condition[]): Promise<string> {
  await post('/reset', {})
  await post('/mailroom', { host: '127.0.0.1', port: inbox.port })
  await sql`delete from adapters.conversations`.execute(station.db)
  filings += 1
  const key = `law-${filings}`
  const adapter = hasty()
  const input = adapter.example?.(station.clock.now()) ?? {}
  let last = ''
  for (const condition of conditions) {
    await startLane(station, ADAPTER)
    await sql`update adapters.lanes set next_at = '-infinity', paused_until = null, failures = 0`.execute(
      station.db,
    )
    await CONDITIONS.ok()
    await CONDITIONS[condition]()
    last = (await carry(station, adapter, 'submit', { key, input })).outcome.kind
    await post('/faults', { agency: 'haiduan-township', mode: 'none' })
  }
  return last
}

const counts = async () => (await (await fetch(`${sandbox.url}/oracle`)).json())['haiduan-township']

test('never two notices of one filing, and none only where that is said', async () => {
  const names = Object.keys(CONDITIONS) as Condition[]
  const orders = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: TRIES })
  await fc.assert(
    fc.asyncProperty(orders, async (conditions) => {
      const last = await fileThrough([...conditions, 'ok'])
      const { filed, duplicates } = await counts()
      expect(duplicates).toBe(0)
      expect(filed).toBeLessThanOrEqual(1)
      // After a clear line it is there, or a person is asked: nothing is lost in silence.
      expect(['accepted', 'pending', 'unknown']).toContain(last)
      if (last !== 'unknown') expect(filed).toBe(1)
    }),
    { numRuns: RUNS },
  )
}, 180_000)
