// The canary sees a changed page before any filing does, stops the lane with what changed, and files
// nothing itself.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'
import { newStation, type TestStation } from '../../tests/world.ts'
import { startLane } from './actions.ts'
import { runCanary } from './canary.ts'

let sandbox: Sandbox
let station: TestStation
const dir = mkdtempSync(join(tmpdir(), 'yizhan-canary-'))

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:30:00+08:00' })
  station = await newStation({ sandboxUrl: sandbox.url })
})
afterAll(async () => {
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(() => tell('/reset', {}))

const tell = (path: string, body: unknown) =>
  fetch(`${sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) })

test('when everything is as recorded every agency is well, and none has received a filing', async () => {
  const results = (await runCanary(station)).filter(({ adapterId }) =>
    ['parks', 'police-entry'].includes(adapterId),
  )
  expect(results).toMatchObject([
    { adapterId: 'parks', ok: true, differences: [] },
    { adapterId: 'police-entry', ok: true, differences: [] },
  ])
  const counts: Record<string, { received: number }> = await (
    await fetch(`${sandbox.url}/oracle`)
  ).json()
  expect(Object.values(counts).reduce((sum, { received }) => sum + received, 0)).toBe(0)
})

test('a page that has changed stops its lane, with what changed, and no other', async () => {
  await tell('/faults', { agency: 'taroko-park', mode: 'changed_layout', on: 'any' })
  const [result] = await runCanary(station, 'parks')
  expect(result).toMatchObject({ ok: false, detail: 'changed_layout' })
  const { rows } = await sql<{ adapter_id: string }>`
    select adapter_id from adapters.lanes where stopped_at is not null`.execute(station.db)
  expect(rows).toEqual([{ adapter_id: 'parks' }])
  const stopped = await sql<{ data: { differences: string[] } }>`select data from core.events
    where name = 'adapters.lane_stopped' order by event_id desc limit 1`.execute(station.db)
  expect(stopped.rows[0]?.data.differences.join()).toContain('第1頁')
  await startLane(station, 'parks')
})

test('a lookup that finds what was never filed is told', async () => {
  await tell('/faults', { agency: 'police', mode: 'maintenance', on: 'query' })
  const [result] = await runCanary(station, 'police-entry')
  expect(result).toMatchObject({ ok: false, detail: 'maintenance' })
})
