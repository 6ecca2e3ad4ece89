// Takes in a file of a feed: whole or not at all, in one transaction, numbered in one line with every
// other change. A file beyond the fault bound is held, and what was public stays.

import { createHash } from 'node:crypto'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import { recordEvent } from '../../core/events.ts'
import type { Station } from '../../core/station.ts'
import { type FeedFile, readFeedFile } from '../feed-file.ts'
import { getFeed } from '../programmes.ts'
import { judgeFile } from '../rules/feed.ts'
import type { Feed, Taken } from '../schema/stock.ts'
import { insertChanges } from '../store/changes.ts'
import { findLastRun, insertRun, type NewRun } from '../store/programmes.ts'
import { addUnknownSites, countKnown, saveLeft, saveSeen } from '../store/sites.ts'
import { lockSequence, takeFeed } from '../store/stock.ts'
import { siteChange } from './sites.ts'

export type FileOutcome = Taken & { outcome: 'taken' | 'same' | 'held'; at: Date; joined: number }

/**
 * @param bytes the file as it came
 * @param isForced a person has looked and lets it pass
 * @throws Failure not_found; UnreadableFile
 */
export async function takeFile(
  station: Station,
  tx: Db,
  { programmeId, feed: feedId, bytes, isForced = false }: FileToTake,
): Promise<FileOutcome> {
  const feed = getFeed(station, programmeId, feedId)
  const file = readFeedFile(new TextDecoder().decode(bytes), feed)
  const at = file.at ? new Date(file.at) : station.clock.now()
  const sequence = await lockSequence(tx, programmeId)
  const last = await findLastRun(tx, programmeId, feedId)
  if (last && at < last.at) throw new Failure('conflict', 'supply.older_file')

  const siteIds = file.rows.map(({ siteId }) => siteId)
  const joined = await countKnown(tx, programmeId, siteIds)
  const run: Omit<NewRun, 'outcome' | 'heldWhy' | 'heldBody'> = {
    programmeId,
    feed: feedId,
    at,
    rows: file.rows.length,
    unknown: siteIds.length - joined,
    bodyHash: createHash('sha256').update(bytes).digest(),
  }
  const verdict = judgeFile(file.rows.length, last?.rows ?? null, feed.faultShare)
  if (!verdict.ok && !isForced) {
    await insertRun(tx, { ...run, outcome: 'held', heldWhy: verdict.reason, heldBody: bytes })
    const data = { programmeId, feed: feedId, rows: file.rows.length, why: verdict.reason }
    await recordEvent(station, tx, { name: 'supply.feed_held', version: 1, data })
    const nothing = { rows: file.rows.length, changes: 0, unknown: run.unknown, sequence }
    return { ...nothing, outcome: 'held', at, joined }
  }
  const taken = await takeRows(tx, feedOf(programmeId, feed, file, at), sequence)
  await saveSeen(tx, { programmeId, siteIds, before: last?.at ?? null })
  const outcome = taken.changes === 0 ? 'same' : 'taken'
  await insertRun(tx, { ...run, outcome, heldWhy: null, heldBody: null })
  return { ...taken, unknown: run.unknown, outcome, at, joined }
}

export interface FileToTake {
  programmeId: string
  feed: string
  bytes: Uint8Array
  isForced?: boolean
}

const feedOf = (
  programmeId: string,
  { id, columns, absent }: ReturnType<typeof getFeed>,
  { rows }: FeedFile,
  at: Date,
): Feed => ({ programmeId, feed: id, at, items: Object.keys(columns.amounts), rows, absent })

/** Codes nobody knew become sites without a place; those named again take part again. */
export async function takeRows(tx: Db, feed: Feed, sequence: number): Promise<Taken> {
  const { programmeId, at } = feed
  const siteIds = feed.rows.map(({ siteId }) => siteId)
  const back = await saveLeft(tx, { programmeId, siteIds, at: null, sequence: sequence + 1 })
  const changes = back.map((siteId) =>
    siteChange('back', { siteId, at, source: `feed:${feed.feed}` }),
  )
  const newest = await insertChanges(tx, { programmeId, sequence, changes })
  await addUnknownSites(tx, { programmeId, siteIds, sequence: newest + 1 })
  return takeFeed(tx, feed, newest)
}
