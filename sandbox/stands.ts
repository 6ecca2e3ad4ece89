// Stand-ins of one file each, below `stands/`: whoever connects an agency puts one there, and it is
// found. One that grows gets a folder of its own beside `park/`.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SandboxClock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { Stand } from './oracle.ts'
import type { Store } from './store.ts'

export interface Ground {
  store: Store
  clock: SandboxClock
}

/** What such a file exports. */
export type OpenStand = (ground: Ground, faults: Faults) => Stand

export async function openStands(ground: Ground, faults: Faults): Promise<Stand[]> {
  const directory = join(import.meta.dirname, 'stands')
  const files = existsSync(directory)
    ? readdirSync(directory).filter((file) => /^[a-z][a-z0-9-]*\.ts$/.test(file))
    : []
  const stands: Stand[] = []
  for (const file of files.sort()) {
    const path = join(directory, file)
    const module = (await import(pathToFileURL(path).href)) as { openStand?: OpenStand }
    if (!module.openStand) throw new Error(`${path}: exports no openStand`)
    stands.push(module.openStand(ground, faults))
  }
  return stands
}
