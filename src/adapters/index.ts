// What the rest of the program may use of adapters.

import type { ModuleParts } from '../core/parts.ts'
import { newPages } from '../core/web.ts'
import { api } from './api.ts'
import { hookRoutes } from './hooks/route.ts'
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

export { forgetLetters, type KeptLetter, openLetter } from './wires/mail/ending.ts'
export { type Inbox, openInbox } from './wires/mail/inbox.ts'

export const module: ModuleParts = {
  name: 'adapters',
  pages: newPages().route('/', pages).route('/', hookRoutes),
  api,
  jobs,
  start: openLanes,
}
