// Fetches feeds when they are due. A feed that is down leaves the number as it is, which grows old in
// front of everybody; it is asked again at its own pace, never faster.

import { AgencyTrouble, openOutgoing } from '../../adapters/index.ts'
import type { Station } from '../../core/station.ts'
import { takeFile } from '../actions/feed.ts'
import { UnreadableFile } from '../feed-file.ts'
import { listProgrammes } from '../programmes.ts'
import type { FeedDefinition } from '../schema/programme.ts'
import { findLastTry, insertRun } from '../store/runs.ts'

const TIMEOUT_MS = 20_000
const MAX_BYTES = 32 * 1024 * 1024

/** Feeds of which nobody knows yet that they are due: those with an address. */
export async function fetchDue(station: Station): Promise<void> {
  for (const { id, feeds } of listProgrammes(station)) {
    for (const feed of feeds)
      if (feed.url && (await isDue(station, id, feed))) await fetchFeed(station, id, feed)
  }
}

async function isDue({ db, clock }: Station, programmeId: string, feed: FeedDefinition) {
  const last = await findLastTry(db, programmeId, feed.id)
  return !last || clock.now().getTime() - last.ranAt.getTime() >= feed.everySeconds * 1000
}

/** Asks once; what came of it stands in the feed's runs. */
export async function fetchFeed(
  station: Station,
  programmeId: string,
  feed: FeedDefinition,
): Promise<void> {
  try {
    const bytes = await readAddress(feed.url ?? '')
    await station.db
      .transaction()
      .execute((tx) => takeFile(station, tx, { programmeId, feed: feed.id, bytes }))
  } catch (error) {
    if (!isForeseen(error)) throw error
    const ranAt = station.clock.now()
    await insertRun(station.db, {
      programmeId,
      feed: feed.id,
      at: ranAt,
      ranAt,
      rows: 0,
      unknown: 0,
      unread: 0,
      outcome: 'failed',
      why: wordsOf(error).slice(0, 300),
      bodyHash: new Uint8Array(),
      heldBody: null,
    })
  }
}

async function readAddress(url: string): Promise<Uint8Array> {
  const outgoing = openOutgoing({
    hosts: [new URL(url).host],
    maxResponseBytes: MAX_BYTES,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    isHarmless: true,
    resolve: (address) => address,
  })
  try {
    const { status, bytes } = await outgoing.fetch(url, { redirect: 'follow' })
    if (status !== 200) throw new Trouble(`HTTP ${status}`)
    return bytes
  } finally {
    outgoing.close()
  }
}

class Trouble extends Error {}

/** The agency's trouble, not ours: it is told, and asked again. */
const isForeseen = (error: unknown): error is Error =>
  error instanceof Trouble || error instanceof UnreadableFile || error instanceof AgencyTrouble

const wordsOf = (error: Error): string =>
  error instanceof AgencyTrouble ? error.trouble : error.message
