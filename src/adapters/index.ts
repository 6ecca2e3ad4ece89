// What the rest of the program may use of adapters.

import type { ModuleParts } from '../core/parts.ts'
import { newApi, newPages } from '../core/web.ts'
import { api as lanesApi } from './api.ts'
import { commands as kitCommands } from './commands.ts'
import { hookRoutes } from './hooks/route.ts'
import { jobs } from './jobs.ts'
import { openLanes } from './open.ts'
import { pages as lanesPages } from './pages.tsx'
import { api as servicesApi } from './services/api.ts'
import { calls } from './services/calls.ts'
import { commands as clientCommands } from './services/commands.ts'
import { servicePages } from './services/pages/routes.tsx'
import { wishApi } from './services/wish-api.ts'

export { callAdapter, carry, checkInput, startLane } from './actions.ts'
export type {
  Adapter,
  Description,
  Input,
  Needs,
  Outcome,
  Reason,
  Withdrawal,
} from './contract.ts'
export { rotateCredential } from './credentials.ts'
export { openOutgoing } from './gateway/outgoing.ts'
export { AgencyTrouble } from './kit/trouble.ts'
export { listLanes } from './lanes.ts'
export { getAdapter, listAdapters } from './load.ts'
export type { Reads } from './readable.ts'
export { stopOf } from './rules.ts'
export type {
  Arguments,
  CallReport,
  Evidence,
  Lane,
  LaneHealth,
  Operation,
  Results,
} from './schema.ts'

export { forgetLetters, type KeptLetter, openLetter } from './wires/mail/ending.ts'
export { type Inbox, openInbox } from './wires/mail/inbox.ts'

const api = newApi()
for (const part of [lanesApi, servicesApi, calls, wishApi]) api.route('/', part)
const pages = newPages()
for (const part of [lanesPages, servicePages, hookRoutes]) pages.route('/', part)

export { forgetRows } from './store/batch-rows.ts'

export const module: ModuleParts = {
  name: 'adapters',
  pages,
  api,
  jobs,
  commands: [...kitCommands, ...clientCommands],
  start: openLanes,
}
