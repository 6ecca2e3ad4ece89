// Whatever goes wrong with mail, in whatever order: the office never holds two filings of one key, and
// in the end either it holds one, or it certainly holds none, or a person has been asked.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Sandbox, startSandbox } from '../../../../sandbox/start.ts'
import { newStation, type TestStation } from '../../../../tests/world.ts'
import { carry, startLane } from '../../actions.ts'
import type { Adapter, Outcome } from '../../contract.ts'
import { getAdapter } from '../../load.ts'
import { type Inbox, openInbox } from './inbox.ts'

const START = '2026-11-23T09:30:00+08:00'
const PATIENCE_MS = 400
const SLOW_MS = 600
const ANSWERED = /^自保字第\d{10}號$/

let sandbox: Sandbox
let station: TestStation
let inbox: Inbox
const dir = mkdtempSync(join(tmpdir(), 'yizhan-mail-laws-'))

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: START })
  station = await newStation({ sandboxUrl: sandbox.url })
  inbox = (await openInbox(station)) as Inbox
})
afterAll(async () => {
  await inbox.close()
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})

const tell = (path: string, body: unknown) =>
  fetch(`${sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
const filed = async (): Promise<number> => {
  const filings = await (await fetch(`${sandbox.url}/oracle/reserve-office`)).json()
  return filings.filter((one: { standing: boolean }) => one.standing).length
}

const MODES = [
  ...['drop_before', 'drop_after', 'reset', 'slow', 'http500', 'maintenance', 'half_page'],
  ...['changed_layout', 'duplicate_answer', 'login_wall', 'captcha', 'greylist', 'refused'],
  ...['bounce', 'reply_twice', 'reply_lost', 'none'],
]

type Standing = 'new' | 'unknown' | 'pending' | 'answered' | 'person'

const impatient = (adapter: Adapter): Adapter => {
  const limits = { ...adapter.describe.limits, timeoutMs: PATIENCE_MS }
  return { ...adapter, describe: { ...adapter.describe, limits } }
}

async function beginAnew(): Promise<void> {
  await tell('/reset', {})
  await tell('/mailroom', { host: '127.0.0.1', port: inbox.port })
  await station.clock.move?.(new Date(START))
  await sql`delete from adapters.conversations`.execute(station.db)
  await sql`delete from adapters.letters`.execute(station.db)
  await sql`delete from core.events`.execute(station.db)
}

/** Some minutes pass in the city and at the office, and all that is due has arrived. */
async function passTime(minutes: number): Promise<void> {
  const at = new Date(station.clock.now().getTime() + minutes * 60_000)
  await station.clock.move?.(at)
  await tell('/clock', { at: at.toISOString() })
  await vi.waitFor(
    async () => {
      const { letters } = await (await fetch(`${sandbox.url}/mailroom`)).json()
      expect(letters.filter((one: { state: string }) => one.state === 'waiting')).toEqual([])
    },
    { timeout: 10_000 },
  )
  await startLane(station, 'reserve-entry')
  await sql`update adapters.lanes set next_at = '-infinity', paused_until = null`.execute(
    station.db,
  )
}

function standingOf(outcome: Outcome | null): Standing {
  if (outcome === null) return 'new'
  if (outcome.kind === 'unknown') return outcome.cause === 'no_reply' ? 'person' : 'unknown'
  if (outcome.kind === 'unavailable') return 'unknown'
  return 'reference' in outcome && ANSWERED.test(outcome.reference ?? '') ? 'answered' : 'pending'
}

async function carryThrough(modes: string[]): Promise<Standing> {
  await beginAnew()
  const adapter = impatient(getAdapter(station, 'reserve-entry'))
  const input = adapter.example?.(station.clock.now()) ?? {}
  let standing: Standing = 'new'
  for (const mode of [...modes, 'none', 'none']) {
    await tell('/faults', { agency: 'reserve-office', mode, times: 1, delayMs: SLOW_MS })
    if (standing === 'new') {
      const { outcome } = await carry(station, adapter, 'submit', { key: 'law-1', input })
      standing = outcome.kind === 'unavailable' ? 'new' : standingOf(outcome)
    }
    if (mode === 'slow') await new Promise((done) => setTimeout(done, SLOW_MS))
    await passTime(11)
    if (standing !== 'new') {
      const by = { key: 'law-1' }
      standing = standingOf((await carry(station, adapter, 'lookup', { by, input })).outcome)
    }
    expect(await filed()).toBeLessThanOrEqual(1)
  }
  return standing
}

test('the office never holds one filing twice, and none is lost unnoticed', async () => {
  const plans = fc.array(fc.constantFrom(...MODES), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(plans, async (modes) => {
      const standing = await carryThrough(modes)
      if (standing === 'answered') expect(await filed()).toBe(1)
      if (standing === 'new') expect(await filed()).toBe(0)
      if (standing !== 'pending') return
      // Nobody answered: once the agreed time is over, a person asks.
      await passTime(49 * 60)
      const adapter = getAdapter(station, 'reserve-entry')
      const args = { by: { key: 'law-1' }, input: adapter.example?.(station.clock.now()) ?? {} }
      const { outcome } = await carry(station, adapter, 'lookup', args)
      expect(outcome).toEqual({ kind: 'unknown', cause: 'no_reply' })
    }),
    { numRuns: 30, interruptAfterTimeLimit: 45_000 },
  )
})
