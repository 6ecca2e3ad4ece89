// What came through the gateway. A race between two requests of one key is settled here, by the
// statements' own conditions.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { ClientFiling, FilingState } from '../services/schema.ts'

const FILING = [
  'client_id as clientId',
  'adapter_id as adapterId',
  'key_hash as keyHash',
  'agency_key as agencyKey',
  'input_hash as inputHash',
  'key_id as keyId',
  'sealed_input as sealedInput',
  'sealed_outcome as sealedOutcome',
  'state',
  'attempts',
  'sent_at as sentAt',
] as const

type Name = Pick<ClientFiling, 'clientId' | 'adapterId' | 'keyHash'>

const named = (db: Db, { clientId, adapterId, keyHash }: Name) =>
  db
    .selectFrom('adapters.client_filings')
    .select(FILING)
    .where('client_id', '=', clientId)
    .where('adapter_id', '=', adapterId)
    .where('key_hash', '=', keyHash)

export async function findFiling(db: Db, name: Name): Promise<ClientFiling | null> {
  const row = await named(db, name).executeTakeFirst()
  return row ? { ...row, state: row.state as FilingState } : null
}

/** Of several that were told the same number, the newest. */
export async function findFilingByReference(
  db: Db,
  { clientId, adapterId }: Pick<Name, 'clientId' | 'adapterId'>,
  referenceHash: string,
): Promise<ClientFiling | null> {
  const row = await db
    .selectFrom('adapters.client_filings')
    .select(FILING)
    .where('client_id', '=', clientId)
    .where('adapter_id', '=', adapterId)
    .where('reference_hash', '=', referenceHash)
    .orderBy('made_at', 'desc')
    .executeTakeFirst()
  return row ? { ...row, state: row.state as FilingState } : null
}

type NewFiling = Name &
  Pick<ClientFiling, 'agencyKey' | 'inputHash' | 'keyId'> & { sealedInput: Uint8Array }

/** False when the same key was there before. */
export async function insertFiling(tx: Db, filing: NewFiling, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('adapters.client_filings')
    .values({
      client_id: filing.clientId,
      adapter_id: filing.adapterId,
      key_hash: filing.keyHash,
      agency_key: filing.agencyKey,
      input_hash: filing.inputHash,
      key_id: filing.keyId,
      sealed_input: Buffer.from(filing.sealedInput),
      made_at: at,
      changed_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** The intent, before anything is sent. False when another request took this attempt. */
export async function claimFiling(
  db: Db,
  { agencyKey, attempts }: Pick<ClientFiling, 'agencyKey' | 'attempts'>,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('adapters.client_filings')
    .set({ state: 'sent', sent_at: at, changed_at: at, attempts: attempts + 1 })
    .where('agency_key', '=', agencyKey)
    .where('attempts', '=', attempts)
    .where('state', '<>', 'answered')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function saveAnswer(
  db: Db,
  agencyKey: string,
  answer: {
    state: Exclude<FilingState, 'sent'>
    sealedOutcome: Uint8Array
    referenceHash: string | null
    at: Date
  },
): Promise<void> {
  const { state, sealedOutcome, referenceHash, at } = answer
  await db
    .updateTable('adapters.client_filings')
    .set({ state, sealed_outcome: Buffer.from(sealedOutcome), changed_at: at })
    .$if(referenceHash !== null, (query) => query.set({ reference_hash: referenceHash }))
    .where('agency_key', '=', agencyKey)
    .execute()
}

/** After a correction the agency holds another input. */
export async function saveInput(db: Db, agencyKey: string, sealedInput: Uint8Array): Promise<void> {
  await db
    .updateTable('adapters.client_filings')
    .set({ sealed_input: Buffer.from(sealedInput) })
    .where('agency_key', '=', agencyKey)
    .execute()
}

/** True while some process of ours is calling the agency with this key. */
export async function isUnderWay(
  db: Db,
  { adapterId, agencyKey }: Pick<ClientFiling, 'adapterId' | 'agencyKey'>,
): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select exists (select from adapters.slots
                    where adapter_id = ${adapterId} and key = ${agencyKey} and held_until > now()) as is`.execute(
    db,
  )
  return rows[0]?.is ?? false
}

/** Keys of filings to be forgotten; what was sealed with them is gone when they are destroyed. */
export async function forgetFilings(tx: Db, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ keyId: string }>`
    update adapters.client_filings set sealed_input = null, sealed_outcome = null
     where agency_key in (select agency_key from adapters.client_filings
                           where sealed_input is not null and changed_at < ${before}
                           order by changed_at limit ${limit})
    returning key_id as "keyId"`.execute(tx)
  return rows.map(({ keyId }) => keyId)
}
