// Weighings of versions that started. Written once, and again when the owner adds to them.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { ReadWeighing, Weighed, WeighedVersion } from '../schema/weighing.ts'

export interface KeptWeighing extends WeighedVersion {
  content: ReadWeighing
  digest: string
  keptAt: Date
  /** Null: as it was at the start. */
  changedAt: Date | null
}

const WEIGHING = [
  'what',
  'id',
  'version',
  'content',
  'digest',
  'kept_at as keptAt',
  'changed_at as changedAt',
] as const

export async function findWeighing(
  db: Db,
  { what, id, version }: WeighedVersion,
): Promise<KeptWeighing | null> {
  const row = await db
    .selectFrom('voices.weighings')
    .select(WEIGHING)
    .where('what', '=', what)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return (row as KeptWeighing | undefined) ?? null
}

/** Newest version first. */
export async function listWeighings(
  db: Db,
  { what, id }: { what: Weighed; id: string },
  limit = 50,
): Promise<KeptWeighing[]> {
  const rows = await db
    .selectFrom('voices.weighings')
    .select(WEIGHING)
    .where('what', '=', what)
    .where('id', '=', id)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return rows as unknown as KeptWeighing[]
}

/** Says whether something changed; another process may have kept the same before. */
export async function saveWeighing(
  db: Db,
  kept: Omit<KeptWeighing, 'keptAt' | 'changedAt'> & { at: Date },
): Promise<boolean> {
  const content = sql<never>`${JSON.stringify(kept.content)}::json`
  const { what, id, version, digest, at } = kept
  const saved = await db
    .insertInto('voices.weighings')
    .values({ what, id, version, content, digest, kept_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['what', 'id', 'version'])
        .doUpdateSet({ content, digest, changed_at: at })
        .where('voices.weighings.digest', '!=', digest),
    )
    .executeTakeFirst()
  return Number(saved.numInsertedOrUpdatedRows ?? 0) > 0
}
