// Looks, every two seconds, which legs have something to do and which tasks' day has come. Finds what
// waits for a date, what waits for an agency's answer, and what a lost job left behind.

import { taipeiDay } from '../../core/clock.ts'
import type { Station } from '../../core/station.ts'
import { claimDueLegs } from '../store/legs.ts'
import { openTasksOfDay } from '../store/tasks.ts'
import { advance } from './advance.ts'
import { openLedger } from './ledger.ts'

/** A sweep takes no more than the workers do until the next; the rest waits in its rows. */
const LEGS_AT_A_TIME = 500
/** A job sent by a sweep that is lost too is sent again after this. */
const AGAIN_AFTER_SECONDS = 30

export async function sweep(station: Station): Promise<void> {
  const { db, jobs, clock } = station
  const now = clock.now()
  await openTasksOfDay(db, taipeiDay(now))
  await db.transaction().execute(async (tx) => {
    const due = await claimDueLegs(tx, {
      now,
      limit: LEGS_AT_A_TIME,
      againAfterSeconds: AGAIN_AFTER_SECONDS,
    })
    for (const { caseId, leg, legId } of due) {
      await jobs.send(tx, 'cases.carry', { caseId, leg }, { key: legId })
    }
  })
}

/** Makes a case's plan anew, e.g. after an adapter was added or a desk changed its hours. */
export async function advanceCase(station: Station, caseId: string): Promise<void> {
  await station.db.transaction().execute(async (tx) => {
    await advance(station, tx, await openLedger(station, tx, caseId))
  })
}
