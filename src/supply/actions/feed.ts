// Takes in a file of a feed: whole or not at all, in one transaction, numbered in one line with every
// other change. A file beyond the fault bound is held, and what was public stays.

import { createHash } from 'node:crypto'
import type { Db } from '../../core/db.ts'
import { recordEvent } from '../../core/events.ts'
import type { Station } from '../../core/station.ts'
import { type FeedFile, readFeedFile } from '../feed-file.ts'
import { getFeed } from '../programmes.ts'
import { judgeFile, soundMoment } from '../rules/feed.ts'
import type { FeedDefinition } from '../schema/programme.ts'
import type { Feed, Taken } from '../schema/stock.ts'
import { insertChanges } from '../store/changes.ts'
import { findLastRun } from '../store/programmes.ts'
import { insertRun, type NewRun, type RunOutcome } from '../store/runs.ts'
import { addUnknownSites, countKnown, saveLeft, saveSeen } from '../store/sites.ts'
import { lockSequence, takeFeed } from '../store/stock.ts'
import { siteChange } from './sites.ts'

export type FileOutcome = Taken & {
  outcome: Extract<RunOutcome, 'taken' | 'same' | 'held' | 'older'>
  at: Date
  joined: number
  unread: number
}

export interface FileToTake {
  programmeId: string
  feed: string
  bytes: Uint8Array
  /** A person has looked and lets it pass. */
  isForced?: boolean
}

/**
 * @param file its bytes as they came
 * @throws Failure not_found; UnreadableFile
 */
export async function takeFile(station: Station, tx: Db, file: FileToTake): Promise<FileOutcome> {
  const { programmeId, bytes, isForced = false } = file
  const feed = getFeed(station, programmeId, file.feed)
  const read = readFeedFile(new TextDecoder().decode(bytes), feed)
  const sequence = await lockSequence(tx, programmeId)
  const last = await findLastRun(tx, programmeId, feed.id)
  const run = await runOf(station, tx, file, read)
  const keep = (
    outcome: RunOutcome,
    why: string | null = null,
    heldBody: Uint8Array | null = null,
  ) => insertRun(tx, { ...run, outcome, why, heldBody })

  const nothing = { ...countsOf(run), changes: 0, sequence, at: run.at }
  // The newer number stays; a late file is no news.
  if (last && run.at < last.at) {
    await keep('older')
    return { ...nothing, outcome: 'older' }
  }
  const verdict = judgeFile(run.rows, last?.rows ?? null, feed.faultShare)
  if (!verdict.ok && !isForced) {
    await keep('held', verdict.reason, bytes)
    const data = { programmeId, feed: feed.id, rows: run.rows, why: verdict.reason }
    await recordEvent(station, tx, { name: 'supply.feed_held', version: 1, data })
    return { ...nothing, outcome: 'held' }
  }
  const taken = await takeRows(tx, feedOf(programmeId, feed, read, run.at), sequence)
  const siteIds = read.rows.map(({ siteId }) => siteId)
  await saveSeen(tx, { programmeId, siteIds, before: last?.at ?? null })
  const outcome = taken.changes === 0 ? 'same' : 'taken'
  await keep(outcome)
  return { ...taken, ...countsOf(run), outcome, at: run.at }
}

type Run = Omit<NewRun, 'outcome' | 'why' | 'heldBody'> & { joined: number }

async function runOf(
  { clock }: Station,
  tx: Db,
  { programmeId, feed, bytes }: FileToTake,
  { rows, at, unread }: FeedFile,
): Promise<Run> {
  const ranAt = clock.now()
  const siteIds = rows.map(({ siteId }) => siteId)
  const joined = await countKnown(tx, programmeId, siteIds)
  return {
    programmeId,
    feed,
    at: soundMoment(at, ranAt),
    ranAt,
    rows: rows.length,
    joined,
    unknown: rows.length - joined,
    unread: unread.length,
    bodyHash: createHash('sha256').update(bytes).digest(),
  }
}

const countsOf = ({ rows, joined, unknown, unread }: Run) => ({ rows, joined, unknown, unread })

const feedOf = (
  programmeId: string,
  { id, columns, absent }: FeedDefinition,
  { rows, unread }: FeedFile,
  at: Date,
): Feed => ({
  programmeId,
  feed: id,
  at,
  items: Object.keys(columns.amounts),
  rows,
  unread,
  absent,
})

/** Codes nobody knew become sites without a place; those named again take part again. */
export async function takeRows(tx: Db, feed: Feed, sequence: number): Promise<Taken> {
  const { programmeId, at } = feed
  const siteIds = feed.rows.map(({ siteId }) => siteId)
  const source = `feed:${feed.feed}`
  const back = await saveLeft(tx, { programmeId, siteIds, at: null, sequence: sequence + 1 })
  const changes = back.map((siteId) => siteChange('back', { siteId, at, source }))
  const newest = await insertChanges(tx, { programmeId, sequence, changes })
  await addUnknownSites(tx, { programmeId, siteIds, sequence: newest + 1 })
  return takeFeed(tx, feed, newest)
}
