// An agency did not collect a list: whoever answers for a journey that uses it is told. The filings in
// it wait for the next night by themselves.

import type { Event } from '../../../core/events.ts'
import type { Station } from '../../../core/station.ts'
import { openNotices, ownersOf } from './notices.ts'

/** One task a desk and list, however many nights it misses. */
export async function tellOwnersOfNight(station: Station, { data }: Pick<Event, 'data'>) {
  const adapterId = String(data.adapterId)
  const batchId = String(data.batchId)
  const about = { adapterId, batchId, cause: String(data.cause ?? '') }
  const desks = await ownersOf(station, adapterId)
  await openNotices(station, desks, { why: 'night_missed', about, same: { batchId } })
}
