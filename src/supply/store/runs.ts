// Files that feeds brought, and what came of each.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export type RunOutcome = 'taken' | 'same' | 'held' | 'released' | 'thrown_away' | 'older' | 'failed'

export interface FeedRun {
  runId: string
  programmeId: string
  feed: string
  /** When the source says that it was so. */
  at: Date
  ranAt: Date
  rows: number
  unknown: number
  unread: number
  outcome: RunOutcome
  why: string | null
}

export interface NewRun extends Omit<FeedRun, 'runId'> {
  bodyHash: Uint8Array
  /** The file itself while it is held. */
  heldBody: Uint8Array | null
}

const RUN = sql.raw(`run_id as "runId", programme_id as "programmeId", feed, at, ran_at as "ranAt",
  rows, unknown, unread, outcome, why`)

export async function insertRun(db: Db, run: NewRun): Promise<void> {
  await sql`
    insert into supply.feed_runs
      (programme_id, feed, at, ran_at, rows, unknown, unread, outcome, why, body_hash, held_body)
    values (${run.programmeId}, ${run.feed}, ${run.at}, ${run.ranAt}, ${run.rows}, ${run.unknown},
            ${run.unread}, ${run.outcome}, ${run.why}, ${Buffer.from(run.bodyHash)},
            ${run.heldBody ? Buffer.from(run.heldBody) : null})`.execute(db)
}

/** The newest runs of a programme, newest first. */
export async function listRuns(db: Db, programmeId: string, limit = 50): Promise<FeedRun[]> {
  const { rows } = await sql<FeedRun>`
    select ${RUN} from supply.feed_runs
     where programme_id = ${programmeId} order by run_id desc limit ${limit}`.execute(db)
  return rows
}

/** The last time that a feed was tried, and how it went; null: never. */
export async function findLastTry(
  db: Db,
  programmeId: string,
  feed: string,
): Promise<FeedRun | null> {
  const { rows } = await sql<FeedRun>`
    select ${RUN} from supply.feed_runs
     where programme_id = ${programmeId} and feed = ${feed}
     order by run_id desc limit 1`.execute(db)
  return rows[0] ?? null
}

/** Held files, the oldest first. */
export async function listHeld(db: Db): Promise<FeedRun[]> {
  const { rows } = await sql<FeedRun>`
    select ${RUN} from supply.feed_runs where outcome = 'held' order by run_id limit 100`.execute(
    db,
  )
  return rows
}

/** A held file with its bytes, locked until the transaction ends; null: not held any more. */
export async function lockHeld(
  tx: Db,
  runId: string,
): Promise<(FeedRun & { heldBody: Buffer }) | null> {
  const { rows } = await sql<FeedRun & { heldBody: Buffer }>`
    select ${RUN}, held_body as "heldBody" from supply.feed_runs
     where run_id = ${runId} and outcome = 'held' for update`.execute(tx)
  return rows[0] ?? null
}

/** What a person decided about a held file; its bytes go. */
export async function settleRun(
  tx: Db,
  {
    runId,
    outcome,
    by,
  }: { runId: string; outcome: 'released' | 'thrown_away' | 'older'; by: string },
): Promise<void> {
  await sql`
    update supply.feed_runs set outcome = ${outcome}, settled_by = ${by}, held_body = null
     where run_id = ${runId}`.execute(tx)
}

/** Runs that nobody needs any more: all but those held, after a time. */
export async function deleteOldRuns(db: Db, before: Date): Promise<void> {
  await sql`delete from supply.feed_runs where ran_at < ${before} and outcome <> 'held'`.execute(db)
}
