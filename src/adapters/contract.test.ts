// The contract, held against the stand-ins of the real systems: one suite for every adapter that a
// machine carries.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'
import { newStation, type TestStation } from '../../tests/world.ts'
import { callAdapter, carry, startLane } from './actions.ts'
import type { Input } from './contract.ts'
import {
  CHEN,
  ENTRY,
  HUT_NIGHT,
  NANHU,
  PARKING,
  SHUTTLE,
  SOUTHERN_SECTION,
  XUESHAN,
} from './filings.examples.ts'
import { getAdapter } from './load.ts'

const START = '2026-11-23T09:30:00+08:00'
const KEY = '0f8fad5b-d9cb-469f-a165-70867728950e'

let sandbox: Sandbox
let station: TestStation
const dir = mkdtempSync(join(tmpdir(), 'yizhan-adapters-'))

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: START })
  station = await newStation({ sandboxUrl: sandbox.url })
})
afterAll(async () => {
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})

const post = (path: string, body: unknown) =>
  fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

interface Subject {
  name: string
  adapterId: string
  agency: string
  input: Input
  /** What a filing is told at once, and at each look until somebody acts. */
  filedAs?: string
  standsAs?: string
  /** How long a filing may take until the last click has left; a browser takes its time. */
  patienceMs?: number
}
const SUBJECTS: Subject[] = [
  { name: '玉山', adapterId: 'parks', agency: 'yushan-park', input: SOUTHERN_SECTION },
  { name: '太魯閣', adapterId: 'parks', agency: 'taroko-park', input: NANHU },
  { name: '雪霸', adapterId: 'parks', agency: 'sheipa-park', input: XUESHAN },
  { name: '警政署', adapterId: 'police-entry', agency: 'police', input: ENTRY },
  {
    name: '接駁車',
    adapterId: 'trail-shuttle',
    agency: 'trail-shuttle',
    input: SHUTTLE,
    filedAs: 'needs',
    standsAs: 'needs',
  },
  {
    name: '山屋',
    adapterId: 'forest-huts',
    agency: 'forestry',
    input: HUT_NIGHT,
    patienceMs: 8000,
  },
  {
    name: '停車場',
    adapterId: 'trailhead-parking',
    agency: 'trailhead-parking',
    input: PARKING,
    patienceMs: 8000,
  },
]

