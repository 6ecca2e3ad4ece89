// What the rest of the program may use of promises.

import type { ModuleParts } from '../core/parts.ts'
import { api } from './api.ts'
import { jobs } from './jobs.ts'
import { pages } from './pages/routes.tsx'

export { handOn, makePromise, settlePromise } from './actions.ts'
export { isOverdue, maySettle } from './rules.ts'
export type {
  HandOn,
  NewPromise,
  Outcome,
  PromiseState,
  PublicPromise,
  Settlement,
} from './schema.ts'
export { findBySource, findPromise, listPromises } from './store.ts'

export const module: ModuleParts = { name: 'promises', pages, api, jobs }
