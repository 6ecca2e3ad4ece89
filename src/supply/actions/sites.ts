// Sites that come, go and change, numbered in the same line as their stock.

import type { Db } from '../../core/db.ts'
import type { Site } from '../schema/stock.ts'
import { insertChanges, type NewChange } from '../store/changes.ts'
import { saveLeft, saveSites } from '../store/sites.ts'
import { lockSequence } from '../store/stock.ts'

interface About {
  siteId: string
  at: Date
  source: string
  by?: string | null
  why?: string | null
}

/** A change of the site itself, not of its stock. */
export const siteChange = (
  kind: 'site' | 'left' | 'back',
  { siteId, at, source, by = null, why = null }: About,
  after: unknown = null,
): NewChange => ({ at, siteId, item: null, kind, before: null, after, source, by, why })

/** Stands for all the sites that a registry changed. */
const REGISTRY = '*'

/** Takes in a registry: what differs carries one number. @returns how many sites differ */
export async function saveRegistry(
  tx: Db,
  programmeId: string,
  { sites, at, source = 'registry' }: { sites: Site[]; at: Date; source?: string },
): Promise<number> {
  const sequence = await lockSequence(tx, programmeId)
  const differ = await saveSites(tx, { programmeId, sites, sequence: sequence + 1 })
  if (differ === 0) return 0
  const changes = [siteChange('site', { siteId: REGISTRY, at, source }, { sites: differ })]
  await insertChanges(tx, { programmeId, sequence, changes })
  return differ
}

export interface Leaving {
  programmeId: string
  siteIds: string[]
  at: Date
  source: string
  by?: string | null
  why?: string | null
}

/** Sites that no longer take part. The caller has locked `sequence`. @returns the newest number */
export async function leaveSites(
  tx: Db,
  { programmeId, siteIds, at, source, by, why }: Leaving,
  sequence: number,
): Promise<number> {
  const left = await saveLeft(tx, { programmeId, siteIds, at, sequence: sequence + 1 })
  const changes = left.map((siteId) =>
    siteChange('left', { siteId, at, source, by: by ?? null, why: why ?? null }),
  )
  return insertChanges(tx, { programmeId, sequence, changes })
}
