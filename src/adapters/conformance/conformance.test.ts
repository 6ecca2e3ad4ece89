// Every adapter of the city, held against the whole contract at its own stand-in.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { worldFor } from '../actions.ts'
import type { Adapter } from '../contract.ts'
import { getAdapter } from '../load.ts'
import { CHECKS, groupOf } from './checks.ts'
import { countOf } from './report.ts'
import { type Finding, GROUPS } from './schema.ts'
import { findStandIn } from './stand-in.ts'
import { type VerifyOptions, verifyAdapter } from './verify.ts'

const dir = mkdtempSync(join(tmpdir(), 'yizhan-conformance-'))
let sandbox: Sandbox
let station: TestStation

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:30:00+08:00' })
  station = await newStation({ sandboxUrl: sandbox.url })
})
afterAll(async () => {
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})

async function verify(adapter: Adapter, options: VerifyOptions = {}): Promise<Finding[]> {
  const world = await worldFor(station, adapter.describe, station.clock.now())
  const standIn = await findStandIn(sandbox.url, adapter.describe.agencies)
  return verifyAdapter({ station, adapter, world, standIn }, options)
}

const failed = (findings: Finding[]) => findings.filter(({ ok }) => ok === false)
const only = (...names: string[]): VerifyOptions => ({ only: ({ name }) => names.includes(name) })

test('there are more than sixty checks, each with a name of its own in a known section', () => {
  const names = CHECKS.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(60)
  expect(CHECKS.filter((check) => !(groupOf(check) in GROUPS))).toEqual([])
})

test.each(['parks', 'police-entry'])(
  '%s keeps the whole contract',
  async (id) => {
    const findings = await verify(getAdapter(station, id))
    expect(failed(findings)).toEqual([])
    expect(findings).toHaveLength(CHECKS.length)
    const { passed } = countOf(findings)
    expect(passed).toBeGreaterThan(100)
  },
  300_000,
)

test('a desk is held to its words only', async () => {
  const findings = await verify(getAdapter(station, 'forest-huts-desk'))
  const asked = findings.filter(({ ok }) => ok !== null).map(({ check }) => check.split('.')[0])
  expect(new Set(asked)).toEqual(new Set(['describe', 'example', 'check', 'words', 'health']))
  expect(failed(findings).map(({ check }) => check)).toEqual([])
})

describe('an adapter that breaks the contract is found out', () => {
  const police = () => getAdapter(station, 'police-entry')
  const mutants: [string, (honest: Adapter) => Adapter, string[]][] = [
    [
      'says accepted without asking',
      (honest) => ({ ...honest, submit: async () => ({ kind: 'accepted', reference: 'P-1' }) }),
      ['submit.files', 'unknown.lost-request', 'hosts.empty-answer', 'idempotency.other-key'],
    ],
    [
      'takes any failure of a lookup for “not there”',
      (honest) => ({
        ...honest,
        lookup: (by, input, call) => honest.lookup(by, input, call).catch(() => null),
      }),
      ['lookup.server-error', 'lookup.changed-page', 'lookup.other-site'],
    ],
    [
      'files under a key of its own',
      (honest) => ({
        ...honest,
        submit: (key, input, call) => honest.submit(`x${key.slice(6)}`, input, call),
      }),
      ['submit.key-planted', 'lookup.by-key'],
    ],
    [
      'calls itself well whatever happens',
      (honest) => ({ ...honest, health: async () => ({ ok: true, detail: 'fine' }) }),
      ['health.maintenance', 'health.closed-port', 'timeouts.silent-health'],
    ],
    [
      'calls filing harmless',
      (honest) => ({
        ...honest,
        submit: (key, input, call) =>
          honest.submit(key, input, {
            ...call,
            fetch: (url, init) => call.fetch(url, { ...init, harmless: true }),
          }),
      }),
      ['unknown.lost-answer', 'timeouts.last-click'],
    ],
    [
      'writes its credential into what it keeps, in another spelling',
      (honest) => ({
        ...honest,
        submit: (key, input, call) => {
          const body = Buffer.from(call.credential('api_key')).toString('hex').toUpperCase()
          call.keep({ label: 'key', mediaType: 'text/plain', body })
          return honest.submit(key, input, call)
        },
      }),
      ['evidence.no-credentials'],
    ],
    [
      'finds nothing wrong with anything',
      (honest) => ({ ...honest, check: () => [] }),
      ['check.empty', 'check.missing-field', 'check.nonsense'],
    ],
    [
      'says that everything is withdrawn',
      (honest) => ({ ...honest, withdraw: async () => ({ kind: 'withdrawn' }) }),
      ['withdraw.stands-no-longer', 'withdraw.not-ours', 'withdraw.lost-request'],
    ],
  ]
  test.each(mutants)('one that %s', async (_, mutate, names) => {
    const findings = await verify(mutate(police()), only(...names))
    expect(failed(findings).map(({ check }) => check)).toEqual(findings.map(({ check }) => check))
    expect(findings).toHaveLength(names.length)
  })
})

test('at a live agency nothing is filed, and the report says so', async () => {
  await fetch(`${sandbox.url}/reset`, { method: 'POST', body: '{}' })
  const adapter = getAdapter(station, 'police-entry')
  const world = await worldFor(station, adapter.describe, station.clock.now())
  const readOnly = 'this is the live agency'
  const ground = { station, adapter, world, standIn: null }
  const findings = await verifyAdapter(ground, { readOnly })
  expect(findings.find(({ check }) => check === 'submit.files')).toMatchObject({
    ok: null,
    detail: readOnly,
  })
  expect(findings.find(({ check }) => check === 'health.well')).toMatchObject({ ok: true })
  const counts = await (await fetch(`${sandbox.url}/oracle`)).json()
  expect(counts.police).toMatchObject({ received: 0 })
})
