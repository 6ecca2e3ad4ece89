// Filings for an agency that only collects: put into tonight's list through the contract, then the
// list handed over by SFTP and its answers read. The stand-in says how many people's filings it has.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { carry, getAdapter, type Input } from '../src/adapters/index.ts'
import { type Bench, type Figure, median } from './figure.ts'
import { inParallel } from './peers/dbos.ts'
import { type BenchStation, openBench } from './station.ts'

const ROUNDS = 3
const FILINGS = 500
const TOGETHER = 8
const PORT = 8463
const ADAPTER = 'group-insurance'
const BASE = `http://127.0.0.1:${PORT}`

export const bench: Bench = {
  name: 'lists',
  about: `filings into a nightly list, ${TOGETHER} at a time (${FILINGS} a round, ${ROUNDS} rounds, medians), and the night itself`,
  async run() {
    const dir = mkdtempSync(join(tmpdir(), 'yizhan-bench-lists-'))
    const station = await openBench()
    Object.assign(station, { config: { ...station.config, sandboxPort: PORT } })
    const sandbox = await startSandbox(dir)
    try {
      const rounds: Round[] = []
      for (let round = 0; round < ROUNDS; round += 1) rounds.push(await oneNight(station, round))
      const filed = (await (await fetch(`${BASE}/oracle`)).json())['hike-insurer'].filed
      const figure = (name: string, unit: string, part: keyof Round): Figure => ({
        figure: name,
        value: median(rounds.map((one) => one[part])),
        unit,
        peer: null,
        peerValue: null,
      })
      return [
        figure('list_filings', 'filings/s', 'perSecond'),
        figure('list_filings_cpu', 'filings/CPU-s', 'perCpuSecond'),
        figure(`list_hand_over_${FILINGS}`, 'ms', 'handOverMs'),
        figure(`list_answers_${FILINGS}`, 'ms', 'answersMs'),
        {
          ...figure('list_filed', 'filings', 'perSecond'),
          value: filed,
          peer: 'sent',
          peerValue: ROUNDS * FILINGS,
        },
      ]
    } finally {
      sandbox.kill()
      await station.close()
      rmSync(dir, { recursive: true, force: true })
    }
  },
}

interface Round {
  perSecond: number
  perCpuSecond: number
  handOverMs: number
  answersMs: number
}

async function oneNight(station: BenchStation, round: number): Promise<Round> {
  const day = `2026-12-0${round + 1}`
  await at(station, `${day}T09:00:00+08:00`)
  const adapter = getAdapter(station, ADAPTER)
  const input = adapter.example?.(station.clock.now()) as Input
  const begun = performance.now()
  const cpu = process.cpuUsage()
  await inParallel(TOGETHER, FILINGS, async (at) => {
    const key = `bench-${round}-${at}`
    for (;;) {
      const { outcome } = await carry(station, adapter, 'submit', { key, input })
      if (outcome.kind === 'pending') return
      await sql`update adapters.lanes set next_at = '-infinity', paused_until = null`.execute(
        station.db,
      )
    }
  })
  const seconds = (performance.now() - begun) / 1000
  const used = process.cpuUsage(cpu)
  await at(station, `${day}T23:20:00+08:00`)
  const handOverMs = await exchange(station)
  await at(station, `${day}T23:31:00+08:00`)
  const answersMs = await exchange(station)
  const cpuSeconds = (used.user + used.system) / 1_000_000
  return { perSecond: FILINGS / seconds, perCpuSecond: FILINGS / cpuSeconds, handOverMs, answersMs }
}

async function exchange(station: BenchStation): Promise<number> {
  await sql`update adapters.lanes set next_at = '-infinity', paused_until = null`.execute(
    station.db,
  )
  const begun = performance.now()
  const { outcome } = await carry(station, getAdapter(station, ADAPTER), 'exchange', {})
  if (!outcome.ok || outcome.detail !== '1 lists')
    throw new Error(`not exchanged: ${outcome.detail}`)
  return performance.now() - begun
}

async function at(station: BenchStation, moment: string): Promise<void> {
  await station.clock.move?.(new Date(moment))
  await fetch(`${BASE}/clock`, { method: 'POST', body: JSON.stringify({ at: moment }) })
}

async function startSandbox(dir: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    env: { ...process.env, SANDBOX_PORT: String(PORT), SANDBOX_DIR: dir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((ready, fail) => {
    child.once('exit', () => fail(new Error('the stand-ins ended')))
    child.stdout?.on('data', (text) => String(text).includes('ready') && ready())
  })
  return child
}
