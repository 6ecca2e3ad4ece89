// Jobs of number slips.

import type { JobDefinition } from '../../core/jobs.ts'
import { settleRounds } from './slips.ts'

export const jobs: JobDefinition[] = [
  { name: 'supply.settle_slips', everySeconds: 20, handle: settleRounds },
]