describe.each(SUBJECTS)('$name keeps the contract', (subject) => {
  const { adapterId, agency, input, filedAs = 'accepted', standsAs = 'pending' } = subject
  const { patienceMs = 1500 } = subject
  const submit = (key = KEY) => callAdapter(station, adapterId, 'submit', { key, input })
  const lookup = (key = KEY) => callAdapter(station, adapterId, 'lookup', { by: { key }, input })
  const fault = (mode: string, more = {}) => post('/faults', { agency, mode, ...more })
  const filings = async (): Promise<{ key: string; standing: boolean; fields: unknown }[]> =>
    (await fetch(`${sandbox.url}/oracle/${agency}`)).json()
  const filed = async () => (await filings()).filter((one) => one.standing).length
  const impatient = (timeoutMs: number) => {
    const adapter = getAdapter(station, adapterId)
    const limits = { ...adapter.describe.limits, timeoutMs }
    return { ...adapter, describe: { ...adapter.describe, limits } }
  }

  beforeEach(async () => {
    await post('/reset', {})
    await startLane(station, adapterId)
    // As if minutes had passed since the test before.
    await sql`update adapters.lanes set next_at = '-infinity', paused_until = null`.execute(
      station.db,
    )
  })

  test('what is filed can be looked up by our key and by the agency’s number', async () => {
    const { outcome } = await submit()
    expect(outcome).toMatchObject({ kind: filedAs })
    const { reference } = outcome as { reference: string }

    expect((await lookup()).outcome).toMatchObject({ kind: standsAs, reference })
    const byNumber = await callAdapter(station, adapterId, 'lookup', { by: { reference }, input })
    expect(byNumber.outcome).toMatchObject({ kind: standsAs, reference })
  })

  test('the same key opens one filing, however often it is sent', async () => {
    const first = await submit()
    const second = await submit()
    expect(second.outcome).toMatchObject({ reference: Reflect.get(first.outcome, 'reference') })
    expect(await filed()).toBe(1)
  })

  test('a key that was never filed is certain not to be there', async () => {
    expect((await lookup('never-filed')).outcome).toBeNull()
  })

  test('names with rare characters arrive as they are written', async () => {
    await submit()
    expect(JSON.stringify(await filings())).toContain(CHEN.name)
  })

  test('an answer that is lost after filing is unknown, and the lookup finds the filing', async () => {
    await fault('drop_after', { times: 1 })
    expect((await submit()).outcome).toMatchObject({ kind: 'unknown' })
    expect((await lookup()).outcome).toMatchObject({ kind: standsAs })
    expect(await filed()).toBe(1)
  })

  test('a request that is lost before filing is unknown, and the lookup is certain', async () => {
    await fault('drop_before', { times: 1 })
    expect((await submit()).outcome).toMatchObject({ kind: 'unknown' })
    expect((await lookup()).outcome).toBeNull()
    expect(await filed()).toBe(0)
  })

  test('a time-out at the last click is unknown', async () => {
    await fault('slow', { times: 1, delayMs: patienceMs + 1500, on: 'file' })
    const { outcome } = await carry(station, impatient(patienceMs), 'submit', { key: KEY, input })
    expect(outcome).toEqual({ kind: 'unknown', cause: 'timeout' })
    expect(await filed()).toBeLessThanOrEqual(1)
  })

  test('an error of the server at the last click is unknown; nothing is sent again', async () => {
    await fault('http500', { times: 1, on: 'file' })
    expect((await submit()).outcome).toMatchObject({ kind: 'unknown', cause: 'http_500' })
    expect((await lookup()).outcome).toBeNull()
  })

  test('half an answer is unknown, and the lookup finds the filing', async () => {
    await fault('half_page', { times: 1, on: 'file' })
    expect((await submit()).outcome).toMatchObject({ kind: 'unknown' })
    expect((await lookup()).outcome).toMatchObject({ kind: standsAs })
    expect(await filed()).toBe(1)
  })

  test('half an answer to a lookup settles nothing', async () => {
    await submit()
    await fault('half_page', { times: 1, on: 'query' })
    expect((await lookup()).outcome).toMatchObject({ kind: 'unavailable' })
  })

  test('maintenance is recognised, and files nothing', async () => {
    await fault('maintenance')
    expect((await submit()).outcome).toMatchObject({ kind: 'unavailable', cause: 'maintenance' })
    await fault('none')
    expect(await filed()).toBe(0)
  })

  test('a changed answer stops the lane and is kept as evidence', async () => {
    await fault('changed_layout', { times: 1, on: 'file' })
    const { outcome, evidence } = await submit()
    expect(outcome).toMatchObject({ kind: 'unknown', cause: 'changed_layout' })
    expect(evidence.map((piece) => piece.label)).not.toEqual([])
    const { rows } = await sql<{ data: unknown }>`select data from core.events
      where name = 'adapters.lane_stopped' order by event_id desc limit 1`.execute(station.db)
    expect(rows).toMatchObject([{ data: { adapterId, cause: 'changed_layout' } }])

    const again = await submit('another-key')
    expect(again).toMatchObject({ isTried: false, outcome: { cause: 'changed_layout' } })
    expect((await lookup()).outcome).toMatchObject({ kind: standsAs })
    expect(await filed()).toBe(1)
  })

  test('a refusal as duplicate that is none is no filing of ours', async () => {
    await fault('duplicate_answer', { times: 1 })
    expect(['rejected', 'unknown']).toContain(Reflect.get((await submit()).outcome, 'kind'))
    expect((await lookup()).outcome).toBeNull()
    expect(await filed()).toBe(0)
  })

  test('a filing that is withdrawn stands no longer, and withdrawing again changes nothing', async () => {
    const { outcome } = await submit()
    const reference = String(Reflect.get(outcome, 'reference'))
    const withdraw = () => callAdapter(station, adapterId, 'withdraw', { reference, input })
    expect((await withdraw()).outcome).toEqual({ kind: 'withdrawn' })
    expect(await filed()).toBe(0)
    expect((await withdraw()).outcome).toEqual({ kind: 'withdrawn' })
    const after = await callAdapter(station, adapterId, 'lookup', { by: { reference }, input })
    expect(after.outcome).toMatchObject({ kind: 'rejected', isWithdrawn: true })
  })

  test('an agency that is well says so', async () => {
    expect((await callAdapter(station, adapterId, 'health', {})).outcome).toMatchObject({
      ok: true,
    })
  })

  test('its own example passes its own check, and no credential is in what is kept', async () => {
    const adapter = getAdapter(station, adapterId)
    const problems = adapter.check(input, station.clock.now())
    expect(problems.filter((problem) => problem.level !== 'info')).toEqual([])
    const { evidence } = await submit()
    for (const secret of ['demo-police-key', 'demo-shuttle-secret', 'forest-demo', 'Bearer ']) {
      expect(JSON.stringify(evidence)).not.toContain(secret)
    }
  })
})
