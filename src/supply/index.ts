// What the rest of the program may use of supply.

import { addDeskPart } from '../cases/index.ts'
import type { ModuleParts } from '../core/parts.ts'
import type { Station } from '../core/station.ts'
import { newApi, newPages } from '../core/web.ts'
import { DataMistake } from '../core/yaml.ts'
import { loadApps } from './apps-file.ts'
import { api as boardApi } from './board/api.ts'
import { quickBoard } from './board/quick.ts'
import { commands } from './commands.ts'
import { demandApi, demandPages } from './demand/index.ts'
import { demoJobs } from './demo/index.ts'
import { deskProgrammes } from './feeds/desk-part.tsx'
import { pages as feedPages } from './feeds/pages.tsx'
import { api as handOutApi } from './handout/api.ts'
import { jobs as handOutJobs } from './handout/jobs.ts'
import { pages as handOutPages } from './handout/pages.tsx'
import { loadHandOuts } from './handout/settings.ts'
import { jobs as ownJobs } from './jobs.ts'
import { mapPages } from './map/routes.tsx'
import { api as orderApi } from './orders/api.ts'
import { jobs as orderJobs } from './orders/jobs.ts'
import { pages as orderPages } from './orders/pages.tsx'
import { loadSites, ownerApi, ownerJobs, ownerPages } from './owner/index.ts'
import { addWay, pages as residentPages } from './pages/index.ts'
import { loadProgrammes } from './programmes.ts'
import { api as rationApi } from './ration/api.ts'
import { registerRationGate } from './ration/gate.ts'
import { pages as rationPages } from './ration/pages.tsx'
import { loadRations } from './ration/rations.ts'
import { api as slipApi } from './slips/api.ts'
import { jobs as slipJobs } from './slips/jobs.ts'
import { pages as slipPages } from './slips/pages.tsx'

registerRationGate()
addDeskPart(deskProgrammes)
addWay({ path: '/rules', key: 'ration.way_rules' })
addWay({ path: '/when', key: 'ration.way_when' })

async function start(station: Station): Promise<void> {
  await loadProgrammes(station)
  await loadRations(station)
  loadHandOuts(station)
  await loadSites(station)
  loadApps(station)
}

async function reload(station: Station): Promise<string[]> {
  try {
    await start(station)
    return []
  } catch (mistake) {
    if (mistake instanceof DataMistake) return mistake.mistakes
    throw mistake
  }
}

const pages = newPages()
for (const part of [residentPages, mapPages, feedPages, rationPages]) pages.route('/', part)
for (const part of [handOutPages, slipPages, orderPages]) pages.route('/', part)
for (const part of [ownerPages, demandPages]) pages.route('/', part)
const api = newApi()
for (const part of [boardApi, rationApi, demandApi]) api.route('/', part)
for (const part of [handOutApi, slipApi, orderApi, ownerApi]) api.route('/', part)

export const module: ModuleParts = {
  name: 'supply',
  pages,
  api,
  quick: quickBoard,
  jobs: [...ownJobs, ...handOutJobs, ...slipJobs, ...orderJobs, ...ownerJobs, ...demoJobs],
  commands,
  start,
  reload,
}
