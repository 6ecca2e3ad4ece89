// Passes with which a site's own program calls us. Only the hash of a pass is kept.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export interface Pass {
  passId: string
  siteId: string
  hint: string
  issuedAt: Date
}

export async function insertPass(
  db: Db,
  pass: {
    programmeId: string
    siteId: string
    tokenHash: string
    hint: string
    by: string
    at: Date
  },
): Promise<string> {
  const { rows } = await sql<{ passId: string }>`
    insert into supply.passes (programme_id, site_id, token_hash, token_hint, issued_by, issued_at)
    values (${pass.programmeId}, ${pass.siteId}, ${pass.tokenHash}, ${pass.hint}, ${pass.by}, ${pass.at})
    returning pass_id as "passId"`.execute(db)
  const [row] = rows
  if (!row) throw new Error('a pass was not kept')
  return row.passId
}

/** Null for one that is unknown or revoked. */
export async function findPass(
  db: Db,
  programmeId: string,
  tokenHash: string,
): Promise<{ passId: string; siteId: string } | null> {
  const { rows } = await sql<{ passId: string; siteId: string }>`
    select pass_id as "passId", site_id as "siteId" from supply.passes
     where programme_id = ${programmeId} and token_hash = ${tokenHash} and revoked_at is null`.execute(
    db,
  )
  return rows[0] ?? null
}

/** False when it was revoked before, or is not of that site. */
export async function revokePass(
  db: Db,
  pass: { programmeId: string; siteId: string; passId: string; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update supply.passes set revoked_at = ${pass.at}
     where programme_id = ${pass.programmeId} and site_id = ${pass.siteId}
       and pass_id = ${pass.passId}::uuid and revoked_at is null`.execute(db)
  return Number(numAffectedRows ?? 0) === 1
}

/** Of a site, newest first. */
export async function listPasses(db: Db, programmeId: string, siteId: string): Promise<Pass[]> {
  const { rows } = await sql<Pass>`
    select pass_id as "passId", site_id as "siteId", token_hint as hint, issued_at as "issuedAt"
      from supply.passes
     where programme_id = ${programmeId} and site_id = ${siteId} and revoked_at is null
     order by issued_at desc limit 50`.execute(db)
  return rows
}
