// A whole city for a browser: pages on a free port, jobs at work, the agencies' stand-ins beside it.

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../sandbox/start.ts'
import { listenerOf } from '../src/app.ts'
import type { JobOffice } from '../src/core/boss.ts'
import { newStation, type TestStation } from './world.ts'

export interface TestCity {
  station: TestStation
  url: string
  sandboxUrl: string
  /** What the agencies hold, by agency. */
  oracle(): Promise<Record<string, Counts>>
  close(): Promise<void>
}

export interface Counts {
  received: number
  filed: number
  withdrawn: number
  duplicates: number
}

export async function openCity(): Promise<TestCity> {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-sandbox-'))
  const sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:30:00+08:00' })
  const station = await newStation({ sandboxUrl: sandbox.url })
  await (station.jobs as JobOffice).work(station)
  const { server, url } = await listen(station)

  return {
    station,
    url,
    sandboxUrl: sandbox.url,
    oracle: async () => (await fetch(`${sandbox.url}/oracle`)).json() as never,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await station.close()
      await sandbox.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function listen(station: TestStation): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => app(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  station.config.baseUrl = url
  const app = listenerOf(station)
  return { server, url }
}

/** Asks again until it is so; says what was seen last when it never is. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isSo: (seen: T) => boolean,
  seconds = 20,
): Promise<T> {
  const tries = seconds * 5
  for (let attempt = 0; ; attempt += 1) {
    const seen = await ask()
    if (isSo(seen)) return seen
    if (attempt >= tries) throw new Error(`Never came true. Last seen: ${JSON.stringify(seen)}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
