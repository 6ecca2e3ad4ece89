// What the rest of the program may use of adapters.

import type { ModuleParts } from '../core/parts.ts'
import { api } from './api.ts'
import { commands } from './commands.ts'
import { jobs } from './jobs.ts'
import { openLanes } from './open.ts'
import { pages } from './pages.tsx'

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
export { listLanes } from './lanes.ts'
export { getAdapter, listAdapters } from './load.ts'
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

export const module: ModuleParts = {
  name: 'adapters',
  pages,
  api,
  jobs,
  commands,
  start: openLanes,
}
