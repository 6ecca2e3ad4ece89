// One filing and everything that can go wrong on its way: a story is a list of faults in any order,
// carried through by the rules that whoever carries filings keeps. Never send again what is unknown,
// look first; believe a lookup's “not there”; give to a person what stays unknown.

import fc from 'fast-check'
import { sql } from 'kysely'
import { carry, startLane } from '../src/adapters/actions.ts'
import type { Seen, StandIn } from '../src/adapters/conformance/schema.ts'
import { findStandIn } from '../src/adapters/conformance/stand-in.ts'
import type { Adapter, Kind } from '../src/adapters/contract.ts'
import { listAdapters } from '../src/adapters/load.ts'
import type { Station } from '../src/core/station.ts'

export const FAULTS = [
  'drop_before',
  'drop_after',
  'duplicate_answer',
  'half_page',
  'slow',
  'reset',
  'http500',
  'maintenance',
  'login_wall',
  'captcha',
  'changed_layout',
] as const

export interface Fault {
  mode: string
  on: string
  times: number
}

/** `filed`: one stands. `refused`: a person was told no. `task`: a person settles it. */
export type Ending = 'filed' | 'refused' | 'task'

export interface Subject {
  adapter: Adapter
  standIn: StandIn
}

/** Time a call gets here: short, so that time-outs are cheap. A browser needs its start. */
const PATIENCE_MS: Record<Kind, number> = {
  http: 200,
  'html-form': 350,
  browser: 9000,
  mail: 800,
  fax: 1500,
  'drop-box': 1500,
  desk: 100,
  remote: 300,
}
const CALM_STEPS = 6
const REST_MS = 30_000

export const anyFaults: fc.Arbitrary<Fault[]> = fc.array(
  fc.record({
    mode: fc.constantFrom(...FAULTS, 'none'),
    on: fc.constantFrom('file', 'query', 'any'),
    times: fc.integer({ min: 1, max: 2 }),
  }),
  { minLength: 1, maxLength: 5 },
)

/**
 * Kinds whose agency answers at once. Mail, fax and drop-boxes have stories of their own, with nights
 * and letters in them: `wires/mail/mail.laws.test.ts`, `wires/fax/fax.laws.test.ts`, `wires/box/box.test.ts`.
 */
const ANSWERING: readonly Kind[] = ['http', 'html-form', 'browser', 'remote']

/** Every adapter of those kinds that has an example and a stand-in. */
export async function findSubjects(station: Station, sandboxUrl: string): Promise<Subject[]> {
  const machines = listAdapters(station).filter(
    ({ describe, example }) => ANSWERING.includes(describe.kind) && example,
  )
  const found: Subject[] = []
  for (const adapter of machines) {
    const standIn = await findStandIn(sandboxUrl, adapter.describe.agencies)
    if (standIn) found.push({ adapter, standIn })
  }
  return found
}

export class Broken extends Error {}

/** @throws Broken with the whole story: what was asked, what it came to, what the agency held */
export async function carryThrough(
  station: Station,
  { adapter, standIn }: Subject,
  plan: Fault[],
): Promise<Ending> {
  await standIn.reset()
  const start = new Date(station.city.demo.start)
  await station.clock.move?.(start)
  const story: string[] = []
  const filing = newFiling(station, adapter)
  const delayMs = Math.round(PATIENCE_MS[adapter.describe.kind] * 1.3)
  const calm = Array.from(
    { length: CALM_STEPS },
    (): Fault => ({ mode: 'none', on: 'any', times: 1 }),
  )

  for (const fault of [...plan, ...calm]) {
    const isCalm = fault.mode === 'none'
    if (filing.state === 'refused' || (isCalm && filing.state === 'filed')) break
    if (filing.state === 'unknown') await pause(delayMs)
    await standIn.fault(fault.mode, { on: fault.on, times: fault.times, delayMs })
    await rest(station, adapter.describe.id)
    // Time runs out early only while things go wrong: how busy this machine is proves nothing.
    const told = await filing.step(isCalm ? adapter : impatient(adapter))
    const there = (await standIn.filings()).filter(({ standing }) => standing)
    const trouble = isCalm ? 'calm' : `${fault.mode} on ${fault.on} × ${fault.times}`
    if (told) story.push(`${trouble}: ${told}; the agency holds ${there.length}`)
    holdsNeverTwo(there, story)
  }
  // What was given up as too slow may still arrive.
  if (story.some((line) => line.includes('timeout'))) await pause(delayMs)
  const there = (await standIn.filings()).filter(({ standing }) => standing)
  return ending(filing.state, there, story)
}

type State = 'new' | 'unknown' | 'filed' | 'refused'

const AFTER_SUBMIT: Record<string, State> = {
  unavailable: 'new',
  unknown: 'unknown',
  rejected: 'refused',
}

function newFiling(station: Station, { describe, example }: Adapter) {
  const key = 'law-1'
  const input = example?.(station.clock.now()) ?? {}
  const { lookup } = describe.semantics
  let sentAt = station.clock.now()
  const filing = {
    state: 'new' as State,
    /** What was done, in words; null when there was nothing to do. */
    async step(adapter: Adapter): Promise<string | null> {
      if (filing.state === 'new') {
        sentAt = station.clock.now()
        const { outcome } = await carry(station, adapter, 'submit', { key, input })
        const isSentBack = outcome.kind === 'needs' && outcome.reference === undefined
        filing.state = isSentBack ? 'refused' : (AFTER_SUBMIT[outcome.kind] ?? 'filed')
        return `submit came to ${saidBy(outcome)}`
      }
      if (lookup !== 'key') return null
      const { outcome } = await carry(station, adapter, 'lookup', { by: { key }, input, sentAt })
      if (outcome === null && filing.state === 'filed')
        throw new Broken('What stands is called not there')
      if (outcome === null) filing.state = 'new'
      else if (!['unavailable', 'unknown'].includes(outcome.kind)) filing.state = 'filed'
      return `lookup came to ${saidBy(outcome)}`
    },
  }
  return filing
}

const saidBy = (outcome: { kind: string; cause?: string } | null): string =>
  outcome === null ? 'not there' : outcome.kind + (outcome.cause ? ` (${outcome.cause})` : '')

function holdsNeverTwo(there: Seen[], story: string[]): void {
  if (there.length > 1) throw new Broken(`Filed twice:\n  ${story.join('\n  ')}`)
}

/** Never two, never none without somebody who knows. */
function ending(state: State, there: Seen[], story: string[]): Ending {
  holdsNeverTwo(there, story)
  const broken = (what: string) => new Broken(`${what}:\n  ${story.join('\n  ')}`)
  if (state === 'new') throw broken('Still not filed when everything was calm')
  if (state === 'filed' && there.length !== 1) throw broken('Called filed, and it is not there')
  if (state === 'refused' && there.length !== 0) throw broken('Called refused, and it stands')
  return state === 'unknown' ? 'task' : state
}

function impatient(adapter: Adapter): Adapter {
  const { describe } = adapter
  const limits = { ...describe.limits, timeoutMs: PATIENCE_MS[describe.kind] }
  return { ...adapter, describe: { ...describe, limits } }
}

/** As if the pauses had passed, and a person had looked after a stopped lane. */
async function rest(station: Station, adapterId: string): Promise<void> {
  await startLane(station, adapterId)
  await sql`update adapters.lanes set next_at = '-infinity', paused_until = null`.execute(
    station.db,
  )
  await station.clock.move?.(new Date(station.clock.now().getTime() + REST_MS))
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
