// The remote kind against the reference adapter in Python: a real process, killed and started again.

import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { carry } from '../actions.ts'
import type { Adapter, Input } from '../contract.ts'
import { words } from '../kit/words.ts'
import { adapterIn } from '../load.ts'
import { insertDemoCredential } from '../store/credentials.ts'
import { saveLane } from '../store/lanes.ts'
import { remoteAdapter } from './adapter.ts'
import { type Garden, pythonProblem, SECRET, startGarden, TOKEN } from './python.examples.ts'

const problem = pythonProblem()
if (problem) console.log(`The remote reference adapter was not tested: ${problem}.`)

const FILE = new URL('../../../examples/remote-adapter/garden-plots.ts', import.meta.url)
const FAULTS = [
  'drop_before',
  'drop_after',
  'half',
  'error_before',
  'error_after',
  'garbage',
  'maintenance',
]
const INPUT: Input = {
  name: '林怡君',
  phone: '0912345678',
  address: '臺中市西屯區臺灣大道三段99號',
  garden: 'dakeng',
  square_metres: 10,
}

test('the city file says of itself what the station asks for', async () => {
  const mistakes: string[] = []
  expect(adapterIn(await import(FILE.href), FILE.pathname, mistakes)?.describe).toMatchObject({
    kind: 'remote',
    hosts: ['127.0.0.1:8099'],
  })
  expect(mistakes).toEqual([])
})

