// Starts the stand-ins for the agencies as a process of their own. Its standard input is ours: when
// we are gone, however we went, it ends.

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { taipeiTime } from './clock.ts'
import { clockToken } from './demo.ts'
import type { Station } from './station.ts'

const START_TIMEOUT_MS = 20_000

/** Resolves, once it listens, to what ends it. */
export async function startSandboxProcess(station: Station): Promise<() => Promise<void>> {
  const { config, clock } = station
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      SANDBOX_PORT: String(config.sandboxPort),
      SANDBOX_DIR: join(config.dataDir, 'sandbox'),
      SANDBOX_START: taipeiTime(clock.now()),
      SANDBOX_CHILD: '1',
      CLOCK_LISTENER: `http://127.0.0.1:${config.port}/demo/clock`,
      CLOCK_TOKEN: clockToken(station),
    },
  })
  await firstLine(child, config.sandboxPort)
  child.stdout?.resume()
  child.stderr?.resume()
  const onDeath = (code: number | null) =>
    station.log.error({ code }, 'the stand-ins for the agencies ended: start the city again')
  child.once('exit', onDeath)
  return () => {
    child.off('exit', onDeath)
    return stop(child)
  }
}

function firstLine(child: ChildProcess, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => {
      child.kill()
      reject(new Error(`The sandbox did not start on port ${port}`))
    }, START_TIMEOUT_MS)
    const settle = (done: () => void) => {
      clearTimeout(timer)
      done()
    }
    child.stdout?.on('data', (text) => {
      if (String(text).includes('ready')) settle(resolve)
    })
    child.stderr?.on('data', (text) => {
      said += String(text)
    })
    child.once('exit', () => {
      const line = said.trim().split('\n').at(-1) ?? ''
      settle(() => reject(new Error(`The sandbox did not start on port ${port}: ${line}`)))
    })
  })
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.stdin?.end()
    setTimeout(() => child.kill('SIGKILL'), 3_000).unref()
  })
}
