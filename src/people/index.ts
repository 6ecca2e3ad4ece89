// What the rest of the program may use of people.

import type { ModuleParts } from '../core/parts.ts'
import { startPeople } from './actions.ts'
import { api } from './api.ts'
import { commands } from './commands.ts'
import { jobs } from './jobs.ts'
import { pages } from './pages/routes.tsx'

export { endGrant, grantTo, logReading, logView, mayActFor } from './actions.ts'
export {
  findAgency,
  findDesk,
  getAgency,
  getDesk,
  listAgencies,
  listDesks,
} from './agencies.ts'
export { DEMO_ACCOUNTS as demoAccounts } from './demo.ts'
export { isLead, lead, worksAt } from './rules.ts'
export type { Agency, Desk, Role } from './schema.ts'
export { session } from './session.ts'
export { findAccountEmail, findAccountName } from './store.ts'

export const module: ModuleParts = {
  name: 'people',
  pages,
  api,
  jobs,
  commands,
  start: startPeople,
}
