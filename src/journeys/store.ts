// Published versions of journeys. A version is written once; only a prototype of a demo city may be
// written again.

import { sql } from 'kysely'
import type { Db } from '../core/db.ts'
import type { PublishedVersion, VersionSummary, WaitingVersion } from './schema.ts'

const SUMMARY = [
  'journey_id as journeyId',
  'version',
  'digest',
  'status',
  'published_at as publishedAt',
  'published_by as publishedBy',
] as const

export async function findVersion(
  db: Db,
  journeyId: string,
  version: number,
): Promise<PublishedVersion | null> {
  const row = await db
    .selectFrom('journeys.versions')
    .select([...SUMMARY, 'definition'])
    .where('journey_id', '=', journeyId)
    .where('version', '=', version)
    .executeTakeFirst()
  return (row as PublishedVersion | undefined) ?? null
}

/** Newest first. */
export async function listVersions(
  db: Db,
  journeyId: string,
  limit = 50,
): Promise<VersionSummary[]> {
  const rows = await db
    .selectFrom('journeys.versions')
    .select(SUMMARY)
    .where('journey_id', '=', journeyId)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return rows as unknown as VersionSummary[]
}

/** The newest published version of each journey, by id. */
export async function listNewest(db: Db): Promise<PublishedVersion[]> {
  const rows = await db
    .selectFrom('journeys.versions')
    .distinctOn('journey_id')
    .select([...SUMMARY, 'definition'])
    .orderBy('journey_id')
    .orderBy('version', 'desc')
    .limit(200)
    .execute()
  return rows as unknown as PublishedVersion[]
}

/** Says whether it was new: another process may have published the same version first. */
export async function insertVersion(db: Db, version: PublishedVersion): Promise<boolean> {
  const inserted = await db
    .insertInto('journeys.versions')
    .values(rowOf(version))
    .onConflict((conflict) => conflict.columns(['journey_id', 'version']).doNothing())
    .executeTakeFirst()
  return Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0
}

/** Only of a version that is a prototype and stays one. */
export async function replacePrototype(db: Db, version: PublishedVersion): Promise<boolean> {
  const { definition, digest, published_at, published_by } = rowOf(version)
  const updated = await db
    .updateTable('journeys.versions')
    .set({ definition, digest, published_at, published_by })
    .where('journey_id', '=', version.journeyId)
    .where('version', '=', version.version)
    .where('status', '=', 'prototype')
    .executeTakeFirst()
  return Number(updated.numUpdatedRows) > 0
}

const WAITING = [
  'journey_id as journeyId',
  'version',
  'digest',
  'definition',
  'waiting_since as waitingSince',
] as const

/** By journey. */
export async function listWaiting(db: Db, limit = 200): Promise<WaitingVersion[]> {
  const rows = await db
    .selectFrom('journeys.waiting')
    .select(WAITING)
    .orderBy('journey_id')
    .limit(limit)
    .execute()
  return rows as unknown as WaitingVersion[]
}

export async function findWaiting(db: Db, journeyId: string): Promise<WaitingVersion | null> {
  const row = await db
    .selectFrom('journeys.waiting')
    .select(WAITING)
    .where('journey_id', '=', journeyId)
    .executeTakeFirst()
  return (row as WaitingVersion | undefined) ?? null
}

/** One of a journey waits; the same content keeps the moment it began to. */
export async function saveWaiting(db: Db, waiting: WaitingVersion): Promise<void> {
  const row = {
    version: waiting.version,
    definition: json(waiting.definition),
    digest: waiting.digest,
    waiting_since: waiting.waitingSince,
  }
  await db
    .insertInto('journeys.waiting')
    .values({ journey_id: waiting.journeyId, ...row })
    .onConflict((conflict) =>
      conflict
        .column('journey_id')
        .doUpdateSet(row)
        .where('journeys.waiting.digest', '!=', waiting.digest),
    )
    .execute()
}

export async function deleteWaiting(db: Db, journeyId: string): Promise<void> {
  await db.deleteFrom('journeys.waiting').where('journey_id', '=', journeyId).execute()
}

const rowOf = (version: PublishedVersion) => ({
  journey_id: version.journeyId,
  version: version.version,
  definition: json(version.definition),
  digest: version.digest,
  status: version.status,
  published_at: version.publishedAt,
  published_by: version.publishedBy,
})

/** As text: the order of keys is part of what was written. */
const json = (value: unknown) => sql<never>`${JSON.stringify(value)}::json`

/** Counts a search that found nothing; gives how often it was searched for in that week. */
export async function countMiss(
  tx: Db,
  miss: { weekOn: string; wordHash: string },
): Promise<number> {
  const { times } = await tx
    .insertInto('journeys.search_misses')
    .values({ week_on: miss.weekOn, word_hash: miss.wordHash, times: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['week_on', 'word_hash'])
        .doUpdateSet({ times: sql<number>`search_misses.times + 1` }),
    )
    .returning('times')
    .executeTakeFirstOrThrow()
  return times
}

export async function saveMissWords(
  tx: Db,
  miss: { weekOn: string; wordHash: string; words: string },
): Promise<void> {
  await tx
    .updateTable('journeys.search_misses')
    .set({ words: miss.words })
    .where('week_on', '=', miss.weekOn)
    .where('word_hash', '=', miss.wordHash)
    .where('words', 'is', null)
    .execute()
}
