// Links of site owners; what stands in a link is kept as a hash only.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Device } from '../schema/owner.ts'

const DEVICE = sql.raw(`device_id as "deviceId", programme_id as "programmeId", site_id as "siteId",
  made_at as "madeAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`)

export interface NewDevice {
  deviceId: string
  programmeId: string
  siteId: string
  secretHash: string
  at: Date
  by: string
}

/**
 * The same device sent twice gets the later secret, as long as nobody has used the first: it was
 * never seen. @returns false when it has been used, or is another's
 */
export async function saveDevice(tx: Db, device: NewDevice): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into supply.devices as d (device_id, programme_id, site_id, secret_hash, made_at, made_by)
    values (${device.deviceId}, ${device.programmeId}, ${device.siteId}, ${device.secretHash},
            ${device.at}, ${device.by})
    on conflict (device_id) do update set secret_hash = excluded.secret_hash
     where d.last_used_at is null and d.revoked_at is null and d.made_by = excluded.made_by
       and d.programme_id = excluded.programme_id and d.site_id = excluded.site_id`.execute(tx)
  return numAffectedRows === 1n
}

/** By the hash of what stands in the link; null when it opens nothing. */
export async function findDevice(db: Db, secretHash: string): Promise<Device | null> {
  const { rows } = await sql<Device>`
    select ${DEVICE} from supply.devices
     where secret_hash = ${secretHash} and revoked_at is null`.execute(db)
  return rows[0] ?? null
}

/** To the hour: when exactly a person looked is nobody's business. */
export async function touchDevice(db: Db, deviceId: string, at: Date): Promise<void> {
  await sql`
    update supply.devices set last_used_at = date_trunc('hour', ${at}::timestamptz)
     where device_id = ${deviceId}
       and last_used_at is distinct from date_trunc('hour', ${at}::timestamptz)`.execute(db)
}

/** Links of a programme that work, or of one of its sites all, newest first. */
export async function listDevices(
  db: Db,
  { programmeId, siteId }: { programmeId: string; siteId?: string },
): Promise<Device[]> {
  const { rows } = await sql<Device>`
    select ${DEVICE} from supply.devices
     where programme_id = ${programmeId}
       and (site_id = ${siteId ?? null} or ${siteId ?? null}::text is null and revoked_at is null)
     order by made_at desc limit 10000`.execute(db)
  return rows
}

/** @returns false when there is no such link that works */
export async function revokeDevice(
  tx: Db,
  {
    programmeId,
    siteId,
    deviceId,
    at,
    by,
  }: { programmeId: string; siteId: string; deviceId: string; at: Date; by: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update supply.devices set revoked_at = ${at}, revoked_by = ${by}
     where device_id = ${deviceId} and programme_id = ${programmeId} and site_id = ${siteId}
       and revoked_at is null`.execute(tx)
  return numAffectedRows === 1n
}
