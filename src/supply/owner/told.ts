// What an owner taps on the phone. The time is ours; what is on the page may be old, so every change
// of an amount says which one it started from.

import type { Db } from '../../core/db.ts'
import type { Station } from '../../core/station.ts'
import { changeStock } from '../actions/changes.ts'
import { endOfFinished, endOfPromised, nextToday } from '../rules/finish.ts'
import type { Hours, StockChange, StockState } from '../schema/stock.ts'
import { findStock } from '../store/changes.ts'
import { lockSequence } from '../store/stock.ts'
import { editSite } from './edits.ts'
import type { OpenLink } from './links.ts'

export const TAPS = ['finished', 'finished_window', 'promised', 'counted'] as const
export type Tap = (typeof TAPS)[number]

const saidBy = ({ device }: OpenLink, at: Date) => ({
  programmeId: device.programmeId,
  at,
  source: 'owner',
  by: device.deviceId,
})

/** One item, or all of them. Tapping twice is tapping once. @param why in the owner's own words */
export async function tap(
  station: Station,
  link: OpenLink,
  { tapped, item, why }: { tapped: Tap; item: string | null; why: string | null },
): Promise<void> {
  const now = station.clock.now()
  const { site } = link
  const state = stateOf(tapped, site.hours, now)
  const words =
    state.state === 'counted' ? null : (why ?? station.words['zh-TW'](`owners.why_${tapped}`))
  await station.db.transaction().execute(async (tx) => {
    const items = item === null ? await itemsAt(tx, link) : [item]
    const changes = items.map(
      (one): StockChange => ({ siteId: site.siteId, item: one, ...state, why: words }),
    )
    await changeStock(tx, { ...saidBy(link, now), changes })
  })
}

/** What the site has; all items where nobody has said yet. */
async function itemsAt(tx: Db, { programme, device }: OpenLink): Promise<string[]> {
  const all = programme.items.map(({ id }) => id)
  const had: string[] = []
  for (const item of all) if (await findStock(tx, { ...device, item })) had.push(item)
  return had.length > 0 ? had : all
}

function stateOf(
  tapped: Tap,
  hours: Hours,
  now: Date,
): { state: StockState; stateUntil: Date | null } {
  if (tapped === 'counted') return { state: 'counted', stateUntil: null }
  if (tapped === 'promised') return { state: 'promised', stateUntil: endOfPromised(hours, now) }
  const later = tapped === 'finished_window' ? nextToday(hours, now) : null
  return { state: 'finished', stateUntil: later ?? endOfFinished(hours, now) }
}

/**
 * @param was what the page showed; null: nobody had said
 * @returns `moved` when somebody else changed it meanwhile: nothing is written
 */
export async function sayAmount(
  station: Station,
  link: OpenLink,
  { item, was, amount }: { item: string; was: number | null; amount: number },
): Promise<'said' | 'moved'> {
  const { programmeId, siteId } = link.device
  return station.db.transaction().execute(async (tx) => {
    await lockSequence(tx, programmeId)
    const now = (await findStock(tx, { programmeId, siteId, item }))?.amount ?? null
    if (now === amount) return 'said'
    if (now !== was) return 'moved'
    const changes = [{ siteId, item, amount }]
    await changeStock(tx, { ...saidBy(link, station.clock.now()), changes })
    return 'said'
  })
}

/** What everybody reads beside the numbers. */
export async function sayNote(station: Station, link: OpenLink, note: string): Promise<void> {
  const { siteId } = link.device
  const about = { ...saidBy(link, station.clock.now()), siteId }
  await station.db.transaction().execute((tx) => editSite(tx, about, { note }))
}
