// Letters to and from agencies, and the conversations they belong to. Bodies come and go sealed.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export interface Conversation {
  token: string
  adapterId: string
  key: string
  agencyNumber: string | null
  keyId: string
}

const CONVERSATION = [
  'token',
  'adapter_id as adapterId',
  'key',
  'agency_number as agencyNumber',
  'key_id as keyId',
] as const

export async function findConversation(db: Db, token: string): Promise<Conversation | null> {
  const row = await db
    .selectFrom('adapters.conversations')
    .select(CONVERSATION)
    .where('token', '=', token)
    .executeTakeFirst()
  return row ?? null
}

/** By our key, or by what the agency calls it: the newest, should an agency count anew. */
export async function findConversationOf(
  db: Db,
  adapterId: string,
  name: string,
): Promise<Conversation | null> {
  const row = await db
    .selectFrom('adapters.conversations')
    .select(CONVERSATION)
    .where('adapter_id', '=', adapterId)
    .where((eb) => eb.or([eb('key', '=', name), eb('agency_number', '=', name)]))
    .orderBy('begun_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

const MOST_FOUND = 10

/** Those with one of these tokens, or with one of these keys. */
export async function listConversations(
  db: Db,
  by: { tokens: string[] } | { keys: string[] },
): Promise<Conversation[]> {
  const [column, values] =
    'tokens' in by ? (['token', by.tokens] as const) : (['key', by.keys] as const)
  if (values.length === 0) return []
  return db
    .selectFrom('adapters.conversations')
    .select(CONVERSATION)
    .where(column, 'in', values)
    .orderBy('token')
    .limit(MOST_FOUND)
    .execute()
}

/** False when it is there already. */
export async function insertConversation(
  tx: Db,
  begun: Omit<Conversation, 'agencyNumber'>,
  at: Date,
  expiresAt: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('adapters.conversations')
    .values({
      token: begun.token,
      adapter_id: begun.adapterId,
      key: begun.key,
      key_id: begun.keyId,
      begun_at: at,
      expires_at: expiresAt,
    })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Still needed: ends no earlier than that. Written once a day at most, however often it is asked for. */
export async function moveEnd(db: Db, token: string, expiresAt: Date): Promise<void> {
  await db
    .updateTable('adapters.conversations')
    .set({ expires_at: expiresAt })
    .where('token', '=', token)
    .where('expires_at', '<', new Date(expiresAt.getTime() - 86_400_000))
    .execute()
}

/** False when another filing of this adapter is called so: then the number names neither for certain. */
export async function saveAgencyNumber(
  db: Db,
  { token, adapterId }: Pick<Conversation, 'token' | 'adapterId'>,
  agencyNumber: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('adapters.conversations')
    .set({ agency_number: agencyNumber })
    .where('token', '=', token)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('adapters.conversations as other')
            .select('other.token')
            .where('other.adapter_id', '=', adapterId)
            .where('other.agency_number', '=', agencyNumber)
            .where('other.token', '<>', token),
        ),
      ),
    )
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export type LetterState =
  | 'leaving'
  | 'taken'
  | 'refused'
  | 'matched'
  | 'away'
  | 'bounce'
  | 'stranger'
  | 'unmatched'
  | 'unreadable'

export interface LetterRow {
  letterId: string
  direction: 'out' | 'in'
  adapterId: string | null
  token: string | null
  topic: string
  state: LetterState
  keyId: string
  sealed: Uint8Array
  at: Date
  isForDesk: boolean
}

export interface NewLetter extends Omit<LetterRow, 'isForDesk'> {
  fingerprint: string
  sealedRaw: Uint8Array
  bytes: number
  expiresAt: Date | null
}

const LETTER = [
  'letter_id as letterId',
  'direction',
  'adapter_id as adapterId',
  'token',
  'topic',
  'state',
  'key_id as keyId',
  'sealed',
  'at',
  'is_for_desk as isForDesk',
] as const

const MOST_LETTERS = 100

/** Of one conversation, oldest first. */
export async function listLetters(db: Db, token: string): Promise<LetterRow[]> {
  const rows = await db
    .selectFrom('adapters.letters')
    .select(LETTER)
    .where('token', '=', token)
    .orderBy('seq')
    .limit(MOST_LETTERS)
    .execute()
  return rows as LetterRow[]
}

export async function findLetter(db: Db, letterId: string): Promise<LetterRow | null> {
  const row = await db
    .selectFrom('adapters.letters')
    .select(LETTER)
    .where('letter_id', '=', letterId)
    .executeTakeFirst()
  return (row as LetterRow | undefined) ?? null
}

/** False when the same letter has been kept before; then it stays as it was. */
export async function insertLetter(tx: Db, letter: NewLetter): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('adapters.letters')
    .values(rowOf(letter))
    .onConflict((taken) => taken.column('fingerprint').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** A letter of ours goes out, perhaps once more; it counts as gone from now on. */
export async function saveLeaving(db: Db, letter: NewLetter): Promise<void> {
  const row = rowOf(letter)
  const { sealed, sealed_raw, bytes, state, at } = row
  await db
    .insertInto('adapters.letters')
    .values(row)
    .onConflict((taken) =>
      taken.column('fingerprint').doUpdateSet({ sealed, sealed_raw, bytes, state, at }),
    )
    .execute()
}

export async function saveLetterState(
  db: Db,
  fingerprint: string,
  state: LetterState,
): Promise<void> {
  await db
    .updateTable('adapters.letters')
    .set({ state })
    .where('fingerprint', '=', fingerprint)
    .execute()
}

/** False when a person was asked before. */
export async function markForDesk(tx: Db, letterId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('adapters.letters')
    .set({ is_for_desk: true })
    .where('letter_id', '=', letterId)
    .where('is_for_desk', '=', false)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

const rowOf = (letter: NewLetter) => ({
  letter_id: letter.letterId,
  direction: letter.direction,
  adapter_id: letter.adapterId,
  token: letter.token,
  topic: letter.topic,
  state: letter.state,
  fingerprint: letter.fingerprint,
  key_id: letter.keyId,
  sealed: Buffer.from(letter.sealed),
  sealed_raw: Buffer.from(letter.sealedRaw),
  bytes: letter.bytes,
  at: letter.at,
  expires_at: letter.expiresAt,
})

/** Conversations of these filings, or that ended by themselves; their letters go with them. */
export async function deleteConversations(
  tx: Db,
  which: { keys: string[] } | { endedBefore: Date },
): Promise<string[]> {
  const rows = await tx
    .deleteFrom('adapters.conversations')
    .where((eb) =>
      'keys' in which
        ? eb('key', '=', sql<string>`any(${which.keys}::text[])`)
        : eb('expires_at', '<=', which.endedBefore),
    )
    .returning('key_id as keyId')
    .execute()
  return rows.map(({ keyId }) => keyId)
}

/** Letters that belonged to nothing. */
export async function deleteLooseLetters(tx: Db, endedBefore: Date): Promise<string[]> {
  const rows = await tx
    .deleteFrom('adapters.letters')
    .where('expires_at', '<=', endedBefore)
    .returning('key_id as keyId')
    .execute()
  return rows.map(({ keyId }) => keyId)
}
