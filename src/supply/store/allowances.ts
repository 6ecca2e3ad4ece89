// What a site may hand out while it is cut off, and when that is over.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export interface Allowance {
  allowanceId: string
  programmeId: string
  siteId: string
  item: string
  tickets: number
  pieces: number
  issuedAt: Date
  untilAt: Date
  keyId: string
  publicKey: string
  sealedKey: Uint8Array
  closedAt: Date | null
}

const ALLOWANCE = sql.raw(`allowance_id as "allowanceId", programme_id as "programmeId",
  site_id as "siteId", item, tickets, pieces, issued_at as "issuedAt", until_at as "untilAt",
  key_id as "keyId", public_key as "publicKey", sealed_key as "sealedKey", closed_at as "closedAt"`)

/** Null: that would leave the site with more than `most` tickets that are still good. */
export async function insertAllowance(
  tx: Db,
  given: Omit<Allowance, 'allowanceId' | 'closedAt'> & { by: string; most: number },
): Promise<Allowance | null> {
  const { programmeId, siteId } = given
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${programmeId} ${siteId}`}, 5))`.execute(
    tx,
  )
  const { rows } = await sql<Allowance>`
    insert into supply.allowances (programme_id, site_id, item, tickets, pieces, issued_at, until_at,
                                   issued_by, key_id, public_key, sealed_key)
    select ${programmeId}, ${siteId}, ${given.item}, ${given.tickets}, ${given.pieces}, ${given.issuedAt},
           ${given.untilAt}, ${given.by}, ${given.keyId}::uuid, ${given.publicKey},
           ${Buffer.from(given.sealedKey)}
     where (select coalesce(sum(tickets), 0) from supply.allowances
             where programme_id = ${programmeId} and site_id = ${siteId} and closed_at is null
               and until_at > ${given.issuedAt}) + ${given.tickets}::integer <= ${given.most}::integer
    returning ${ALLOWANCE}`.execute(tx)
  return rows[0] ?? null
}

export async function findAllowance(db: Db, allowanceId: string): Promise<Allowance | null> {
  const { rows } = await sql<Allowance>`
    select ${ALLOWANCE} from supply.allowances where allowance_id = ${allowanceId}::uuid`.execute(
    db,
  )
  return rows[0] ?? null
}

/** Those that ended before that moment: nothing more is taken from them. @returns their keys */
export async function closeAllowances(
  tx: Db,
  { endedBefore, at }: { endedBefore: Date; at: Date },
): Promise<string[]> {
  const { rows } = await sql<{ keyId: string }>`
    update supply.allowances set closed_at = ${at}
     where closed_at is null and until_at < ${endedBefore}
    returning key_id as "keyId"`.execute(tx)
  return rows.map(({ keyId }) => keyId)
}
