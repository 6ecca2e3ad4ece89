// What the lanes do by themselves: ask each agency whether it is well, and end what a killed process
// left behind.

import type { JobDefinition } from '../core/jobs.ts'
import { checkHealth, sweepCalls } from './actions.ts'
import { forgetCounts } from './services/clients.ts'
import { forgetOldFilings } from './services/filing.ts'
import { watchStandings } from './status/actions.ts'
