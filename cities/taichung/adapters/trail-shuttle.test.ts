// The shuttle operator through its own document: hold, pay, ticket, expiry; its token, its secrets.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts'
import { SHUTTLE } from '../../../src/adapters/filings.examples.ts'
import {
  type CallReport,
  callAdapter,
  carry,
  checkInput,
  getAdapter,
  type Input,
  type Outcome,
  rotateCredential,
  startLane,
} from '../../../src/adapters/index.ts'
import { type OpenApiDefinition, openApiAdapter } from '../../../src/adapters/kit.ts'
import { newLog } from '../../../src/core/log.ts'
import { newStation, type TestStation } from '../../../tests/world.ts'

const ID = 'trail-shuttle'
/** The little that is asked for a comparison. */
const OTHER: Omit<OpenApiDefinition, 'describe' | 'beside'> = {
  server: 'http://{sandbox}/shuttle/api/v2',
  served: 'http://{sandbox}/shuttle/openapi.json',
  keys: { clientCredentials: { id: 'client_id', secret: 'client_secret' } },
  operations: { submit: 'createHold' },
  key: { body: 'external_ref' },
  fields: { reference: 'hold_id', key: 'external_ref', state: 'state' },
  states: {},
  problems: {},
}
const START = '2026-11-23T09:30:00+08:00'
let sandbox: Sandbox
let station: TestStation
const dir = mkdtempSync(join(tmpdir(), 'yizhan-shuttle-'))
/** Whatever was logged or kept in this file. */
const written: string[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: START })
  station = await newStation({ sandboxUrl: sandbox.url })
  Object.assign(station, { log: newLog('info', { write: (line) => void written.push(line) }) })
})
afterAll(async () => {
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  await tell('/reset', {})
  await station.clock.move?.(new Date(START))
  await startLane(station, ID)
  await sql`update adapters.lanes set next_at = '-infinity', paused_until = null, failures = 0
    `.execute(station.db)
})

const tell = (path: string, body: unknown) =>
  fetch(`${sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
const desk = (path: string, form: Record<string, string>) =>
  fetch(`${sandbox.url}/shuttle/officer/${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  })
const pass = async (minutes: number) => {
  await tell('/clock', { advanceMinutes: minutes })
  await station.clock.move?.(new Date(station.clock.now().getTime() + minutes * 60_000))
}
function kept<R extends Pick<CallReport<'submit'>, 'evidence'>>(report: R): R {
  written.push(JSON.stringify(report.evidence))
  return report
}
const submit = async (change: Input = {}, key = 'case-1') => {
  const input = { ...SHUTTLE, ...change }
  return kept(await callAdapter(station, ID, 'submit', { key, input })).outcome
}
const look = async (by: { key: string } | { reference: string } = { key: 'case-1' }) =>
  kept(await callAdapter(station, ID, 'lookup', { by, input: SHUTTLE })).outcome
const withdraw = async (reference: string) =>
  (await callAdapter(station, ID, 'withdraw', { reference, input: SHUTTLE })).outcome
