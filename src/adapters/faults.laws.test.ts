// Whatever goes wrong, in whatever order: an agency never holds two filings of one key, and nothing
// is lost without somebody knowing. Every kind that has a stand-in. `npm run bench -- faults` does
// the same with thousands of filings.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'
import { anyFaults, carryThrough, findSubjects, type Subject } from '../../tests/faults.ts'
import { newStation, type TestStation } from '../../tests/world.ts'
import type { Kind, Outcome } from './contract.ts'

/** Stories a kind is told here; a browser's are long. */
const RUNS: Partial<Record<Kind, number>> = { http: 40, 'html-form': 25, remote: 20, browser: 3 }
const OTHER_RUNS = 10

let sandbox: Sandbox
let station: TestStation
let subjects: Subject[]
const dir = mkdtempSync(join(tmpdir(), 'yizhan-laws-'))

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
  station = await newStation({ sandboxUrl: sandbox.url })
  subjects = await findSubjects(station, sandbox.url)
})
afterAll(async () => {
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})

test('no agency ever holds one filing twice, and none is lost unnoticed', async () => {
  expect(subjects.length).toBeGreaterThanOrEqual(2)
  for (const subject of subjects) {
    const { kind } = subject.adapter.describe
    await fc.assert(
      fc.asyncProperty(anyFaults, async (plan) => {
        await carryThrough(station, subject, plan)
      }),
      { numRuns: RUNS[kind] ?? OTHER_RUNS },
    )
  }
}, 600_000)

const police = () =>
  subjects.find(({ adapter }) => adapter.describe.id === 'police-entry') as Subject

test('a carrier that sends again what is unknown is found out, by the shortest story', async () => {
  const { adapter, standIn } = police()
  let sent = 0
  const careless: Subject = {
    standIn,
    adapter: {
      ...adapter,
      // Says “not there” of everything, and files the same under a key and a leader of its own.
      lookup: async () => null,
      submit: async (key, input, call): Promise<Outcome> => {
        sent += 1
        // The agency would know the same leader again; this one it does not.
        const stranger = { id_number: `ZZ${100_000 + sent}`, nationality: 'JP' }
        const leader = { ...(input.leader as object), ...stranger }
        return adapter.submit(`${key}-${sent}`, { ...input, leader }, call)
      },
    },
  }
  const property = fc.asyncProperty(anyFaults, async (plan) => {
    await carryThrough(station, careless, plan)
  })
  const found = await fc.check(property, { numRuns: 60, seed: 7 })
  expect(found.failed).toBe(true)
  expect(found.counterexample?.[0].length).toBeLessThanOrEqual(2)
  expect(String(found.errorInstance)).toContain('Filed twice')
}, 120_000)
