// Suggestions and their answers.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export interface Suggestion {
  suggestionId: string
  madeAt: Date
  words: string
  answer: string
  answeredAt: Date
  byName: string | null
}

/** Sent twice it is kept once. */
export async function insertSuggestion(
  tx: Db,
  one: { suggestionId: string; programmeId: string; at: Date; keyId: string; sealed: Uint8Array },
): Promise<void> {
  await sql`
    insert into supply.suggestions (suggestion_id, programme_id, made_at, key_id, sealed)
    values (${one.suggestionId}, ${one.programmeId}, ${one.at}, ${one.keyId}, ${one.sealed})
    on conflict do nothing`.execute(tx)
}

/** With their answers, newest first. */
export async function listAnswered(db: Db, programmeId: string, limit = 20): Promise<Suggestion[]> {
  const { rows } = await sql<Suggestion>`
    select suggestion_id as "suggestionId", made_at as "madeAt", words, answer,
           answered_at as "answeredAt", by_name as "byName"
      from supply.suggestions
     where programme_id = ${programmeId} and answer is not null
     order by answered_at desc, suggestion_id limit ${limit}`.execute(db)
  return rows
}

export interface WaitingSuggestion {
  suggestionId: string
  madeAt: Date
  keyId: string
  sealed: Buffer
}

/** Nobody has looked at them yet, oldest first. */
export async function listUnanswered(
  db: Db,
  programmeId: string,
  limit = 50,
): Promise<WaitingSuggestion[]> {
  const { rows } = await sql<WaitingSuggestion>`
    select suggestion_id as "suggestionId", made_at as "madeAt", key_id as "keyId", sealed
      from supply.suggestions
     where programme_id = ${programmeId} and answer is null and dropped_at is null
     order by made_at limit ${limit}`.execute(db)
  return rows
}

/** One that waits, until the transaction ends; null: it was answered or dropped meanwhile. */
export async function lockUnanswered(
  tx: Db,
  programmeId: string,
  suggestionId: string,
): Promise<WaitingSuggestion | null> {
  const { rows } = await sql<WaitingSuggestion>`
    select suggestion_id as "suggestionId", made_at as "madeAt", key_id as "keyId", sealed
      from supply.suggestions
     where programme_id = ${programmeId} and suggestion_id = ${suggestionId}
       and answer is null and dropped_at is null
       for update`.execute(tx)
  return rows[0] ?? null
}

/** Public from now on; what was sealed is gone. */
export async function saveAnswer(
  tx: Db,
  one: {
    suggestionId: string
    words: string
    answer: string
    at: Date
    by: string
    byName: string
  },
): Promise<void> {
  await sql`
    update supply.suggestions
       set sealed = null, words = ${one.words}, answer = ${one.answer}, answered_at = ${one.at},
           answered_by = ${one.by}, by_name = ${one.byName}
     where suggestion_id = ${one.suggestionId}`.execute(tx)
}

export async function dropSuggestion(tx: Db, suggestionId: string, at: Date): Promise<void> {
  await sql`
    update supply.suggestions set sealed = null, dropped_at = ${at}
     where suggestion_id = ${suggestionId}`.execute(tx)
}