describe.skipIf(problem)('a remote adapter', () => {
  let station: TestStation
  let garden: Garden
  let adapter: Adapter
  let keys = 0
  let key = ''

  const opened = async (id: string, more: { use?: 'signature'; secret?: string } = {}) => {
    const { use, secret = TOKEN } = more
    const credential = { name: 'token', title: words('權杖', 'Token'), ...(use ? { use } : {}) }
    const made = remoteAdapter({
      file: FILE.href,
      url: garden.url,
      agencies: ['xitun-office'],
      credential,
    })
    // The office's hours are by the wall clock; a test runs at any.
    const describe = { ...made.describe, id, openingHours: null }
    await saveLane(station.db, describe)
    await station.db.transaction().execute(async (tx) => {
      const { keyId } = await station.secrets.newKey(tx)
      const sealed = await station.secrets.seal(tx, keyId, secret)
      const at = station.clock.now()
      await insertDemoCredential(tx, id, { name: 'token', keyId, sealed }, at)
    })
    return { ...made, describe }
  }
  const submit = async (input = INPUT) =>
    (await carry(station, adapter, 'submit', { key, input })).outcome
  const lookup = async () =>
    (await carry(station, adapter, 'lookup', { by: { key }, input: INPUT })).outcome
  const standing = async () => (await garden.filings()).filter((one) => one.key === key)

  beforeAll(async () => {
    garden = await startGarden()
    station = await newStation()
    adapter = await opened('garden-plots')
  })
  afterAll(async () => {
    await station?.close()
    await garden?.close()
  })
  /** As if minutes had passed. */
  const forgive = () =>
    station.db
      .updateTable('adapters.lanes')
      .set({ failures: 0, paused_until: null, stopped_at: null, next_at: new Date(0) })
      .execute()
  beforeEach(async () => {
    keys += 1
    key = `test-${keys}`
    await forgive()
  })

  test('files once, is found by key and number, is taken back', async () => {
    const first = await submit()
    expect(first).toMatchObject({
      kind: 'approved',
      reference: expect.stringMatching(/^GP-\d{6}$/),
    })
    expect(await submit()).toEqual(first)
    expect(await lookup()).toEqual(first)
    const { reference } = first as { reference: string }
    const args = { reference, input: INPUT }
    expect((await carry(station, adapter, 'withdraw', args)).outcome).toEqual({ kind: 'withdrawn' })
    expect((await carry(station, adapter, 'withdraw', args)).outcome).toEqual({ kind: 'withdrawn' })
    expect(await lookup()).toMatchObject({ kind: 'rejected', isWithdrawn: true })
    expect(await standing()).toHaveLength(1)
  })

  test('what was never filed is certainly not there', async () => {
    expect(await lookup()).toBeNull()
  })

  test.each(['drop_after', 'half', 'error_after', 'garbage'])(
    'an answer lost by %s is unknown, and a lookup settles it',
    async (mode) => {
      await garden.fault('/submit', mode)
      expect(await submit()).toMatchObject({ kind: 'unknown' })
      expect(await lookup()).toMatchObject({ kind: 'approved' })
      expect(await submit()).toEqual(await lookup())
      expect(await standing()).toHaveLength(1)
    },
  )

  test.each(['drop_before', 'error_before'])(
    'a request lost by %s is unknown, too; nothing was filed',
    async (mode) => {
      await garden.fault('/submit', mode)
      expect(await submit()).toMatchObject({ kind: 'unknown' })
      expect(await lookup()).toBeNull()
      expect(await standing()).toHaveLength(0)
    },
  )

  test('an answer that comes too late is unknown', async () => {
    const limits = { ...adapter.describe.limits, timeoutMs: 300 }
    const hasty = { ...adapter, describe: { ...adapter.describe, limits } }
    await garden.fault('/submit', 'slow_after', { seconds: 1 })
    const { outcome } = await carry(station, hasty, 'submit', { key, input: INPUT })
    expect(outcome).toEqual({ kind: 'unknown', cause: 'timeout' })
    expect(await lookup()).toMatchObject({ kind: 'approved' })
  })

  test('maintenance records nothing, and says when to come again', async () => {
    await garden.fault('/submit', 'maintenance')
    expect(await submit()).toMatchObject({
      kind: 'unavailable',
      cause: 'maintenance',
      retryAfter: expect.any(String),
    })
    expect(await standing()).toHaveLength(0)
  })

  test('a process that is gone takes nothing; started again it knows what it had', async () => {
    const before = await submit()
    await garden.kill()
    key = 'while-it-was-gone'
    expect(await submit()).toMatchObject({ kind: 'unavailable', cause: 'refused' })
    await garden.restart()
    key = `test-${keys}`
    expect(await lookup()).toEqual(before)
    expect(await submit()).toEqual(before)
  })

  test('a process killed at work has filed, or has not; a lookup tells which', async () => {
    await garden.fault('/submit', 'slow_after', { seconds: 5 })
    const asked = submit()
    await expect.poll(standing).toHaveLength(1)
    await garden.kill()
    expect(await asked).toEqual({ kind: 'unknown', cause: 'connection_lost' })
    await garden.restart()
    expect(await lookup()).toMatchObject({ kind: 'approved' })
    expect(await standing()).toHaveLength(1)
  })

  test('whatever goes wrong, in whatever order, a key ends with one filing', async () => {
    const before = (await garden.filings()).length
    // Soon full; what is refused there was filed, too.
    const elsewhere = { ...INPUT, garden: 'wufeng' }
    const order = fc.array(fc.constantFrom(...FAULTS, null), { minLength: 1, maxLength: 4 })
    const run = fc.asyncProperty(order, async (faults) => {
      keys += 1
      key = `law-${keys}`
      for (const mode of faults) {
        await forgive()
        if (mode) await garden.fault('/submit', mode)
        const outcome = await submit(elsewhere)
        // Nothing is sent again before a lookup has said that there is none.
        if (outcome.kind === 'unknown' && (await lookup()) !== null) break
        if (outcome.kind !== 'unknown' && outcome.kind !== 'unavailable') break
      }
      await forgive()
      if ((await lookup()) === null) await submit(elsewhere)
      expect(await standing()).toHaveLength(1)
    })
    await fc.assert(run, { numRuns: 40 })
    expect((await garden.filings()).length).toBe(before + 40)
  })

  test('input of another shape is refused here, before anything is sent', async () => {
    const wrong = { ...INPUT, square_metres: 15, extra: true }
    expect(adapter.check(wrong, station.clock.now()).map(({ pointer }) => pointer)).toEqual([
      '/square_metres',
      '',
    ])
    expect(await submit(wrong)).toMatchObject({ kind: 'needs', what: 'correction' })
    expect(await standing()).toHaveLength(0)
  })

  test('a filing that was returned is corrected', async () => {
    const returned = await submit({ ...INPUT, address: '彰化縣鹿港鎮中山路1號' })
    expect(returned).toMatchObject({ kind: 'needs', what: 'correction', reference: /./ })
    const { reference } = returned as { reference: string }
    const { outcome } = await carry(station, adapter, 'correct', { reference, input: INPUT })
    expect(outcome).toMatchObject({ kind: 'approved', reference })
  })

  test('the same key with another input is unknown: of that key there is a filing', async () => {
    await submit()
    expect(await submit({ ...INPUT, square_metres: 20 })).toEqual({
      kind: 'unknown',
      cause: 'key_used',
    })
  })

  test('a wrong token files nothing and stops the lane', async () => {
    const forged = await opened('forged', { secret: 'forged' })
    const { outcome } = await carry(station, forged, 'submit', { key, input: INPUT })
    expect(outcome).toEqual({ kind: 'unavailable', cause: 'credential_refused' })
    expect(await standing()).toHaveLength(0)
  })

  test('signed requests are let in, falsely signed ones are not', async () => {
    const signing = await opened('signing', { use: 'signature', secret: SECRET })
    expect((await carry(station, signing, 'submit', { key, input: INPUT })).outcome).toMatchObject({
      kind: 'approved',
    })
    const falsely = await opened('falsely', { use: 'signature', secret: 'another' })
    expect((await carry(station, falsely, 'submit', { key, input: INPUT })).outcome).toMatchObject({
      kind: 'unavailable',
      cause: 'credential_refused',
    })
  })

  test('neither token nor secret is kept as evidence', async () => {
    const { evidence } = await carry(station, adapter, 'submit', { key, input: INPUT })
    expect(JSON.stringify(evidence)).toContain('garden')
    expect(JSON.stringify(evidence)).not.toContain(TOKEN)
  })

  test('health tells that the vendor’s description is no longer the kept one', async () => {
    const { outcome } = await carry(station, adapter, 'health', {})
    // Only its hours differ: harmless, and told.
    expect(outcome).toEqual({ ok: true, detail: 'description differs: openingHours' })
  })
})
