// What cases do by themselves. Jobs only wake things up: when something is due stands in rows, so a
// job that got lost is found again by the next sweep.

import type { JobDefinition } from '../core/jobs.ts'
import { carryLeg } from './actions/carry.ts'
import { advanceCase, deleteWhatHasEnded, sweep } from './actions/upkeep.ts'

export const jobs: JobDefinition[] = [
  {
    name: 'cases.carry',
    concurrency: 8,
    handle: (station, { caseId, leg }) =>
      carryLeg(station, { caseId: String(caseId), leg: String(leg) }),
  },
  {
    name: 'cases.advance',
    handle: (station, { caseId }) => advanceCase(station, String(caseId)),
  },
  { name: 'cases.sweep', everySeconds: 2, handle: (station) => sweep(station) },
  { name: 'cases.retention', everySeconds: 3600, handle: (station) => deleteWhatHasEnded(station) },
]
