// What cases do by themselves. Jobs only wake things up: when something is due stands in rows, so a
// job that got lost is found again by the next sweep.

import { listAdapters } from '../adapters/index.ts'
import type { JobDefinition } from '../core/jobs.ts'
import type { Station } from '../core/station.ts'
import { carryLeg } from './actions/carry.ts'
import { advanceCase, deleteWhatHasEnded, sweep } from './actions/upkeep.ts'

/** Besides what all lanes hold at once: to find that one is full. */
const SPARE_WORKERS = 2

/** A leg whose lane is full waits in the queue rather than find that out at the agency's door. */
const lanes = (station: Station): Record<string, number> =>
  Object.fromEntries(
    listAdapters(station).map(({ describe }) => [describe.id, describe.limits.concurrency]),
  )

/** Every lane may hang full, and the next leg of another agency still finds a worker. */
export const workersForAllLanes = (station: Station): number =>
  listAdapters(station).reduce(
    (sum, { describe }) => sum + describe.limits.concurrency,
    SPARE_WORKERS,
  )

export const jobs: JobDefinition[] = [
  {
    name: 'cases.carry',
    concurrency: workersForAllLanes,
    groups: lanes,
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
