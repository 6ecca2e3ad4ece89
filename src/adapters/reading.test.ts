// Reading what a register knows, held against its stand-in: consent, limits, faults, certificates.

import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'
import { newStation, type TestStation } from '../../tests/world.ts'
import { callAdapter, startLane, sweepCalls } from './actions.ts'
import { rotateCredential } from './credentials.ts'
import { LIN } from './filings.examples.ts'
import { listLanes } from './lanes.ts'

const START = '2026-11-23T09:30:00+08:00'
const SUBJECT = { id_number: LIN.id_number, birth: LIN.birth }

let sandbox: Sandbox
let station: TestStation
const dir = mkdtempSync(join(tmpdir(), 'yizhan-reading-'))

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: START })
  station = await newStation({ sandboxUrl: sandbox.url, now: START })
})
afterAll(async () => {
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  await post('/reset', {})
  await setTime(START)
  await sql`delete from adapters.readings`.execute(station.db)
  await startLane(station, 'household-read')
  await sql`update adapters.lanes set failures = 0, paused_until = null, next_at = '-infinity'`.execute(
    station.db,
  )
})

const post = async (path: string, body: unknown) =>
  (await fetch(`${sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) })).json()
const setTime = async (at: string) => {
  await station.clock.move?.(new Date(at))
  await post('/clock', { at })
}
const fault = (mode: string, more = {}) =>
  post('/faults', { agency: 'household-registration', mode, on: 'any', ...more })
const asked = async () =>
  (await fetch(`${sandbox.url}/oracle/household-registration`)).json() as Promise<
    { key: string; status: string; fields: Record<string, unknown> }[]
  >

let consents = 0
async function read(subject: Record<string, unknown> = SUBJECT, fields = ['name', 'address']) {
  consents += 1
  const id = `TEST${String(consents).padStart(6, '0')}`
  const consent = { id, givenAt: station.clock.now() }
  return callAdapter(station, 'household-read', 'read', { subject, fields, consent })
}

test('the register answers the fields asked for, at its own time, and keeps the consent', async () => {
  const { outcome, evidence } = await read(SUBJECT, ['name', 'address', 'spouse_name'])
  expect(outcome).toEqual({
    kind: 'answered',
    at: expect.stringMatching(/^2026-11-23T09:30:\d\d\+08:00$/),
    values: {
      name: '林怡君',
      address: { city: '臺中市', district: '西屯區', street: '潮洋里12鄰臺灣大道三段99號' },
      spouse_name: '陳志明',
    },
  })
  const [query] = await asked()
  expect(query).toMatchObject({
    key: `C1151123TEST${String(consents).padStart(6, '0')}`,
    fields: { purpose: 'B01', fields: ['NAME', 'ADDR', 'SPOUSE'] },
  })
  expect(JSON.stringify(evidence)).not.toContain('PRIVATE KEY')
})

test('the register’s own characters become those of its table, and others are not guessed', async () => {
  const rare = await read({ id_number: 'L122334452', birth: '1990-12-31' }, ['name'])
  expect(rare.outcome).toMatchObject({ kind: 'answered', values: { name: '陳𨳊䂖' } })
  const unknown = await read({ id_number: 'L200000011', birth: '1953-07-05' })
  expect(unknown.outcome).toMatchObject({
    kind: 'answered',
    values: { address: { district: '和平區' } },
  })
  expect(unknown.outcome).not.toHaveProperty('values.name')
})

test('nobody of that number and another birthday are told apart from an answer only', async () => {
  const nobody = await read({ ...SUBJECT, id_number: 'A123456789' })
  expect(nobody.outcome).toMatchObject({ kind: 'not_known' })
  const other = await read({ ...SUBJECT, birth: '1986-03-03' })
  expect(other.outcome).toMatchObject({ kind: 'mismatch' })
})

test('a birthday cannot be found by trying: five askings a person and day, whatever is asked', async () => {
  for (let day = 10; day < 15; day += 1) {
    const { outcome } = await read({ ...SUBJECT, birth: `1986-03-${day}` })
    expect(outcome).toMatchObject({ kind: 'mismatch' })
  }
  expect(await read()).toMatchObject({
    isTried: false,
    outcome: {
      kind: 'unavailable',
      cause: 'too_often',
      retryAfter: '2026-11-24T00:00:00+08:00',
    },
  })
  expect(await asked()).toHaveLength(5)
  await setTime('2026-11-24T09:00:00+08:00')
  expect((await read()).outcome).toMatchObject({ kind: 'answered' })
  await sweepCalls(station)
  const { rows } = await sql<{ days: number }>`
    select count(*)::int as days from adapters.readings`.execute(station.db)
  expect(rows).toEqual([{ days: 1 }])
})

test.each(['drop_before', 'drop_after', 'reset', 'half_page', 'http500', 'maintenance'])(
  'after %s nothing is known and it may be asked again',
  async (mode) => {
    await fault(mode, { times: 1 })
    expect((await read()).outcome).toMatchObject({ kind: 'unavailable' })
    expect((await read()).outcome).toMatchObject({ kind: 'answered' })
  },
)

test('at night nobody is asked', async () => {
  await setTime('2026-11-24T03:00:00+08:00')
  expect(await read()).toMatchObject({
    isTried: false,
    outcome: { kind: 'unavailable', cause: 'closed', retryAfter: '2026-11-24T06:00:00+08:00' },
  })
  expect(await asked()).toEqual([])
})

test('an answer of another shape stops the lane until somebody has looked', async () => {
  await fault('changed_layout', { times: 1 })
  expect((await read()).outcome).toMatchObject({ kind: 'unavailable', cause: 'changed_layout' })
  expect((await read()).outcome).toMatchObject({ kind: 'unavailable', cause: 'changed_layout' })
  await startLane(station, 'household-read')
  expect((await read()).outcome).toMatchObject({ kind: 'answered' })
})

test('a field the adapter does not read is not asked for', async () => {
  expect((await read(SUBJECT, ['name', 'sex'])).outcome).toMatchObject({
    kind: 'unavailable',
    cause: 'input_not_understood',
  })
  expect(await asked()).toEqual([])
})

test('it is well as long as the register describes itself', async () => {
  const { outcome } = await callAdapter(station, 'household-read', 'health', {})
  expect(outcome).toEqual({ ok: true, detail: 'wsdl' })
  expect(await asked()).toEqual([])
})

test('a revoked certificate stops the lane; a new one holds from the next call on', async () => {
  const wish = { from: '2026-11-01T00:00:00Z', until: '2027-11-01T00:00:00Z' }
  const papers = await post('/registry/certificates', wish)
  const set = (one: { certificate: string; key: string }) =>
    rotateCredential(station, 'household-read', 'certificate', one.certificate + one.key)
  await set(papers)
  expect((await read()).outcome).toMatchObject({ kind: 'answered' })
  const serial = new X509Certificate(papers.certificate).serialNumber
  await post('/registry/certificates/revoked', { serial })
  expect((await read()).outcome).toMatchObject({ cause: 'credential_refused' })
  const lane = (await listLanes(station.db)).find((one) => one.adapterId === 'household-read')
  expect(lane?.health).toBe('stopped')
  await set(await post('/registry/certificates', wish))
  await startLane(station, 'household-read')
  expect((await read()).outcome).toMatchObject({ kind: 'answered' })
})
