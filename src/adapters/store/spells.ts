// Stretches of time in which an adapter stood in one way, and the pace of its answers.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Pace, Spell, Standing } from '../status/schema.ts'

/** Ends the present stretch and begins another; nothing when it stands as before. True for news. */
export async function saveStanding(
  db: Db,
  { adapterId, standing, at }: { adapterId: string; standing: Standing; at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ spellId: string }>`
    with ended as (
      update adapters.spells set to_at = greatest(from_at, ${at}::timestamptz)
       where adapter_id = ${adapterId} and to_at is null and standing <> ${standing}
      returning to_at
    )
    insert into adapters.spells (adapter_id, standing, from_at)
    select ${adapterId}, ${standing}, coalesce((select to_at from ended), ${at}::timestamptz)
     where exists (select from ended)
        or not exists (select from adapters.spells where adapter_id = ${adapterId} and to_at is null)
    on conflict do nothing
    returning spell_id as "spellId"`.execute(db)
  return rows.length > 0
}

const SPELL = ['adapter_id as adapterId', 'standing', 'from_at as fromAt', 'to_at as toAt'] as const
const MOST_SPELLS = 20_000

/** Of all adapters, or of one, that reach into the time after `since`; oldest first. */
export async function listSpells(
  db: Db,
  { since, adapterId }: { since: Date; adapterId?: string },
): Promise<Spell[]> {
  const rows = await db
    .selectFrom('adapters.spells')
    .select(SPELL)
    .where((eb) => eb.or([eb('to_at', 'is', null), eb('to_at', '>', since)]))
    .$if(adapterId !== undefined, (query) => query.where('adapter_id', '=', adapterId ?? ''))
    .orderBy('from_at')
    .limit(MOST_SPELLS)
    .execute()
  return rows as Spell[]
}

/** The newest changes first, for a feed. */
export async function listNewestSpells(
  db: Db,
  limit: number,
): Promise<(Spell & { spellId: string })[]> {
  const rows = await db
    .selectFrom('adapters.spells')
    .select(SPELL)
    .select('spell_id as spellId')
    .orderBy('spell_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, spellId: String(row.spellId) })) as never
}

/** By adapter: the middle of answered calls of the last hour, and of the seven days before it. */
export async function listPaces(db: Db, now: Date): Promise<Map<string, Pace>> {
  const { rows } = await sql<Pace & { adapterId: string }>`
    select adapter_id as "adapterId",
           count(*) filter (where started_at > ${now}::timestamptz - interval '1 hour')::integer as calls,
           percentile_cont(0.5) within group (order by duration_ms)
             filter (where started_at > ${now}::timestamptz - interval '1 hour') as "lateMs",
           percentile_cont(0.5) within group (order by duration_ms)
             filter (where started_at <= ${now}::timestamptz - interval '1 hour') as "usualMs"
      from adapters.calls
     where started_at > ${now}::timestamptz - interval '7 days' and ended_at is not null and cause is null
     group by adapter_id`.execute(db)
  return new Map(rows.map(({ adapterId, ...pace }) => [adapterId, pace]))
}

/** Forgets what ended before that moment. */
export async function deleteSpellsBefore(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('adapters.spells').where('to_at', '<', before).execute()
}
