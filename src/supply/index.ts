// What the rest of the program may use of supply.

import type { ModuleParts } from '../core/parts.ts'
import type { Station } from '../core/station.ts'
import { newApi, newPages } from '../core/web.ts'
import { commands } from './commands.ts'
import { api as handOutApi } from './handout/api.ts'
import { jobs as handOutJobs } from './handout/jobs.ts'
import { pages as handOutPages } from './handout/pages.tsx'
import { loadHandOuts } from './handout/settings.ts'
import { loadProgrammes } from './programmes.ts'
import { jobs as slipJobs } from './slips/jobs.ts'
import { pages as slipPages } from './slips/pages.tsx'

async function start(station: Station): Promise<void> {
  await loadProgrammes(station)
  loadHandOuts(station)
}

const pages = newPages()
pages.route('/', handOutPages)
pages.route('/', slipPages)
const api = newApi()
api.route('/', handOutApi)

export const module: ModuleParts = {
  name: 'supply',
  pages,
  api,
  commands,
  jobs: [...handOutJobs, ...slipJobs],
  start,
}
