// What a person writes about a site: at a desk, or its owner on the phone.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Hours, Stock } from '../schema/stock.ts'

/** What is absent stays as it is. */
export interface SiteEdit {
  name?: string
  address?: string
  district?: string | null
  phone?: string
  website?: string
  lon?: number | null
  lat?: number | null
  hours?: Hours
  note?: string
  languages?: string[]
  access?: string[]
}

const COLUMNS = [
  'name',
  'address',
  'district',
  'phone',
  'website',
  'lon',
  'lat',
  'note',
  'languages',
  'access',
] as const

/** From now on no registry writes over it. */
export async function saveEdit(
  tx: Db,
  { programmeId, siteId, sequence }: { programmeId: string; siteId: string; sequence: number },
  edit: SiteEdit,
): Promise<void> {
  const set = COLUMNS.filter((column) => edit[column] !== undefined).map(
    (column) => sql`${sql.ref(column)} = ${edit[column]}`,
  )
  if (edit.hours) set.push(sql`hours = ${JSON.stringify(edit.hours)}::jsonb`)
  await sql`
    update supply.sites
       set ${sql.join([...set, sql`source = 'console'`, sql`sequence = ${sequence}`])}
     where programme_id = ${programmeId} and site_id = ${siteId}`.execute(tx)
}

/** What one site has, by item. */
export async function listSiteStock(
  db: Db,
  { programmeId, siteId }: { programmeId: string; siteId: string },
): Promise<Stock[]> {
  const { rows } = await sql<Stock>`
    select site_id as "siteId", item, amount, state, state_until as "stateUntil",
           state_why as "stateWhy", changed_at as "changedAt", up_at as "upAt", down_at as "downAt",
           sequence::float8 as sequence
      from supply.stock
     where programme_id = ${programmeId} and site_id = ${siteId}
     order by item`.execute(db)
  return rows
}
