// A day that moves by itself, in a demo city only.

import type { JobDefinition } from '../../core/jobs.ts'
import { playDay } from './play.ts'

export const demoJobs: JobDefinition[] = [
  { name: 'supply.demo_day', everySeconds: 20, handle: (station) => playDay(station) },
]
