// A small world for the tests of cases: a station with its agencies' stand-ins in the same process,
// jobs run by hand, a clock that stands still.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'
import { drainJobs, newStation, type TestStation } from '../../tests/world.ts'
import type { Station } from '../core/station.ts'
import { fileCase } from './actions/filing.ts'
import { readStatus } from './actions/status.ts'
import { sweep } from './actions/upkeep.ts'
import type { RawAnswers } from './schema/requests.ts'
import type { CaseView, LegView } from './schema/view.ts'

export const START = '2026-11-23T09:30:00+08:00'

interface Example {
  journey: string
  answers: RawAnswers
}

const read = (name: string): Example => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'))
/** Three agencies: the park, the police, the forest huts. */
export const SOUTHERN = read('hike-southern-section-2')
/** One park. */
export const XUESHAN = read('hike-xueshan')
export const BIRTH = read('birth')

export interface City extends TestStation {
  sandbox: Sandbox
  oracle(): Promise<Record<string, { received: number; filed: number; withdrawn: number }>>
  /** Makes an agency misbehave; see sandbox/README.md. */
  fault(fault: Record<string, unknown>): Promise<void>
  /** Our clock and the agencies'. */
  setTime(at: string): Promise<void>
}

export async function newCity(): Promise<City> {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-sandbox-'))
  const sandbox = await startSandbox({ port: 0, dir, start: START })
  const station = await newStation({ sandboxUrl: sandbox.url, now: START })
  const closeStation = station.close
  const post = async (path: string, body: unknown) => {
    const headers = { 'Content-Type': 'application/json' }
    await fetch(`${sandbox.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  return Object.assign(station, {
    sandbox,
    oracle: async () => (await (await fetch(`${sandbox.url}/oracle`)).json()) as never,
    fault: (fault: Record<string, unknown>) => post('/faults', fault),
    setTime: async (at: string) => {
      await station.clock.move?.(new Date(at))
      await post('/clock', { at })
    },
    close: async () => {
      await closeStation()
      await sandbox.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  })
}

let keys = 0

export async function file(
  station: Station,
  { journey, answers }: Example,
  options: { key?: string; answers?: RawAnswers } = {},
) {
  keys += 1
  const filed = await fileCase(station, {
    journeyId: journey,
    answers: { ...answers, ...options.answers },
    idempotencyKey: options.key ?? `test-key-${keys}`,
    channel: 'web',
    language: 'zh-TW',
  })
  if (!filed.ok) throw new Error(`not filed: ${JSON.stringify(filed.problems)}`)
  return filed
}

/** What is due by the city's clock and what the machine's clock would bring, until all is quiet. */
export async function settle(station: TestStation, rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await sql`update cases.legs set look_at = now() where look_at is not null`.execute(station.db)
    await sweep(station)
    await drainJobs(station)
  }
}

/** As if the process that held the leg had been killed and its lease had run out. */
export async function endLeases(station: Station): Promise<void> {
  await sql`update cases.legs set leased_until = now() where leased_until is not null`.execute(
    station.db,
  )
  await sql`update adapters.slots set held_until = '-infinity'`.execute(station.db)
}

export const legIn = (view: CaseView, agencyId: string): LegView => {
  const leg = view.legs.find((one) => one.agencyId === agencyId)
  if (!leg) throw new Error(`no leg for ${agencyId}`)
  return leg
}

export async function states(station: Station, caseId: string): Promise<Record<string, string>> {
  const view = await readStatus(station, caseId)
  return Object.fromEntries(view.legs.map((leg) => [leg.agencyId, leg.state]))
}
