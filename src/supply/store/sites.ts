// Sites of a programme: from a registry, a feed that names one nobody knew, or the console.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Site } from '../schema/stock.ts'

/** Makes or renews sites; what the console wrote about hours and notes stays. */
export async function saveSites(tx: Db, programmeId: string, sites: Site[]): Promise<void> {
  if (sites.length === 0) return
  await sql`
    insert into supply.sites as s
      (programme_id, site_id, name, address, district, phone, website, lon, lat, hours, note, source)
    select ${programmeId}, x.site_id, x.name, x.address, x.district, x.phone, x.website, x.lon, x.lat,
           x.hours, x.note, x.source
      from jsonb_to_recordset(${JSON.stringify(sites.map(rowOf))}::jsonb)
        as x (site_id text, name text, address text, district text, phone text, website text,
              lon float8, lat float8, hours jsonb, note text, source text)
    on conflict (programme_id, site_id) do update
       set name = excluded.name, address = excluded.address, district = excluded.district,
           phone = excluded.phone, website = excluded.website, lon = excluded.lon, lat = excluded.lat,
           hours = case when s.source = 'console' then s.hours else excluded.hours end,
           note = case when s.source = 'console' then s.note else excluded.note end,
           source = case when s.source = 'console' then s.source else excluded.source end,
           left_at = null`.execute(tx)
}

const rowOf = ({ siteId, ...site }: Site) => ({ site_id: siteId, ...site })

/** Codes that stand in no registry: kept without a place, so that their stock is not lost. */
export async function addUnknownSites(
  tx: Db,
  programmeId: string,
  siteIds: string[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into supply.sites (programme_id, site_id, name, source)
    select ${programmeId}, id, id, 'feed' from unnest(${siteIds}::text[]) as id
    on conflict do nothing`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** Of these, how many stand in a registry. */
export async function countKnown(db: Db, programmeId: string, siteIds: string[]): Promise<number> {
  const { rows } = await sql<{ known: number }>`
    select count(*)::integer as known from supply.sites
     where programme_id = ${programmeId} and source <> 'feed' and site_id = any(${siteIds}::text[])`.execute(
    db,
  )
  return rows[0]?.known ?? 0
}

/** Sites that left or came back. @returns how many */
export async function saveLeft(
  tx: Db,
  { programmeId, siteIds, at }: { programmeId: string; siteIds: string[]; at: Date | null },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update supply.sites set left_at = ${at}
     where programme_id = ${programmeId} and site_id = any(${siteIds}::text[])
       and (left_at is null) = ${at !== null}::boolean`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

export async function listSites(db: Db, programmeId: string): Promise<Site[]> {
  const { rows } = await sql<Site>`
    select site_id as "siteId", name, address, district, phone, website, lon, lat, hours, note,
           languages, access, source
      from supply.sites
     where programme_id = ${programmeId} and left_at is null
     order by site_id`.execute(db)
  return rows
}

/** Sites that take part. */
export async function countSites(db: Db, programmeId: string): Promise<number> {
  const { rows } = await sql<{ sites: number }>`
    select count(*)::integer as sites from supply.sites
     where programme_id = ${programmeId} and left_at is null`.execute(db)
  return rows[0]?.sites ?? 0
}
