// Sites of a programme: from a registry, a feed that names one nobody knew, or the console.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { PublicSite, Site } from '../schema/stock.ts'

/**
 * Makes or renews sites; what the console wrote about hours and notes stays. Those that differ carry
 * `sequence`. @returns how many differ
 */
export async function saveSites(
  tx: Db,
  { programmeId, sites, sequence }: { programmeId: string; sites: Site[]; sequence: number },
): Promise<number> {
  if (sites.length === 0) return 0
  const { numAffectedRows } = await sql`
    insert into supply.sites as s
      (programme_id, site_id, name, address, district, phone, website, lon, lat, hours, note,
       languages, access, source, sequence)
    select ${programmeId}, x.site_id, x.name, x.address, x.district, x.phone, x.website, x.lon, x.lat,
           x.hours, x.note, x.languages, x.access, x.source, ${sequence}
      from jsonb_to_recordset(${JSON.stringify(sites.map(rowOf))}::jsonb)
        as x (site_id text, name text, address text, district text, phone text, website text,
              lon float8, lat float8, hours jsonb, note text, languages text[], access text[], source text)
    on conflict (programme_id, site_id) do update
       set name = excluded.name, address = excluded.address, district = excluded.district,
           phone = excluded.phone, website = excluded.website, lon = excluded.lon, lat = excluded.lat,
           languages = excluded.languages, access = excluded.access,
           hours = case when s.source = 'console' then s.hours else excluded.hours end,
           note = case when s.source = 'console' then s.note else excluded.note end,
           source = case when s.source = 'console' then s.source else excluded.source end,
           left_at = null, sequence = excluded.sequence
     where s.left_at is not null
        or row(s.name, s.address, s.district, s.phone, s.website, s.lon, s.lat, s.languages, s.access)
           is distinct from row(excluded.name, excluded.address, excluded.district, excluded.phone,
             excluded.website, excluded.lon, excluded.lat, excluded.languages, excluded.access)
        or (s.source <> 'console' and row(s.hours, s.note, s.source)
           is distinct from row(excluded.hours, excluded.note, excluded.source))`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

const rowOf = ({ siteId, ...site }: Site) => ({ site_id: siteId, ...site })

/** Codes that stand in no registry: kept without a place, so that their stock is not lost. */
export async function addUnknownSites(
  tx: Db,
  { programmeId, siteIds, sequence }: { programmeId: string; siteIds: string[]; sequence: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into supply.sites (programme_id, site_id, name, source, sequence)
    select ${programmeId}, id, id, 'feed', ${sequence} from unnest(${siteIds}::text[]) as id
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

export interface LeftSites {
  programmeId: string
  siteIds: string[]
  /** Null: they take part again. */
  at: Date | null
  sequence: number
}

/** Sites that left or came back. @returns those that did */
export async function saveLeft(
  tx: Db,
  { programmeId, siteIds, at, sequence }: LeftSites,
): Promise<string[]> {
  const { rows } = await sql<{ siteId: string }>`
    update supply.sites set left_at = ${at}, sequence = ${sequence}
     where programme_id = ${programmeId} and site_id = any(${siteIds}::text[])
       and (left_at is null) = ${at !== null}::boolean
    returning site_id as "siteId"`.execute(tx)
  return rows.map(({ siteId }) => siteId)
}

const SITE = sql.raw(`site_id as "siteId", name, address, district, phone, website, lon, lat, hours,
  note, languages, access, source, last_seen_at as "lastSeenAt", left_at as "leftAt",
  sequence::float8 as sequence`)

/** Sites altered after a number, those that left too, by their code; -1 gives all. */
export async function listSites(
  db: Db,
  { programmeId, since = -1 }: { programmeId: string; since?: number },
): Promise<PublicSite[]> {
  const { rows } = await sql<PublicSite>`
    select ${SITE} from supply.sites
     where programme_id = ${programmeId} and sequence > ${since}
     order by site_id`.execute(db)
  return rows
}

export async function findSite(
  db: Db,
  programmeId: string,
  siteId: string,
): Promise<PublicSite | null> {
  const { rows } = await sql<PublicSite>`
    select ${SITE} from supply.sites
     where programme_id = ${programmeId} and site_id = ${siteId}`.execute(db)
  return rows[0] ?? null
}

/** When sites were last named, for those that the newest file of their feed leaves out. */
export async function listLastSeen(
  db: Db,
  programmeId: string,
): Promise<{ siteId: string; lastSeenAt: Date }[]> {
  const { rows } = await sql<{ siteId: string; lastSeenAt: Date }>`
    select site_id as "siteId", last_seen_at as "lastSeenAt" from supply.sites
     where programme_id = ${programmeId} and last_seen_at is not null`.execute(db)
  return rows
}

/** A file came: those it names are seen with it, those it leaves out keep the file before. */
export async function saveSeen(
  tx: Db,
  { programmeId, siteIds, before }: { programmeId: string; siteIds: string[]; before: Date | null },
): Promise<void> {
  await sql`
    update supply.sites s
       set last_seen_at = case when named.is_named then null else ${before}::timestamptz end
      from (select k.site_id, k.site_id = any(${siteIds}::text[]) as is_named
              from supply.sites k where k.programme_id = ${programmeId}) named
     where s.programme_id = ${programmeId} and s.site_id = named.site_id
       and named.is_named = (s.last_seen_at is not null)
       and (named.is_named or ${before}::timestamptz is not null)`.execute(tx)
}

/** Sites that take part. */
export async function countSites(db: Db, programmeId: string): Promise<number> {
  const { rows } = await sql<{ sites: number }>`
    select count(*)::integer as sites from supply.sites
     where programme_id = ${programmeId} and left_at is null`.execute(db)
  return rows[0]?.sites ?? 0
}
