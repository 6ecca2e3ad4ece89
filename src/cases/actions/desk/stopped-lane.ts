// An agency's system has changed, and its adapter has stopped: whoever answers for a journey that
// uses it is told the same minute. The legs under way go on by their own rules.

import type { Event } from '../../../core/events.ts'
import type { Station } from '../../../core/station.ts'
import { openNotices, ownersOf } from './notices.ts'

const WHY = 'lane_stopped'

/** One task a desk, however often the event comes while it is open. */
export async function tellOwnersOfStop(station: Station, { data }: Pick<Event, 'data'>) {
  const adapterId = String(data.adapterId)
  const differences = Array.isArray(data.differences) ? data.differences.join('; ') : ''
  const about = {
    adapterId,
    cause: String(data.cause ?? ''),
    ...(differences ? { differences } : {}),
  }
  const desks = await ownersOf(station, adapterId)
  await openNotices(station, desks, { why: WHY, about, same: { adapterId } })
}
