// The keys by which cards are hashed, one for each programme and 28 days.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export interface CardKey {
  keyId: string
  sealed: Uint8Array
}

export async function findCardKey(
  db: Db,
  programmeId: string,
  period: number,
): Promise<CardKey | null> {
  const { rows } = await sql<CardKey>`
    select key_id as "keyId", sealed from supply.card_keys
     where programme_id = ${programmeId} and period = ${period}`.execute(db)
  return rows[0] ?? null
}

/** False when another process was first. */
export async function insertCardKey(
  tx: Db,
  { programmeId, period, keyId, sealed }: CardKey & { programmeId: string; period: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into supply.card_keys (programme_id, period, key_id, sealed)
    values (${programmeId}, ${period}, ${keyId}, ${Buffer.from(sealed)})
    on conflict do nothing`.execute(tx)
  return Number(numAffectedRows ?? 0) === 1
}

/** Keys of periods before that one under which no card is hashed any more. */
export async function deleteSpentKeys(
  tx: Db,
  programmeId: string,
  before: { period: number; at: Date },
): Promise<{ keyId: string; period: number }[]> {
  const { rows } = await sql<{ keyId: string; period: number }>`
    delete from supply.card_keys k
     where k.programme_id = ${programmeId} and k.period < ${before.period}
       and not exists (select from supply.hand_outs h
                        where h.programme_id = k.programme_id and h.card_hash is not null
                          and h.at < ${before.at})
    returning k.key_id as "keyId", k.period`.execute(tx)
  return rows
}
