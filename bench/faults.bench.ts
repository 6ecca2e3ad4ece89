// Two thousand filings, each with a story of faults in any order, over every kind that has a
// stand-in: how many were filed twice, how many lost. `FILINGS=200 npm run bench -- faults` tells fewer.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { startSandbox } from '../sandbox/start.ts'
import type { Kind } from '../src/adapters/contract.ts'
import { anyFaults, Broken, carryThrough, type Ending, findSubjects } from '../tests/faults.ts'
import type { Bench, Figure } from './figure.ts'
import { openBench } from './station.ts'

const FILINGS = Number(process.env.FILINGS ?? 2000)
const WORLDS = 8
/** How often a kind is told a story; a browser's are long. */
const WEIGHT: Partial<Record<Kind, number>> = { http: 60, 'html-form': 20, remote: 10, browser: 1 }
const OTHER_WEIGHT = 8

interface Tally {
  kind: Kind
  ending: Ending | 'broken'
  /** Null unless broken. */
  story: string | null
}

export const bench: Bench = {
  name: 'faults',
  about: `${FILINGS} filings through drops, double answers, half pages, time-outs and the rest`,
  run: async () => {
    const share = Math.ceil(FILINGS / WORLDS)
    const seed = Number(process.env.SEED ?? 20261123)
    const worlds = Array.from({ length: WORLDS }, (_, at) => tellStories(share, seed + at))
    const tallies = (await Promise.all(worlds)).flat()
    for (const { story } of tallies) if (story) console.error(story)
    return figuresOf(tallies)
  },
}

/** A city, a database and a sandbox of its own: a story empties all three. */
async function tellStories(count: number, seed: number): Promise<Tally[]> {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-faults-'))
  const sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
  const station = await openBench({}, undefined, {
    SANDBOX_PORT: new URL(sandbox.url).port,
    fast: true,
  })
  try {
    const subjects = await findSubjects(station, sandbox.url)
    const drawn = subjects.flatMap((subject) =>
      Array.from({ length: WEIGHT[subject.adapter.describe.kind] ?? OTHER_WEIGHT }, () => subject),
    )
    const tallies: Tally[] = []
    for (const plan of fc.sample(anyFaults, { numRuns: count, seed })) {
      // Spread evenly, so that any number of filings holds every kind in its share.
      const subject = drawn[(tallies.length * 37) % drawn.length]
      if (!subject) break
      const { kind } = subject.adapter.describe
      try {
        tallies.push({ kind, ending: await carryThrough(station, subject, plan), story: null })
      } catch (error) {
        if (!(error instanceof Broken)) throw error
        tallies.push({ kind, ending: 'broken', story: `${kind}: ${error.message}` })
      }
    }
    return tallies
  } finally {
    await station.close()
    await sandbox.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

function figuresOf(tallies: Tally[]): Figure[] {
  const count = (is: (tally: Tally) => boolean) => tallies.filter(is).length
  const figure = (name: string, value: number): Figure => ({
    figure: name,
    value,
    unit: 'filings',
    peer: null,
    peerValue: null,
  })
  const kinds = [...new Set(tallies.map(({ kind }) => kind))].sort()
  return [
    figure('faults_told', tallies.length),
    figure(
      'faults_doubled',
      count(({ story }) => story?.includes('Filed twice') === true),
    ),
    figure(
      'faults_lost',
      count(({ story }) => story !== null && !story.includes('Filed twice')),
    ),
    figure(
      'faults_filed',
      count(({ ending }) => ending === 'filed'),
    ),
    figure(
      'faults_refused',
      count(({ ending }) => ending === 'refused'),
    ),
    figure(
      'faults_task',
      count(({ ending }) => ending === 'task'),
    ),
    ...kinds.map((name) =>
      figure(
        `faults_told_${name}`,
        count(({ kind }) => kind === name),
      ),
    ),
  ]
}
