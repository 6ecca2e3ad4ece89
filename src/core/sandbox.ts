// Starts the stand-ins for the agencies as a process of their own. Its standard input is ours: when
// we are gone, however we went, it ends.

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { taipeiTime } from './clock.ts'
import { clockToken } from './demo.ts'
import type { Station } from './station.ts'

const START_TIMEOUT_MS = 20_000
const ASK_TIMEOUT_MS = 2_000

/** Ports of the stand-ins that nobody reaches by the web: `tls`, `smtp`, `sftp`; `sftp-hostkey`. */
export type LinePorts = Record<string, number | string | null>

// They stay the same as long as the sandbox runs, and it runs as long as the city.
const known = new WeakMap<Station['config'], LinePorts>()

/** Empty outside a demo city, and while its sandbox does not answer. */
export async function linePorts({ config }: Station): Promise<LinePorts> {
  if (!config.sandbox) return {}
  const before = known.get(config)
  if (before) return before
  try {
    const signal = AbortSignal.timeout(ASK_TIMEOUT_MS)
    const answer = await fetch(`http://127.0.0.1:${config.sandboxPort}/ports`, { signal })
    const ports = (await answer.json()) as LinePorts
    known.set(config, ports)
    return ports
  } catch {
    return {}
  }
}

/** Tells the stand-ins where the city takes its mail. @throws Error when they do not answer */
export async function aimSandboxMail({ config }: Station, port: number): Promise<void> {
  const host = config.host === '0.0.0.0' ? '127.0.0.1' : config.host
  await fetch(`http://127.0.0.1:${config.sandboxPort}/mailroom`, {
    method: 'POST',
    body: JSON.stringify({ host, port }),
    signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
  })
}

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
      SHUTTLE_HOOK: `http://127.0.0.1:${config.port}/hooks/trail-shuttle`,
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
