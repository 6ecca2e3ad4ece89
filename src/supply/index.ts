// What the rest of the program may use of supply.

import type { ModuleParts } from '../core/parts.ts'
import type { Station } from '../core/station.ts'
import { newPages } from '../core/web.ts'
import { loadApps } from './apps-file.ts'
import { api } from './board/api.ts'
import { quickBoard } from './board/quick.ts'
import { commands } from './commands.ts'
import { pages as feedPages } from './feeds/pages.tsx'
import { jobs } from './jobs.ts'
import { mapPages } from './map/routes.tsx'
import { pages as residentPages } from './pages/index.ts'
import { loadProgrammes } from './programmes.ts'

async function start(station: Station): Promise<void> {
  await loadProgrammes(station)
  loadApps(station)
}

export const module: ModuleParts = {
  name: 'supply',
  pages: newPages().route('/', feedPages).route('/', residentPages).route('/', mapPages),
  api,
  quick: quickBoard,
  commands,
  jobs,
  start,
}
