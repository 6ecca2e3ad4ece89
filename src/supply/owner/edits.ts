// A site is changed by a person: numbered in the one line, with who and from where.

import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import { leaveSites, siteChange } from '../actions/sites.ts'
import type { PublicSite, Site } from '../schema/stock.ts'
import { insertChanges } from '../store/changes.ts'
import { type SiteEdit, saveEdit } from '../store/site-edits.ts'
import { findSite, saveSites } from '../store/sites.ts'
import { lockSequence } from '../store/stock.ts'

export interface Edited {
  programmeId: string
  siteId: string
  at: Date
  /** `owner` or `console`. */
  source: string
  by: string
}

/** A site that takes part. @throws Failure not_found */
export async function getSite(db: Db, programmeId: string, siteId: string): Promise<PublicSite> {
  const site = await findSite(db, programmeId, siteId)
  if (!site || site.leftAt) throw new Failure('not_found', 'supply.no_site')
  return site
}

/** Saying the same twice changes nothing. @returns whether something differs */
export async function editSite(tx: Db, about: Edited, edit: SiteEdit): Promise<boolean> {
  const { programmeId, siteId, at, source, by } = about
  const sequence = await lockSequence(tx, programmeId)
  const site = await getSite(tx, programmeId, siteId)
  const names = (Object.keys(edit) as (keyof SiteEdit)[]).filter(
    (name) => !isDeepStrictEqual(site[name], edit[name]),
  )
  if (names.length === 0) return false
  const pick = (from: SiteEdit) => Object.fromEntries(names.map((name) => [name, from[name]]))
  await saveEdit(tx, { programmeId, siteId, sequence: sequence + 1 }, pick(edit))
  const change = siteChange('site', { siteId, at, source, by }, pick(edit))
  await insertChanges(tx, { programmeId, sequence, changes: [{ ...change, before: pick(site) }] })
  return true
}

/** One that no registry knows. @returns false when there is one of that code already */
export async function addSite(tx: Db, about: Edited, site: Site): Promise<boolean> {
  const { programmeId, siteId, at, source, by } = about
  const sequence = await lockSequence(tx, programmeId)
  if (await findSite(tx, programmeId, siteId)) return false
  await saveSites(tx, { programmeId, sites: [site], sequence: sequence + 1 })
  const change = siteChange('site', { siteId, at, source, by }, { name: site.name })
  await insertChanges(tx, { programmeId, sequence, changes: [change] })
  return true
}

/** It no longer takes part; leaving twice is leaving once. */
export async function removeSite(tx: Db, { siteId, ...about }: Edited): Promise<void> {
  const sequence = await lockSequence(tx, about.programmeId)
  await leaveSites(tx, { ...about, siteIds: [siteId] }, sequence)
}
