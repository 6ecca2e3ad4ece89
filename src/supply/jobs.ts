// What supply does by itself.

import type { JobDefinition } from '../core/jobs.ts'
import { endStates } from './actions/changes.ts'

export const jobs: JobDefinition[] = [
  {
    name: 'supply.end_states',
    everySeconds: 20,
    async handle(station) {
      await endStates(station)
    },
  },
]