const health = async () => kept(await callAdapter(station, ID, 'health', {})).outcome
const oracle = async () => (await (await fetch(`${sandbox.url}/oracle`)).json())[ID]
const referenceOf = (outcome: Outcome) => String(Reflect.get(outcome, 'reference'))
const pay = async (outcome: Outcome) => {
  const form = { card: '4111111111111111', expiry: '12/29' }
  const page = await fetch(String(Reflect.get(outcome, 'url')), {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  expect(await page.text()).toContain('付款完成')
}

describe('a hold', () => {
  test('asks for payment by a time, and becomes a ticket', async () => {
    const held = await submit()
    expect(held).toMatchObject({ kind: 'needs', what: 'payment' })
    const by = new Date(String(Reflect.get(held, 'by'))).getTime()
    const minutes = (by - station.clock.now().getTime()) / 60_000
    expect(minutes).toBeGreaterThan(19)
    expect(minutes).toBeLessThan(21)
    await pay(held)
    expect(await look()).toEqual({
      kind: 'approved',
      reference: referenceOf(held),
      number: 'T20261212-0001',
    })
  })

  test('that nobody pays for is over, with the reason in both languages, and was not withdrawn', async () => {
    const reference = referenceOf(await submit())
    await pass(21)
    const after = await look({ reference })
    expect(after).toEqual({
      kind: 'rejected',
      reference,
      reasons: [
        {
          text: {
            'zh-TW': '逾時未付款，座位已釋出',
            en: 'Not paid in time; the seats are free again',
          },
        },
      ],
    })
  })

  test('of a group is looked at by the operator before it is held', async () => {
    expect(await submit({ people: 9 })).toMatchObject({ kind: 'pending' })
    await pass(3)
    expect(await look()).toMatchObject({ kind: 'needs', what: 'payment' })
  })

  test('is taken back, and taking it back again changes nothing', async () => {
    const held = await submit()
    await pay(held)
    expect(await withdraw(referenceOf(held))).toEqual({ kind: 'withdrawn' })
    expect(await withdraw(referenceOf(held))).toEqual({ kind: 'withdrawn' })
    expect(await look()).toMatchObject({ kind: 'rejected', isWithdrawn: true })
  })

  test('is not taken back any more shortly before the bus leaves', async () => {
    const held = await submit({ departOn: '2026-11-23', back: false })
    expect(held.kind).toBe('rejected')
    const tomorrow = await submit({ departOn: '2026-11-24', back: false }, 'b')
    await pay(tomorrow)
    await pass(15 * 60)
    expect(await withdraw(referenceOf(tomorrow))).toMatchObject({
      kind: 'refused',
      reasons: [{ text: { en: expect.stringContaining('less than 6 hours') } }],
    })
  })

  test('that the operator calls off says why', async () => {
    const reference = referenceOf(await submit())
    await desk('act', { no: reference, action: 'refuse', reason: '停駛：道路坍方' })
    expect(await look({ reference })).toMatchObject({
      kind: 'rejected',
      reasons: [{ text: { 'zh-TW': '停駛：道路坍方', en: 'The bus does not run' } }],
    })
  })

  test('for which there is no seat is refused', async () => {
    for (const leaves of ['0500', '0830', '1300']) {
      await desk('seats', { departure: `S-20261212-${leaves}-臺東車站-向陽`, seats: '1' })
    }
    expect(await submit()).toMatchObject({
      kind: 'rejected',
      reasons: [{ text: { en: expect.stringContaining('enough seats') } }],
    })
  })

  test('of which something is wrong is asked for again, at the field of ours', async () => {
    const wrong = await submit({ to: '臺中車站', back: false })
    expect(wrong).toMatchObject({ kind: 'needs', what: 'correction', reasons: [{ field: '/to' }] })
    expect((await oracle()).filed).toBe(0)
  })
})

describe('what the document says', () => {
  test('holds for what we would send, told at the field of ours before anything is sent', () => {
    const pointers = (change: Input) =>
      checkInput(station, ID, { ...SHUTTLE, ...change }, station.clock.now()).map(
        (one) => one.pointer,
      )
    expect(pointers({})).toEqual([])
    expect(pointers({ people: 41 })).toEqual(['/people'])
    expect(pointers({ to: '玉山' })).toEqual(['/to'])
    expect(pointers({ backFrom: '玉山' })).toEqual(['/backFrom'])
    expect(pointers({ departOn: '2027-03-01', back: false })).toEqual(['/departOn'])
    expect(pointers({ backOn: '2026-12-11' })).toEqual(['/backOn'])
  })

  test('is compared with the one served now, and the way in is tried', async () => {
    expect(await health()).toEqual({ ok: true, detail: 'getHealth' })
  })

  test('one that is served otherwise stops the lane, with what differs as evidence', async () => {
    const mine = getAdapter(station, ID)
    const path = join(dir, `${ID}.yaml`)
    const text = readFileSync(`cities/taichung/adapters/${ID}.yaml`, 'utf8')
    writeFileSync(path, text.replace('maximum: 40', 'maximum: 60'))
    const other = openApiAdapter({
      ...OTHER,
      describe: mine.describe,
      beside: `file://${dir}/${ID}.ts`,
    })
    const report = await carry(station, other, 'health', {})
    expect(report.outcome).toEqual({ ok: false, detail: 'changed_layout' })
    expect(JSON.stringify(report.evidence)).toContain(
      'createHold request/properties/persons/maximum',
    )
    expect(await submit()).toMatchObject({ kind: 'unavailable', cause: 'changed_layout' })
  })

  test('a field that is gone, or another state, stops the lane', async () => {
    await submit({}, 'case-1')
    await tell('/faults', { agency: ID, mode: 'changed_layout', times: 1, on: 'query' })
    expect(await look()).toMatchObject({ kind: 'unavailable', cause: 'changed_layout' })
    expect(await submit()).toMatchObject({ kind: 'unavailable', cause: 'changed_layout' })
    expect((await oracle()).received).toBe(1)
  })
})

describe('when the operator fails', () => {
  test.each(['login_wall', 'captcha'])('a %s in the way is recognised', async (mode) => {
    await tell('/faults', { agency: ID, mode, times: 1, on: 'file' })
    expect(await submit()).toMatchObject({ kind: 'unknown', cause: mode })
    expect(await look()).toBeNull()
  })

  test('a reset connection leaves it open', async () => {
    await tell('/faults', { agency: ID, mode: 'reset', times: 1, on: 'file' })
    expect(await submit()).toMatchObject({ kind: 'unknown', cause: 'connection_lost' })
    expect(await look()).toBeNull()
  })

  test('“too many” is waited for, and nothing was taken', async () => {
    await submit({}, 'warm')
    await desk('limit', { per_minute: '0' })
    const told = await submit()
    expect(told).toMatchObject({ kind: 'unavailable', cause: 'too-many-requests' })
    expect(Reflect.get(told, 'retryAfter')).toMatch(/\+08:00$/)
    await desk('limit', { per_minute: '6000' })
    expect((await oracle()).filed).toBe(1)
  })

  test('a duplicate that is ours counts as filed', async () => {
    const held = await submit()
    const again = await submit({ people: 3 })
    expect(referenceOf(again)).toBe(referenceOf(held))
    expect((await oracle()).filed).toBe(1)
  })
})

describe('the token', () => {
  const asked = async () =>
    (await (
      await fetch(`${sandbox.url}/shuttle/oauth/token`, { method: 'POST' })
    ).json()) as unknown

  test('is asked for once, and again shortly before its end', async () => {
    const requests = async () => {
      const report = kept(
        await callAdapter(station, ID, 'lookup', { by: { key: 'none' }, input: SHUTTLE }),
      )
      return report.evidence.find(({ label }) => label === 'requests')?.body ?? ''
    }
    await desk('tokens', {})
    await requests()
    expect(await requests()).not.toContain('oauth')
    await pass(4.6)
    expect(await requests()).toContain('oauth')
  })

  test('that ends in the middle is renewed once, and the filing arrives once', async () => {
    await look()
    await desk('tokens', {})
    expect(await submit()).toMatchObject({ kind: 'needs' })
    expect(await oracle()).toMatchObject({ received: 1, filed: 1 })
  })

  test('that cannot be renewed leaves nothing open: the filing was not taken', async () => {
    await look()
    await desk('secret', { secret: 'changed-by-the-operator', end: 'old' })
    expect(await submit()).toMatchObject({ kind: 'unavailable', cause: 'credential_refused' })
    expect((await oracle()).received).toBe(0)
    await rotateCredential(station, ID, 'client_secret', 'changed-by-the-operator')
    await startLane(station, ID)
    expect(await submit()).toMatchObject({ kind: 'needs' })
  })

  test('is no secret’s way out: none is in any log or evidence of this file', async () => {
    expect(await asked()).toEqual({ error: 'invalid_client' })
    await submit()
    const all = written.join('\n')
    expect(all).toContain('createHold sent')
    expect(all).toContain('agency called')
    for (const secret of ['demo-shuttle-secret', 'changed-by-the-operator', 'Bearer', 'Basic ']) {
      expect(all).not.toContain(secret)
    }
    expect(all).not.toContain(btoa('yizhan:demo-shuttle-secret'))
    expect(all).not.toMatch(/access_token/)
  })
})
