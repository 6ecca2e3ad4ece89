// A whole history once more, change by change, through the same statements as a live feed; a replay
// holds nothing back. It shows, and keeps nothing.

import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import type { Db } from '../../core/db.ts'
import type { Station } from '../../core/station.ts'
import { readAmount, repairCode } from '../rules/feed.ts'
import type { FeedRow, Site } from '../schema/stock.ts'
import { addProgramme, deleteProgramme } from '../store/programmes.ts'
import { countSites, saveLeft, saveSites } from '../store/sites.ts'
import { lockSequence, sumStock } from '../store/stock.ts'
import { takeRows } from './feed.ts'
import { leaveSites } from './sites.ts'

const CODE_LENGTH = 10
const ITEMS = ['adult', 'child']

export interface Replayed {
  events: number
  sites: number
  totals: Record<string, number>
  seconds: number
}

/** One moment of the history: what changed, and who left. */
interface Snapshot {
  at: string
  rows: FeedRow[]
  left: string[]
}

/** A programme of its own, gone when the replay is over. */
const SCRATCH = 'replay'

/** @param file CSV, gzip: `snapshot_time,id,adult,child,…`; blank amounts mean that the site left */
export async function replayChanges(
  { db, clock }: Station,
  { file, registry }: { file: string; registry: Site[] },
): Promise<Replayed> {
  await deleteProgramme(db, SCRATCH)
  await addProgramme(db, SCRATCH, clock.now())
  try {
    const started = performance.now()
    await saveSites(db, { programmeId: SCRATCH, sites: registry, sequence: 0 })
    // A site of the registry that no row ever names takes no part in this history.
    const siteIds = registry.map(({ siteId }) => siteId)
    await saveLeft(db, { programmeId: SCRATCH, siteIds, at: clock.now(), sequence: 0 })
    let events = 0
    for await (const snapshot of snapshotsIn(file)) {
      await db.transaction().execute((tx) => takeSnapshot(tx, snapshot))
      events += snapshot.rows.length + snapshot.left.length
    }
    const seconds = (performance.now() - started) / 1000
    const totals = await sumStock(db, SCRATCH)
    return { events, sites: await countSites(db, SCRATCH), totals, seconds }
  } finally {
    await deleteProgramme(db, SCRATCH)
  }
}

async function takeSnapshot(tx: Db, { at, rows, left }: Snapshot): Promise<void> {
  const sequence = await lockSequence(tx, SCRATCH)
  const feed = { programmeId: SCRATCH, feed: 'replay', at: new Date(at), items: ITEMS, rows }
  const taken = await takeRows(tx, { ...feed, absent: 'unknown' }, sequence)
  if (left.length > 0) {
    await leaveSites(
      tx,
      { programmeId: SCRATCH, siteIds: left, at: new Date(at), source: 'feed:replay' },
      taken.sequence,
    )
  }
}

async function* snapshotsIn(file: string): AsyncGenerator<Snapshot> {
  const unpacked = file.endsWith('.gz')
    ? createReadStream(file).pipe(createGunzip())
    : createReadStream(file)
  const lines = unpacked.pipe(parse({ bom: true, from_line: 2, relax_column_count: true }))
  let snapshot: Snapshot = { at: '', rows: [], left: [] }
  for await (const [at = '', code = '', adult = '', child = ''] of lines as AsyncIterable<
    string[]
  >) {
    if (snapshot.at !== at) {
      if (snapshot.at !== '') yield snapshot
      snapshot = { at, rows: [], left: [] }
    }
    const siteId = repairCode(code, CODE_LENGTH)
    if (adult === '' && child === '') snapshot.left.push(siteId)
    else snapshot.rows.push({ siteId, amounts: amountsOf(adult, child) })
  }
  if (snapshot.at !== '') yield snapshot
}

const amountsOf = (adult: string, child: string) => ({
  adult: readAmount(adult) ?? 0,
  child: readAmount(child) ?? 0,
})

/** Runs `work` in a transaction of which nothing stays. */
export async function rolledBack<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  let found: { result: T } | null = null
  try {
    await db.transaction().execute(async (tx) => {
      found = { result: await work(tx) }
      throw new Rollback()
    })
  } catch (error) {
    if (!(error instanceof Rollback)) throw error
  }
  if (!found) throw new Error('rolled back without a result')
  return (found as { result: T }).result
}

class Rollback extends Error {}
