// An agency's system has changed, and its adapter has stopped: whoever answers for a journey that
// uses it is told the same minute. The legs under way go on by their own rules.

import { randomUUID } from 'node:crypto'
import { taipeiDay } from '../../../core/clock.ts'
import type { Event } from '../../../core/events.ts'
import type { Station } from '../../../core/station.ts'
import { listJourneys } from '../../../journeys/index.ts'
import { hasOpenNotice, insertTask } from '../../store/tasks.ts'
import { deskHours } from './desks.ts'

const WHY = 'lane_stopped'

/** One task a desk, however often the event comes while it is open. */
export async function tellOwnersOfStop(station: Station, { data }: Pick<Event, 'data'>) {
  const differences = Array.isArray(data.differences) ? data.differences.join('; ') : ''
  const about = {
    adapterId: String(data.adapterId),
    cause: String(data.cause ?? ''),
    ...(differences ? { differences } : {}),
  }
  const journeys = await listJourneys(station.db)
  const concerned = journeys.filter(({ legs }) =>
    legs.some(({ adapter }) => adapter === about.adapterId),
  )
  const desks = [...new Set(concerned.map(({ owner }) => owner.deskId))]
  const now = station.clock.now()
  await station.db.transaction().execute(async (tx) => {
    for (const deskId of desks) {
      const { adapterId } = about
      const wanted = { deskId, why: WHY, about: { adapterId } }
      if (await hasOpenNotice(tx, wanted)) continue
      const today = taipeiDay(now)
      const dayOn = deskHours(station, deskId).nextDay(now) ?? today
      await insertTask(tx, {
        taskId: randomUUID(),
        caseId: null,
        legId: null,
        deskId,
        kind: 'owner',
        why: WHY,
        about,
        minutes: 0,
        dayOn,
        dueAt: new Date(`${dayOn}T17:00:00+08:00`),
        state: dayOn > today ? 'waiting' : 'open',
        openedAt: now,
      })
    }
  })
}
