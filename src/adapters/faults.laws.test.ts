// Whatever goes wrong, in whatever order: an agency never holds two filings of one key, and nothing
// is lost without somebody knowing. Whoever carries a filing follows three rules: never send again
// what is unknown, look first; believe a lookup's "not there"; wait as long as one is told.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'
import { newStation, type TestStation } from '../../tests/world.ts'
import { carry, startLane } from './actions.ts'
import type { Adapter, Input, Outcome } from './contract.ts'
import { ENTRY, HUT_NIGHT, NANHU, PARKING, SHUTTLE, XUESHAN } from './filings.examples.ts'
import { getAdapter } from './load.ts'

const START = '2026-11-23T09:30:00+08:00'
/** How long a call may take, and how long a slow answer does. */
const PATIENCE_MS = 200
const BROWSER_PATIENCE_MS = 9_000
const slowMs = (patienceMs: number): number => Math.round(patienceMs * 1.3)

let sandbox: Sandbox
let station: TestStation
const dir = mkdtempSync(join(tmpdir(), 'yizhan-laws-'))

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: START })
  station = await newStation({ sandboxUrl: sandbox.url })
})
afterAll(async () => {
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})

const tell = (path: string, body: unknown) =>
  fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

interface Fault {
  mode: string
  on: string
  times: number
}
const MODES = [
  ...['drop_before', 'drop_after', 'slow', 'http500', 'maintenance', 'half_page'],
  ...['changed_layout', 'duplicate_answer', 'reset', 'login_wall', 'captcha'],
]
const faults: fc.Arbitrary<Fault[]> = fc.array(
  fc.record({
    mode: fc.constantFrom(...MODES, 'none'),
    on: fc.constantFrom('file', 'query', 'any'),
    times: fc.integer({ min: 1, max: 2 }),
  }),
  { minLength: 1, maxLength: 5 },
)

type Standing = 'new' | 'unknown' | 'filed' | 'refused'

interface Subject {
  adapterId: string
  agency: string
  input: Input
  patienceMs: number
}

/** One filing, carried by the rules through the faults and then, for a while, without any. */
async function carryThrough(subject: Subject, plan: Fault[]) {
  const { adapterId, agency, input, patienceMs } = subject
  await tell('/reset', {})
  await station.clock.move?.(new Date(START))
  const adapter = impatient(getAdapter(station, adapterId), patienceMs)
  const key = 'law-1'
  let standing: Standing = 'new'
  let sentAt = station.clock.now()
  let isSlow = false
  const calm = Array.from({ length: 4 }, (): Fault => ({ mode: 'none', on: 'any', times: 1 }))

  for (const fault of [...plan, ...calm]) {
    if (standing === 'unknown' && isSlow) await finishSlowRequests(patienceMs)
    isSlow = fault.mode === 'slow' || (isSlow && standing === 'unknown')
    await tell('/faults', { agency, delayMs: slowMs(patienceMs), ...fault })
    await rest(adapterId)
    if (standing === 'unknown') {
      const by = { key }
      const { outcome } = await carry(station, adapter, 'lookup', { by, input, sentAt })
      if (outcome === null) standing = 'new'
      else if (outcome.kind !== 'unavailable') standing = 'filed'
    } else if (standing === 'new') {
      sentAt = station.clock.now()
      const { outcome } = await carry(station, adapter, 'submit', { key, input })
      standing = afterSubmit(outcome)
    }
    expect(await standingFilings(agency)).toBeLessThanOrEqual(1)
  }
  return standing
}

const AFTER_SUBMIT: Record<string, Standing> = {
  unavailable: 'new',
  unknown: 'unknown',
  rejected: 'refused',
  needs: 'refused',
}

/** A payment or a visit is asked for what stands; a correction without a number for what does not. */
const afterSubmit = (outcome: Outcome): Standing =>
  outcome.kind === 'needs' && outcome.reference ? 'filed' : (AFTER_SUBMIT[outcome.kind] ?? 'filed')

function impatient(adapter: Adapter, timeoutMs: number): Adapter {
  const limits = { ...adapter.describe.limits, timeoutMs }
  return { ...adapter, describe: { ...adapter.describe, limits } }
}

/** As if the pauses had passed, and a person had looked after a stopped lane. */
async function rest(adapterId: string): Promise<void> {
  await startLane(station, adapterId)
  await sql`update adapters.lanes set next_at = '-infinity', paused_until = null`.execute(
    station.db,
  )
  await station.clock.move?.(new Date(station.clock.now().getTime() + 30_000))
}

/** What was slow has arrived: thirty seconds of the city's time are a quarter of a second here. */
const finishSlowRequests = (patienceMs: number) =>
  new Promise((done) => setTimeout(done, slowMs(patienceMs)))

async function standingFilings(agency: string): Promise<number> {
  const filings: { standing: boolean }[] = await (
    await fetch(`${sandbox.url}/oracle/${agency}`)
  ).json()
  return filings.filter((filing) => filing.standing).length
}

const patienceMs = PATIENCE_MS
const SUBJECTS: Subject[] = [
  { adapterId: 'police-entry', agency: 'police', input: ENTRY, patienceMs },
  { adapterId: 'parks', agency: 'taroko-park', input: NANHU, patienceMs },
  { adapterId: 'parks', agency: 'sheipa-park', input: XUESHAN, patienceMs },
  { adapterId: 'trail-shuttle', agency: 'trail-shuttle', input: SHUTTLE, patienceMs },
]

async function expectLawful(subject: Subject, plan: Fault[]): Promise<void> {
  const standing = await carryThrough(subject, plan)
  const filed = await standingFilings(subject.agency)
  if (standing === 'filed') expect(filed).toBe(1)
  if (standing === 'refused') expect(filed).toBe(0)
  if (standing === 'new') expect(filed).toBe(0)
}

test.each(SUBJECTS)(
  '$agency never holds one filing twice, and none is lost unnoticed',
  async (subject) => {
    await fc.assert(
      fc.asyncProperty(faults, (plan) => expectLawful(subject, plan)),
      { numRuns: 25 },
    )
  },
)

/** A browser is slow: each fault at the last click once, and a few plans by chance. */
const IN_BROWSER: Subject[] = [
  ['forest-huts', 'forestry', HUT_NIGHT] as const,
  ['trailhead-parking', 'trailhead-parking', PARKING] as const,
].map(([adapterId, agency, input]) => ({
  ...{ adapterId, agency, input },
  patienceMs: BROWSER_PATIENCE_MS,
}))
const LAST_CLICKS = MODES.map((mode): [Fault[]] => [[{ mode, on: 'file', times: 1 }]])

test.each(IN_BROWSER)(
  'in a browser, $agency never holds one filing twice, and none is lost unnoticed',
  async (subject) => {
    await fc.assert(
      fc.asyncProperty(faults, (plan) => expectLawful(subject, plan)),
      { examples: LAST_CLICKS, numRuns: LAST_CLICKS.length + 2, endOnFailure: true },
    )
  },
  600_000,
)
