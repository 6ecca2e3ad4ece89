// What the rest of the program may use of voices.

import { addDeskPart, setTrialPart } from '../cases/index.ts'
import type { ModuleParts } from '../core/parts.ts'
import type { Station } from '../core/station.ts'
import { DataMistake } from '../core/yaml.ts'
import { setVersionPart } from '../journeys/index.ts'
import { ledgerWarnings } from './actions/ledger.ts'
import { loadLedger } from './actions/ledger-count.ts'
import { keepWeighings, setTimeWarnings } from './actions/weighings.ts'
import { api } from './api/routes.ts'
import { commands } from './commands.ts'
import { registerGates } from './gates.ts'
import { jobs } from './jobs.ts'
import { pages } from './pages/all.tsx'
import { deskLinks } from './pages/finding/desk-part.tsx'
import { promisePart, trialNotice } from './pages/promise-routes.tsx'
import { loadServices } from './services.ts'
import { checkWeighingFiles } from './weighing-files.ts'

export { recordServed } from './actions/served.ts'
export { signalsOf } from './actions/signals.ts'
export { SignalsTable } from './pages/served/parts.tsx'
export type { Service } from './schema/service.ts'
export { findService, getService, listServices } from './services.ts'

// Before any station starts: journeys are published before this module's turn.
registerGates()
setTimeWarnings(ledgerWarnings)
setVersionPart(promisePart)
setTrialPart(trialNotice)
addDeskPart(deskLinks)

async function start(station: Station): Promise<void> {
  await loadServices(station)
  checkWeighingFiles(station)
  await loadLedger(station)
  await keepWeighings(station)
}

/** Journeys were read before, and with them what was weighed of those that wait. */
async function reload(station: Station): Promise<string[]> {
  try {
    await start(station)
    return []
  } catch (mistake) {
    if (mistake instanceof DataMistake) return mistake.mistakes
    throw mistake
  }
}

export const module: ModuleParts = { name: 'voices', pages, api, jobs, commands, start, reload }
