// Starts all stand-ins on one port of this machine. Tests start it in their own process, on port 0.

import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { openClock } from './clock.ts'
import { addControls, type Controls } from './controls.ts'
import type { Faults, SandboxEnv } from './faults.ts'
import { hutsSite } from './forest/site.ts'
import { frontPage } from './front.ts'
import { LINES, type Line, openLines } from './lines.ts'
import { addOracle } from './oracle.ts'
import { parkSite } from './park/site.ts'
import { parkingSite } from './parking/site.ts'
import { policeOffice } from './police/office.ts'
import { roadSite } from './roads/site.ts'
import { shuttleOffice } from './shuttle/site.ts'
import { openStands } from './stands.ts'
import { openStore } from './store.ts'

export interface SandboxOptions {
  /** 0 takes a free one. */
  port: number
  dir: string
  /** RFC 3339. */
  start: string
  policeApiKey?: string
  /** Where the shuttle operator sends its news from the start. */
  shuttleHook?: string
  /** Told of every move of the clock. */
  listener?: Controls['listener']
}

export interface Sandbox {
  url: string
  stop(): Promise<void>
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const store = openStore(options.dir)
  const clock = openClock(store, options.start)
  const faults: Faults = new Map()
  const ground = { store, clock }
  const lines = await openLines({ ...ground, faults, dir: options.dir })
  const shuttle = shuttleOffice({ ...ground, hookUrl: options.shuttleHook ?? null }, faults)
  const stands = [
    parkSite(ground, faults),
    policeOffice({ ...ground, apiKey: options.policeApiKey ?? 'demo-police-key' }, faults),
    hutsSite(ground, faults),
    shuttle,
    parkingSite(ground, faults),
    roadSite(ground, faults),
    ...(await openStands(ground, faults)),
    ...lines.flatMap((line) => line.stands),
  ]
  const app = new Hono<SandboxEnv>()
  app.get('/', (asked) => asked.html(frontPage(clock.now())))
  addPorts(app, lines)
  addControls(app, { ...ground, faults, stands, listener: options.listener ?? null })
  addOracle(app, store, stands)
  for (const stand of stands) app.route('/', stand.app)
  return listen(app, options.port, async () => {
    await Promise.all(lines.map((line) => line.close()))
    shuttle.close()
    store.close()
  })
}

/** Where each line listens, null for one that no stand-in has opened; and their host keys. */
function addPorts(app: Hono<SandboxEnv>, lines: Line[]): void {
  const portOf = (name: Line['name']) => lines.find((line) => line.name === name)?.port ?? null
  const keys = lines.flatMap(({ name, hostKey }) => (hostKey ? [[`${name}-hostkey`, hostKey]] : []))
  const ports = Object.fromEntries([...LINES.map((name) => [name, portOf(name)]), ...keys])
  app.get('/ports', (asked) => asked.json(ports))
}

function listen(app: Hono<SandboxEnv>, port: number, close: () => Promise<void>): Promise<Sandbox> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: app.fetch, port, hostname: '127.0.0.1' },
      (address: AddressInfo) =>
        resolve({
          url: `http://127.0.0.1:${address.port}`,
          stop: () =>
            new Promise((stopped) => {
              server.close(() => {
                close().then(stopped, stopped)
              })
              if ('closeAllConnections' in server) server.closeAllConnections()
            }),
        }),
    )
    server.on('error', reject)
  })
}
