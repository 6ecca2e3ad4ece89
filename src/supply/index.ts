// What the rest of the program may use of supply.

import type { ModuleParts } from '../core/parts.ts'
import type { Station } from '../core/station.ts'
import { newApi, newPages } from '../core/web.ts'
import { commands } from './commands.ts'
import { api as handOutApi } from './handout/api.ts'
import { jobs as handOutJobs } from './handout/jobs.ts'
import { pages as handOutPages } from './handout/pages.tsx'
import { loadHandOuts } from './handout/settings.ts'
import { api as orderApi } from './orders/api.ts'
import { jobs as orderJobs } from './orders/jobs.ts'
import { pages as orderPages } from './orders/pages.tsx'
import { loadProgrammes } from './programmes.ts'
import { api as slipApi } from './slips/api.ts'
import { jobs as slipJobs } from './slips/jobs.ts'
import { pages as slipPages } from './slips/pages.tsx'

async function start(station: Station): Promise<void> {
  await loadProgrammes(station)
  loadHandOuts(station)
}

const pages = newPages()
pages.route('/', handOutPages)
pages.route('/', slipPages)
pages.route('/', orderPages)
const api = newApi()
api.route('/', handOutApi)
api.route('/', slipApi)
api.route('/', orderApi)

export const module: ModuleParts = {
  name: 'supply',
  pages,
  api,
  commands,
  jobs: [...handOutJobs, ...slipJobs, ...orderJobs],
  start,
}
