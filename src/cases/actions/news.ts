// An agency says that something has changed. News is no truth: it only brings the next look forward.
// A leg whose agency is being asked at this moment is looked at once more afterwards.

import type { Event } from '../../core/events.ts'
import type { Station } from '../../core/station.ts'
import { findLegsConcerned } from '../store/legs.ts'

/** A call under way has ended by then, or its lease has. Real seconds. */
const AFTER_CALL_SECONDS = 16

/** `adapters.news`: `{ adapterId, key }` or `{ adapterId, reference }`. The key is the leg's id. */
export async function lookAtNews(station: Station, { data }: Pick<Event, 'data'>): Promise<void> {
  const adapterId = String(data.adapterId)
  const { key = null, reference = null } = data as { key?: string; reference?: string }
  await station.db.transaction().execute(async (tx) => {
    for (const leg of await findLegsConcerned(tx, { adapterId, key, reference })) {
      const sent = { caseId: leg.caseId, leg: leg.leg }
      const later = leg.isLeased ? { afterSeconds: AFTER_CALL_SECONDS } : {}
      const options = { key: leg.legId, group: adapterId, ...later }
      await station.jobs.send(tx, 'cases.carry', sent, options)
    }
  })
}
