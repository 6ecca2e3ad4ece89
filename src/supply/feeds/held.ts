// A file beyond its bound waits for a person, who lets it pass or throws it away.

import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { takeFile } from '../actions/feed.ts'
import { lockHeld, settleRun } from '../store/runs.ts'

export interface HeldFile {
  programmeId: string
  runId: string
  /** The account that decides. */
  by: string
}

/**
 * It becomes everybody's number, unless a newer file has come meanwhile.
 * @throws Failure not_found, when it is not held (any more)
 */
export async function releaseFile(
  station: Station,
  { programmeId, runId, by }: HeldFile,
): Promise<'released' | 'older'> {
  return station.db.transaction().execute(async (tx) => {
    const held = await lockHeld(tx, runId)
    if (!held || held.programmeId !== programmeId) throw new Failure('not_found', 'feeds.not_held')
    const file = { programmeId, feed: held.feed, bytes: held.heldBody, isForced: true }
    const { outcome } = await takeFile(station, tx, file)
    const settled = outcome === 'older' ? 'older' : 'released'
    await settleRun(tx, { runId, outcome: settled, by })
    return settled
  })
}

/** @throws Failure not_found, when it is not held (any more) */
export async function throwAway(
  { db }: Station,
  { programmeId, runId, by }: HeldFile,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const held = await lockHeld(tx, runId)
    if (!held || held.programmeId !== programmeId) throw new Failure('not_found', 'feeds.not_held')
    await settleRun(tx, { runId, outcome: 'thrown_away', by })
  })
}
