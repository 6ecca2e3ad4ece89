// From `bin/up` to the line `Ready`, installed but with no data yet and once more with it; and what
// the running city holds in memory.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench, Figure } from './figure.ts'

const LIMIT_S = 10
const REST_MS = 5_000
const PORTS = { PORT: '8460', SANDBOX_PORT: '8461' }

export const bench: Bench = {
  name: 'start',
  about: 'seconds from bin/up to Ready, and memory of all its processes at rest',
  async run() {
    const dataDir = mkdtempSync(join(tmpdir(), 'yizhan-start-'))
    try {
      const first = await startAndStop(dataDir)
      const again = await startAndStop(dataDir)
      return [
        seconds('start_from_scratch', first.seconds),
        seconds('start_again', again.seconds),
        figure('memory_at_rest', again.megabytes, 'MB (proportional set size)'),
      ]
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
}

const figure = (name: string, value: number, unit: string): Figure => ({
  figure: name,
  value,
  unit,
  peer: null,
  peerValue: null,
})

const seconds = (name: string, value: number): Figure => ({
  ...figure(name, value, 's'),
  peer: 'limit',
  peerValue: LIMIT_S,
})

async function startAndStop(dataDir: string): Promise<{ seconds: number; megabytes: number }> {
  const started = performance.now()
  const child = spawn('bin/up', { env: { ...process.env, ...PORTS, DATA_DIR: dataDir } })
  await ready(child)
  const took = (performance.now() - started) / 1000
  await new Promise((resolve) => setTimeout(resolve, REST_MS))
  const megabytes = treeOf(child.pid ?? 0).reduce((sum, pid) => sum + pssOf(pid), 0) / 1024
  child.kill('SIGTERM')
  await once(child, 'exit')
  return { seconds: took, megabytes }
}

async function ready(child: ChildProcess): Promise<void> {
  let said = ''
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk)
    if (/^Ready /m.test(said)) return
  }
  throw new Error(`bin/up ended without Ready:\n${said}`)
}

/** The process and all that it started, and PostgreSQL, which has let go of its parent. */
function treeOf(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(Number(name)) }))
  const found = [root]
  for (const pid of found) {
    found.push(...parents.filter((one) => one.parent === pid).map((one) => one.pid))
  }
  return found
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readProc(pid, 'status'))?.[1] ?? 0)
}

/** Kilobytes; shared pages count by their share. */
function pssOf(pid: number): number {
  const rollup = readProc(pid, 'smaps_rollup')
  const pss = /^Pss:\s+(\d+)/m.exec(rollup)?.[1]
  return Number(pss ?? /^VmRSS:\s+(\d+)/m.exec(readProc(pid, 'status'))?.[1] ?? 0)
}

/** A process may have ended in between. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
