// Programmes as rows: the line of changes that each one numbers.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

/** Makes or renews them; those the city no longer has are retired. */
export async function saveProgrammes(db: Db, ids: string[], at: Date): Promise<void> {
  await sql`
    insert into supply.programmes (programme_id)
    select id from unnest(${ids}::text[]) as id
    on conflict (programme_id) do update set retired_at = null`.execute(db)
  await sql`
    update supply.programmes set retired_at = ${at}
     where retired_at is null and not programme_id = any(${ids}::text[])`.execute(db)
}

/** One that is thrown away: retired from the beginning, so that nobody is shown it. */
export async function addProgramme(db: Db, programmeId: string, at: Date): Promise<void> {
  await sql`insert into supply.programmes (programme_id, retired_at) values (${programmeId}, ${at})`.execute(
    db,
  )
}

/** Sites, stock and their whole history: only for one that was made to be thrown away. */
export async function emptyProgramme(db: Db, programmeId: string): Promise<void> {
  for (const table of ['feed_runs', 'versions', 'changes', 'stock', 'sites']) {
    await sql`delete from ${sql.id('supply', table)} where programme_id = ${programmeId}`.execute(
      db,
    )
  }
  await sql`update supply.programmes set sequence = 0, changed_at = null
             where programme_id = ${programmeId}`.execute(db)
}

/** The programme itself too. */
export async function deleteProgramme(db: Db, programmeId: string): Promise<void> {
  await emptyProgramme(db, programmeId)
  await sql`delete from supply.programmes where programme_id = ${programmeId}`.execute(db)
}

/** The last file of a feed that became everybody's number; null before the first. */
export async function findLastRun(
  db: Db,
  programmeId: string,
  feed: string,
): Promise<{ at: Date; rows: number; bodyHash: Buffer } | null> {
  const { rows } = await sql<{ at: Date; rows: number; bodyHash: Buffer }>`
    select at, rows, body_hash as "bodyHash" from supply.feed_runs
     where programme_id = ${programmeId} and feed = ${feed} and outcome in ('taken', 'same', 'released')
     order by run_id desc limit 1`.execute(db)
  return rows[0] ?? null
}
