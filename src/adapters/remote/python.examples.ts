// Starts the reference adapter in Python for tests, on a free port with a register of its own.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const TOKEN = 'a-token-for-tests'
export const SECRET = 'a-secret-for-tests'

/** Null with a printed reason where there is no Python of 3.10 or newer. */
export function pythonProblem(): string | null {
  const asked = spawnSync('python3', [
    '-c',
    'import sys, sqlite3; print(sys.version_info >= (3, 10))',
  ])
  if (asked.error) return 'python3 is not installed'
  return String(asked.stdout).trim() === 'True' ? null : 'python3 is older than 3.10'
}

export interface Garden {
  url: string
  fault(path: string, mode: string, more?: { times?: number; seconds?: number }): Promise<void>
  /** What the office holds. */
  filings(): Promise<{ key: string; state: string; number: number }[]>
  /** As a power cut: the process is gone, its files are not. */
  kill(): Promise<void>
  restart(): Promise<void>
  close(): Promise<void>
}

export async function startGarden({ hours = 'always' } = {}): Promise<Garden> {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-garden-'))
  const start = (port: string) => spawnGarden(dir, ['--port', port, '--hours', hours])
  let { child, port } = await start('0')
  const url = `http://127.0.0.1:${port}`
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }

  const garden: Garden = {
    url,
    async fault(path, mode, more = {}) {
      const body = JSON.stringify({ path, mode, ...more })
      await fetch(`${url}/sandbox/faults`, { method: 'POST', headers, body })
    },
    async filings() {
      const answer = await fetch(`${url}/sandbox/oracle`, { headers })
      return ((await answer.json()) as { filings: [] }).filings
    },
    async kill() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
    async restart() {
      ;({ child, port } = await start(port))
    },
    async close() {
      await garden.kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  return garden
}

function spawnGarden(dir: string, options: string[]) {
  const program = join(import.meta.dirname, '../../../examples/remote-adapter/adapter.py')
  const database = join(dir, 'plots.sqlite3')
  const child = spawn('python3', ['-B', program, '--database', database, '--sandbox', ...options], {
    env: { ...process.env, ADAPTER_TOKEN: TOKEN, ADAPTER_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return new Promise<{ child: ChildProcess; port: string }>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the adapter ended with ${code}`)))
    child.stdout.on('data', (line: Buffer) => {
      const port = /:(\d+)\s*$/.exec(String(line))?.[1]
      if (port) resolve({ child, port })
    })
  })
}
