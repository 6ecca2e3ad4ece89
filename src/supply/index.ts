// What the rest of the program may use of supply.

import type { ModuleParts } from '../core/parts.ts'
import type { Station } from '../core/station.ts'
import { commands } from './commands.ts'
import { jobs as handOutJobs } from './handout/jobs.ts'
import { loadHandOuts } from './handout/settings.ts'
import { loadProgrammes } from './programmes.ts'

async function start(station: Station): Promise<void> {
  await loadProgrammes(station)
  loadHandOuts(station)
}

export const module: ModuleParts = { name: 'supply', commands, jobs: [...handOutJobs], start }
