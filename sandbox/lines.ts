// Stand-ins that nobody reaches by the web: each listens on a free port of its own beside the
// sandbox's. `GET /ports` tells which.

import type { SandboxClock } from './clock.ts'
import type { Faults } from './faults.ts'
import { insurerBox } from './insurer/office.ts'
import { mailFaults } from './mailfaults.ts'
import { openMailroom } from './mailroom.ts'
import type { Stand } from './oracle.ts'
import { openRegistry } from './registry/office.ts'
import { reserveOffice } from './reserve/office.ts'
import type { Store } from './store.ts'
import { townshipOffice } from './township/office.ts'

export const LINES = ['tls', 'smtp', 'sftp'] as const
export type LineName = (typeof LINES)[number]

/** A stand-in that listens on 127.0.0.1 itself. */
export interface Line {
  name: LineName
  port: number
  /** What a customer may pin, as OpenSSH prints it. */
  hostKey?: string
  stands: Stand[]
  close(): Promise<void>
}

export interface LineGround {
  store: Store
  clock: SandboxClock
  faults: Faults
  /** Where the sandbox keeps its disk. */
  dir: string
}

export async function openLines(ground: LineGround): Promise<Line[]> {
  return Promise.all([openPost(ground), insurerBox(ground), openTls(ground)])
}

/** Every stand-in that takes mail shares one listener. */
async function openPost({ store, clock, faults }: LineGround): Promise<Line> {
  const wrongs = mailFaults(faults)
  const mailroom = await openMailroom({ store, clock, faults: wrongs }, 0)
  const offices = [reserveOffice, townshipOffice].map((open) =>
    open({ store, clock }, mailroom, wrongs),
  )
  return {
    name: 'smtp',
    port: mailroom.port,
    stands: [mailroom, ...offices],
    close: mailroom.close,
  }
}

async function openTls({ faults, ...ground }: LineGround): Promise<Line> {
  const registry = await openRegistry(ground, faults, 0)
  return { name: 'tls', port: registry.port, stands: [registry], close: registry.close }
}
