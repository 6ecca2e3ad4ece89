// What cases do by themselves. Jobs only wake things up: when something is due stands in rows, so a
// job that got lost is found again by the next sweep.

import { listAdapters } from '../adapters/index.ts'
import type { JobDefinition } from '../core/jobs.ts'
import type { Station } from '../core/station.ts'
import { carryLeg } from './actions/carry.ts'
import { rerouteLeg } from './actions/moving.ts'
import { advanceCase, deleteWhatHasEnded, sweep } from './actions/upkeep.ts'

/** As many workers as an agency lets in at once: one that hangs holds up nobody but itself. */
const lanes = (station: Station): Record<string, number> =>
  Object.fromEntries(
    listAdapters(station).map(({ describe }) => [describe.id, describe.limits.concurrency]),
  )

export const jobs: JobDefinition[] = [
  {
    name: 'cases.carry',
    groups: lanes,
    handle: (station, { caseId, leg }) =>
      carryLeg(station, { caseId: String(caseId), leg: String(leg) }),
  },
  {
    name: 'cases.advance',
    handle: (station, { caseId }) => advanceCase(station, String(caseId)),
  },
  {
    name: 'cases.reroute',
    handle: (station, { caseId, leg, adapterId, why }) =>
      rerouteLeg(station, {
        caseId: String(caseId),
        leg: String(leg),
        adapterId: String(adapterId),
        why: String(why),
      }),
  },
  { name: 'cases.sweep', everySeconds: 2, handle: (station) => sweep(station) },
  { name: 'cases.retention', everySeconds: 3600, handle: (station) => deleteWhatHasEnded(station) },
]
