// Stand-ins that nobody reaches by the web: each listens on a free port of its own beside the
// sandbox's. `GET /ports` tells which.

import type { SandboxClock } from './clock.ts'
import type { Faults } from './faults.ts'
import { insurerBox } from './insurer/office.ts'
import type { Stand } from './oracle.ts'
import type { Store } from './store.ts'

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
  return [await insurerBox(ground)]
}
