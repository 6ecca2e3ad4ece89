// Filings by an interface for machines: through the contract (lane, lease, evidence, outcome) beside
// bare fetches of the same requests, one after the other in the same run, at the same stand-in.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { carry, getAdapter } from '../src/adapters/index.ts'
import { type Bench, median } from './figure.ts'
import { inParallel } from './peers/dbos.ts'
import { type BenchStation, openBench } from './station.ts'

const ROUNDS = 3
const FILINGS = 200
/** As many as the adapter lets in at once. */
const TOGETHER = 8
const SINGLE = 60
const PORT = 8462
const BASE = `http://127.0.0.1:${PORT}/shuttle`
const ADAPTER = 'trail-shuttle'

interface Round {
  perSecond: number
  perCpuSecond: number
}

export const bench: Bench = {
  name: 'http',
  about: `filings by JSON at the shuttle’s stand-in, ${TOGETHER} at a time (${FILINGS} a round, ${ROUNDS} rounds, medians), beside bare fetches`,
  async run() {
    const dir = mkdtempSync(join(tmpdir(), 'yizhan-bench-http-'))
    const sandbox = await startSandbox(dir)
    const station = await openBench()
    Object.assign(station, { config: { ...station.config, sandboxPort: PORT } })
    try {
      await fetch(`${BASE}/officer/limit`, {
        method: 'POST',
        body: new URLSearchParams({ per_minute: '1000000000' }),
      })
      const ways = { ours: fileByContract(station), bare: await fileBare() }
      const rates = { ours: [] as Round[], bare: [] as Round[] }
      const alone = { ours: [] as number[], bare: [] as number[] }
      for (const way of [ways.ours, ways.bare]) await timed(way, 30, TOGETHER)
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const name of ['ours', 'bare'] as const) {
          rates[name].push(await timed(ways[name], FILINGS, TOGETHER))
          alone[name].push(1000 / (await timed(ways[name], SINGLE, 1)).perSecond)
        }
      }
      const of = (name: 'ours' | 'bare', part: keyof Round) =>
        median(rates[name].map((round) => round[part]))
      const peer = 'bare fetch'
      return [
        {
          figure: 'http_filings',
          value: of('ours', 'perSecond'),
          unit: 'filings/s',
          peer,
          peerValue: of('bare', 'perSecond'),
        },
        {
          figure: 'http_filings_per_cpu',
          value: of('ours', 'perCpuSecond'),
          unit: 'filings/CPU-s of our process',
          peer,
          peerValue: of('bare', 'perCpuSecond'),
        },
        {
          figure: 'http_one_filing',
          value: median(alone.ours),
          unit: 'ms',
          peer,
          peerValue: median(alone.bare),
        },
      ]
    } finally {
      await station.close()
      sandbox.kill()
      rmSync(dir, { recursive: true, force: true })
    }
  },
}

type File = (number: number) => Promise<void>

let filed = 0

async function timed(file: File, count: number, together: number): Promise<Round> {
  const cpu = process.cpuUsage()
  const started = performance.now()
  await inParallel(together, count, () => {
    filed += 1
    return file(filed)
  })
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: count / seconds, perCpuSecond: count / ((user + system) / 1e6) }
}

const HUBS = ['臺中高鐵站', '臺中車站', '臺東車站']
const DAYS = 28

/** Spread over days and stations, so that no bus is ever full. */
const holdOf = (number: number) => ({
  service_day: `2026-12-${String(1 + (number % DAYS)).padStart(2, '0')}`,
  from_stop: HUBS[Math.floor(number / DAYS) % HUBS.length],
  to_stop: ['向陽', '東埔', '武陵'][number % 3],
  persons: 1,
  contact: { name: '林怡君', phone: '0912345678' },
})

function fileByContract(station: BenchStation): File {
  const adapter = getAdapter(station, ADAPTER)
  // Measured is the contract, not the pace that this agency asked for.
  const limits = { ...adapter.describe.limits, perMinute: 60_000 }
  const unbounded = { ...adapter, describe: { ...adapter.describe, limits } }
  return async (number) => {
    const { service_day, from_stop, to_stop, persons, contact } = holdOf(number)
    const trip = { departOn: service_day, from: from_stop, to: to_stop }
    const args = { key: `ours-${number}`, input: { ...trip, people: persons, applicant: contact } }
    const { outcome } = await carry(station, unbounded, 'submit', args)
    if (outcome.kind !== 'needs') throw new Error(`not filed: ${JSON.stringify(outcome)}`)
  }
}

async function fileBare(): Promise<File> {
  const answer = await fetch(`${BASE}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('yizhan:demo-shuttle-secret')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'holds' }),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  return async (number) => {
    const external_ref = `bare-${number}`
    const held = await fetch(`${BASE}/api/v2/holds`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${access_token}`,
        'content-type': 'application/json',
        'idempotency-key': external_ref,
      },
      body: JSON.stringify({ ...holdOf(number), external_ref }),
    })
    const { state } = (await held.json()) as { state: string }
    if (state !== 'HELD') throw new Error(`not filed: ${held.status}`)
  }
}

/** A process of its own: what it computes is not ours. */
async function startSandbox(dir: string): Promise<ChildProcess> {
  const env = { ...process.env, SANDBOX_PORT: String(PORT), SANDBOX_DIR: dir, SANDBOX_CHILD: '1' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await new Promise<void>((ready, failed) => {
    child.stdout?.on('data', (text) => String(text).includes('ready') && ready())
    child.once('exit', () => failed(new Error('the sandbox did not start')))
  })
  return child
}
