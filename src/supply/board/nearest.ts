// The nearest places that have something, as a person on the way there needs them. Pure.

import { isOpenIn, nextOpening, weekTime } from '../rules/hours.ts'
import { doorOf } from '../rules/today.ts'
import type { Board } from './board.ts'
import { aboutSite, lastSeen } from './forms.ts'
import type { Near, Nearby } from './near.ts'
import type { NearestQuery } from './shapes.ts'
import type { Place } from './snapshot.ts'

export interface Wish {
  lon: number
  lat: number
  /** Absent: any item. */
  item?: string
  limit: number
  /** Only where it is open at that moment. */
  openAt?: Date
  /** What a site must have, such as `wheelchair`. */
  access?: string[]
  /** Metres. */
  within?: number
  /** Also places that have none. */
  isAnyStock?: boolean
}

/** Null: nobody knows its hours. */
export function openness(
  place: Place,
  now: Date,
  week = weekTime(now),
): { open: boolean | null; opens: Date | null } {
  const door = doorOf(place.site.hours)
  if (!door) return { open: null, opens: null }
  const open = isOpenIn(place.site.hours, door, week)
  return { open, opens: open ? null : nextOpening(place.site.hours, door, now) }
}

/** It has some that nobody is promised: counted and not zero. */
export function hasStock({ row: { stock, states } }: Place, item?: string): boolean {
  if (item !== undefined) return (stock[item] ?? 0) > 0 && states?.[item] === undefined
  return Object.keys(stock).some((one) => (stock[one] ?? 0) > 0 && states?.[one] === undefined)
}

/** Which of the places are open, kept for the minute: one letter of 0 and 1 a place. */
const openCache = new WeakMap<Nearby, { minute: number; flags: Uint8Array }>()

function openFlags(near: Nearby, at: Date): Uint8Array {
  const minute = Math.floor(at.getTime() / 60_000)
  const kept = openCache.get(near)
  if (kept?.minute === minute) return kept.flags
  const week = weekTime(at)
  const flags = Uint8Array.from(near.places, (place) => {
    const door = doorOf(place.site.hours)
    return Number(door !== undefined && isOpenIn(place.site.hours, door, week))
  })
  openCache.set(near, { minute, flags })
  return flags
}

export function findNearest({ near }: Board, wish: Wish): Near[] {
  const { openAt, access = [], item, isAnyStock = false } = wish
  const open = openAt && openFlags(near, openAt)
  const stocked = isAnyStock
    ? undefined
    : near.flags(`stock ${item ?? ''}`, (place) => hasStock(place, item))
  const wanted = (place: Place, slot: number): boolean =>
    (!open || open[slot] === 1) &&
    (!stocked || stocked[slot] === 1) &&
    access.every((one) => place.site.access.includes(one))
  const { lon, lat, limit, within } = wish
  return near.find({ lon, lat, limit, wanted, ...(within && { within }) })
}

export const isItem = ({ programme }: Board, item: string | undefined): boolean =>
  item === undefined || programme.items.some(({ id }) => id === item)

/** @param query of an item that the programme has */
export function nearestAnswer(board: Board, query: NearestQuery, now: Date) {
  const { lon, lat, item, limit, open, access, within } = query
  const nears = findNearest(board, {
    lon,
    lat,
    limit,
    ...(item !== undefined && { item }),
    ...(open === 'true' && { openAt: now }),
    ...(access !== undefined && { access: [access] }),
    ...(within !== undefined && { within }),
  })
  const { sequence, hash } = board.moment
  const week = weekTime(now)
  return {
    programme: board.programme.id,
    sequence,
    hash,
    by: 'distance' as const,
    items: nears.map(({ place, metres }) => {
      const { open, opens } = openness(place, now, week)
      return {
        ...siteAnswer(board, place),
        metres,
        open,
        opens: opens?.toISOString() ?? null,
      }
    }),
  }
}

export const siteAnswer = (board: Board, place: Place) => ({
  ...aboutSite(place),
  ...place.row,
  lon: place.site.lon,
  lat: place.site.lat,
  last_seen: lastSeen(board, place),
})
