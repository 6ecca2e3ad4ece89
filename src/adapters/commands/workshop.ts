// A city to try adapters in: a database, a sandbox and a folder of its own, gone afterwards. Nothing
// that is tried reaches the city that runs, its lanes or its demo.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Call } from '../../core/commands.ts'
import type { Station } from '../../core/station.ts'
import type { Adapter } from '../contract.ts'

const START_TIMEOUT_MS = 30_000
const START = '2026-11-23T09:30:00+08:00'

export interface Workshop {
  station: Station
  sandboxUrl: string
  close(): Promise<void>
}

export async function openWorkshop(call: Pick<Call, 'openStation'>): Promise<Workshop> {
  const [dir, sandboxDir] = [newFolder(), newFolder()]
  const sandbox = await startSandbox(sandboxDir)
  const close = () => ended(sandbox.child)
  try {
    const station = await call.openStation({
      DATA_DIR: dir,
      DATABASE_URL: '',
      DATABASE_READ_URL: '',
      SANDBOX: 'on',
      SANDBOX_PORT: new URL(sandbox.url).port,
    })
    await station.clock.move?.(new Date(START))
    return { station, sandboxUrl: sandbox.url, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The station is closed after its command, so its folder goes when the program does. */
function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-workshop-'))
  process.once('exit', () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))
  return dir
}

/**
 * True when every place it may go is a stand-in of the sandbox: named so, below a name that is kept
 * free for examples (RFC 2606), or a number that a line of the sandbox calls.
 */
export function isPretended({ describe: { hosts } }: Adapter): boolean {
  const isOurs = (host: string) => host.includes('{sandbox') || host.endsWith('.example')
  return hosts.every((host) => isOurs(host) || (host.startsWith('fax:') && hosts.some(isOurs)))
}

async function startSandbox(dir: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      SANDBOX_PORT: '0',
      SANDBOX_DIR: dir,
      SANDBOX_START: START,
      SANDBOX_CHILD: '1',
    },
  })
  return new Promise((resolve, reject) => {
    let said = ''
    const failed = (why: string) => {
      clearTimeout(timer)
      child.kill()
      reject(new Error(`The sandbox did not start: ${why}`))
    }
    const timer = setTimeout(() => failed('no answer in time'), START_TIMEOUT_MS)
    child.stderr?.on('data', (text) => {
      said += String(text)
    })
    child.stdout?.on('data', (text) => {
      const url = /ready (http:\S+)/.exec(String(text))?.[1]
      if (!url) return
      clearTimeout(timer)
      resolve({ url, child })
    })
    child.once('error', (error) => failed(error.message))
    child.once('exit', () => failed(said.trim().split('\n').at(-1) ?? ''))
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.removeAllListeners('exit')
    child.once('exit', () => resolve())
    child.stdin?.end()
    setTimeout(() => child.kill('SIGKILL'), 3000).unref()
  })
}
