// Papers filled per second, and filings by fax per second from the call until the line's report is
// read: a real mail out, the clerk's look at the paper, a real mail in.

import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from '@cantoo/pdf-lib'
import { startSandbox } from '../sandbox/start.ts'
import { carry } from '../src/adapters/actions.ts'
import { getAdapter, openInbox } from '../src/adapters/index.ts'
import { fillForm } from '../src/adapters/kit/pdf.ts'
import { type Bench, median } from './figure.ts'
import { inParallel } from './peers/dbos.ts'
import { openBench } from './station.ts'

const ROUNDS = 3
const PAPERS = 20
const FILINGS = 20
const TOGETHER = 2

export const bench: Bench = {
  name: 'fax',
  about: `papers and filings by fax per second (${PAPERS} and ${FILINGS} a round, ${ROUNDS} rounds, medians)`,
  async run() {
    const form = new Uint8Array(readFileSync('cities/taichung/adapters/township-notice/team.pdf'))
    const filled: number[] = []
    const copied: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      filled.push(await perSecond(PAPERS, () => fillForm(form, VALUES)))
      copied.push(await perSecond(PAPERS, async () => (await PDFDocument.load(form)).save()))
    }
    const filings = await filingsPerSecond()
    const unit = 'papers/s'
    const peer = 'the form read and written again, empty'
    return [
      { figure: 'fax_papers', value: median(filled), unit, peer, peerValue: median(copied) },
      { figure: 'fax_filings', value: filings, unit: 'filings/s', peer: null, peerValue: null },
    ]
  },
}

const VALUES = {
  核取1: 'NEW',
  文字1: '山風隊',
  文字1_2: '南二段',
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, row) => [
      [`未命名${row + 1}`, '陳𨳊䂖'],
      [`未命名${row + 1}_2`, 'A123456789'],
    ]).flat(),
  ),
}

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  for (let index = 0; index < count; index += 1) await work()
  return (count * 1000) / (performance.now() - started)
}

/** The stand-in draws and reads each page in the same process: much of the time is its. */
async function filingsPerSecond(): Promise<number> {
  const dir = join(tmpdir(), `yizhan-bench-fax-${process.pid}`)
  const sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
  const station = await openBench()
  const config = { ...station.config, sandboxPort: Number(new URL(sandbox.url).port) }
  const city = { ...station, config }
  const inbox = await openInbox(city)
  const aim = JSON.stringify({ host: '127.0.0.1', port: inbox?.port })
  await fetch(`${sandbox.url}/mailroom`, { method: 'POST', body: aim })
  const known = getAdapter(city, 'township-notice')
  const limits = { ...known.describe.limits, perMinute: 6000, concurrency: TOGETHER }
  const adapter = { ...known, describe: { ...known.describe, limits } }
  const input = known.example?.(city.clock.now()) ?? {}
  const rates: number[] = []
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const started = performance.now()
      let filing = round * 1000
      await inParallel(TOGETHER, FILINGS, async () => {
        filing += 1
        const { outcome } = await carry(city, adapter, 'submit', { key: `bench-${filing}`, input })
        if (outcome.kind !== 'accepted') throw new Error(`not filed: ${JSON.stringify(outcome)}`)
      })
      rates.push((FILINGS * 1000) / (performance.now() - started))
    }
  } finally {
    await inbox?.close()
    await station.close()
    await sandbox.stop()
  }
  return median(rates)
}
