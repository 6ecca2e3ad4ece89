// What the rest of the program may use of supply.

import type { ModuleParts } from '../core/parts.ts'
import type { Station } from '../core/station.ts'
import { newApi, newPages } from '../core/web.ts'
import { DataMistake } from '../core/yaml.ts'
import { api as boardApi } from './board/api.ts'
import { quickBoard } from './board/quick.ts'
import { commands } from './commands.ts'
import { pages as feedPages } from './feeds/pages.tsx'
import { jobs } from './jobs.ts'
import { loadProgrammes } from './programmes.ts'
import { api as rationApi } from './ration/api.ts'
import { registerRationGate } from './ration/gate.ts'
import { pages as rationPages } from './ration/pages.tsx'
import { loadRations } from './ration/rations.ts'

registerRationGate()

const pages = newPages()
for (const part of [feedPages, rationPages]) pages.route('/', part)

const api = newApi()
for (const part of [boardApi, rationApi]) api.route('/', part)

async function start(station: Station): Promise<void> {
  await loadProgrammes(station)
  await loadRations(station)
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

export const module: ModuleParts = {
  name: 'supply',
  pages,
  api,
  quick: quickBoard,
  commands,
  jobs,
  start,
  reload,
}
