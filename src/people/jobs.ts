// Jobs of people.

import type { JobDefinition } from '../core/jobs.ts'
import { forgetExpired } from './actions.ts'

export const jobs: JobDefinition[] = [
  { name: 'people.forget_sessions', everySeconds: 3600, handle: forgetExpired },
]
