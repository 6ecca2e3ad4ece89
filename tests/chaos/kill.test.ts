// The whole program, killed with -9 at several moments of filing and started again: the stand-ins'
// own count says that each leg was filed exactly once.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../city.ts'

/** After the last filing was answered: leases, intents, calls and outcomes are all under way. */
const KILLED_AFTER_MS = [0, 80, 200, 450]
const CASES_AT_A_TIME = 3
const STARTS_WITHIN_SECONDS = 60
const SETTLES_WITHIN_SECONDS = 90

const body = readFileSync('examples/hike-xueshan.json', 'utf8')
const dir = mkdtempSync(join(tmpdir(), 'yizhan-kill-'))
let ports: { web: number; sandbox: number }
let running: ChildProcess | null = null

beforeAll(async () => {
  ports = { web: await freePort(), sandbox: await freePort() }
})
afterAll(async () => {
  await stop('SIGTERM')
  rmSync(dir, { recursive: true, force: true })
}, 60_000)

async function start(): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: {
      PATH: process.env.PATH,
      PORT: String(ports.web),
      SANDBOX_PORT: String(ports.sandbox),
      DATA_DIR: dir,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  running = child
  await eventually(
    async () => ({ said, code: child.exitCode }),
    ({ said, code }) => {
      if (code !== null) throw new Error(`did not start: ${said}`)
      return said.includes('Ready ')
    },
    STARTS_WITHIN_SECONDS,
  )
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  const child = running
  running = null
  if (!child || child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}

interface Filed {
  reference: string
  token: string
}

async function file(key: string): Promise<Filed> {
  const response = await fetch(`http://127.0.0.1:${ports.web}/api/v1/cases`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body,
  })
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`)
  return (await response.json()) as Filed
}

async function stateOf({ reference, token }: Filed): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${ports.web}/api/v1/cases/${reference}`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  const { legs } = (await response.json()) as { legs: { state: string }[] }
  return legs[0]?.state ?? 'none'
}

const oracle = async () => {
  const response = await fetch(`http://127.0.0.1:${ports.sandbox}/oracle`)
  return (await response.json()) as Record<string, { filed: number; received: number }>
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

test('killed at any moment of filing, each leg is filed exactly once', async () => {
  const filed: Filed[] = []
  for (const [round, delayMs] of KILLED_AFTER_MS.entries()) {
    await start()
    const keys = Array.from({ length: CASES_AT_A_TIME }, (_, n) => `round-${round}-case-${n}`)
    filed.push(...(await Promise.all(keys.map(file))))
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    await stop('SIGKILL')
  }

  await start()
  // A caller who never got an answer asks again with the same key: no second case.
  const again = await Promise.all(
    Array.from({ length: CASES_AT_A_TIME }, (_, n) => file(`round-0-case-${n}`)),
  )
  expect(again.map((one) => one.reference)).toEqual(
    filed.slice(0, CASES_AT_A_TIME).map((one) => one.reference),
  )
  await eventually(
    () => Promise.all(filed.map(stateOf)),
    (states) => states.every((state) => state === 'in_review'),
    SETTLES_WITHIN_SECONDS,
  )
  expect((await oracle())['sheipa-park']?.filed).toBe(filed.length)
}, 300_000)
