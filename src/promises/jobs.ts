// Jobs of promises.

import type { JobDefinition } from '../core/jobs.ts'
import { remind } from './actions.ts'

export const jobs: JobDefinition[] = [
  { name: 'promises.remind', everySeconds: 900, handle: (station) => remind(station) },
]
