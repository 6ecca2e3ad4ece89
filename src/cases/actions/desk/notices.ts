// Tasks that are about no one case: a desk shall look at something of an agency's.

import { randomUUID } from 'node:crypto'
import { taipeiDay } from '../../../core/clock.ts'
import type { Station } from '../../../core/station.ts'
import { listJourneys } from '../../../journeys/index.ts'
import { hasOpenNotice, insertTask } from '../../store/tasks.ts'
import { deskHours } from './desks.ts'

export interface NoticeOf {
  why: string
  about: Record<string, string>
  /** What of `about` makes it the same notice again. */
  same: Record<string, string>
}

/** The desks that answer for journeys with this adapter. */
export async function ownersOf(station: Station, adapterId: string): Promise<string[]> {
  const journeys = await listJourneys(station.db)
  const concerned = journeys.filter(({ legs }) => legs.some(({ adapter }) => adapter === adapterId))
  return [...new Set(concerned.map(({ owner }) => owner.deskId))]
}

/** One task a desk, however often it is said while the task is open. */
export async function openNotices(
  station: Station,
  desks: string[],
  { why, about, same }: NoticeOf,
): Promise<void> {
  const now = station.clock.now()
  const today = taipeiDay(now)
  await station.db.transaction().execute(async (tx) => {
    for (const deskId of desks) {
      if (await hasOpenNotice(tx, { deskId, why, about: same })) continue
      const dayOn = deskHours(station, deskId).nextDay(now) ?? today
      await insertTask(tx, {
        taskId: randomUUID(),
        caseId: null,
        legId: null,
        deskId,
        kind: 'owner',
        why,
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
