// What supply does by itself.

import type { JobDefinition } from '../core/jobs.ts'
import { endStates } from './actions/changes.ts'
import { fetchDue } from './feeds/fetch.ts'
import { deleteOldRuns } from './store/runs.ts'

const DAY_MS = 24 * 3600_000
/** Runs are kept so long for whoever asks what a feed did. */
const RUNS_DAYS = 90

export const jobs: JobDefinition[] = [
  {
    name: 'supply.end_states',
    everySeconds: 20,
    async handle(station) {
      await endStates(station)
    },
  },
  {
    name: 'supply.feeds',
    everySeconds: 10,
    handle: fetchDue,
  },
  {
    name: 'supply.forget_runs',
    everySeconds: 24 * 3600,
    async handle({ db, clock }) {
      await deleteOldRuns(db, new Date(clock.now().getTime() - RUNS_DAYS * DAY_MS))
    },
  },
]
