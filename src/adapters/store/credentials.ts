// What agencies gave us to open their systems. Values go in and out sealed; only actions open them.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export interface SealedCredential {
  name: string
  keyId: string
  sealed: Uint8Array
}

const MOST_CREDENTIALS = 50

/** All of one adapter; read at each call, so that a rotated one holds from the next call on. */
export async function listCredentials(db: Db, adapterId: string): Promise<SealedCredential[]> {
  return db
    .selectFrom('adapters.credentials')
    .select(['name', 'key_id as keyId', 'sealed'])
    .where('adapter_id', '=', adapterId)
    .orderBy('name')
    .limit(MOST_CREDENTIALS)
    .execute()
}

/** Puts a value in place of the one before. Returns the key of the old value, null when it is the first. */
export async function saveCredential(
  db: Db,
  adapterId: string,
  { name, keyId, sealed }: SealedCredential,
  at: Date,
): Promise<string | null> {
  const before = await db
    .selectFrom('adapters.credentials')
    .select('key_id as keyId')
    .where('adapter_id', '=', adapterId)
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirst()
  const value = { key_id: keyId, sealed: Buffer.from(sealed), changed_at: at, is_demo: false }
  await db
    .insertInto('adapters.credentials')
    .values({ adapter_id: adapterId, name, ...value })
    .onConflict((taken) =>
      taken
        .columns(['adapter_id', 'name'])
        .doUpdateSet({ ...value, version: sql`credentials.version + 1` }),
    )
    .execute()
  return before?.keyId ?? null
}

/** The stand-in's value. False when somebody has set one already. */
export async function insertDemoCredential(
  db: Db,
  adapterId: string,
  { name, keyId, sealed }: SealedCredential,
  at: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('adapters.credentials')
    .values({
      adapter_id: adapterId,
      name,
      key_id: keyId,
      sealed: Buffer.from(sealed),
      changed_at: at,
      is_demo: true,
    })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
