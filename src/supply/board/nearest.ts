// The nearest places that have something, as a person on the way there needs them. Pure.

import { isOpenAt, nextOpening } from '../rules/hours.ts'
import type { WindowKind } from '../schema/stock.ts'
import type { Board } from './board.ts'
import { aboutSite, lastSeen } from './forms.ts'
import type { Near } from './near.ts'
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

/** In the order in which a person meets them: hand-out where it is told apart, else sale. */
const DOORS: WindowKind[] = ['handOut', 'sale']

/** Null: nobody knows its hours. */
export function openness(
  { site: { hours } }: Place,
  now: Date,
): { open: boolean | null; opens: Date | null } {
  const door = DOORS.find((kind) => (hours[kind] ?? []).length > 0)
  if (!door) return { open: null, opens: null }
  const open = isOpenAt(hours, door, now)
  return { open, opens: open ? null : nextOpening(hours, door, now) }
}

/** It has some that nobody is promised: counted and not zero. */
export function hasStock({ row }: Place, item?: string): boolean {
  const items = item === undefined ? Object.keys(row.stock) : [item]
  return items.some((one) => (row.stock[one] ?? 0) > 0 && row.states?.[one] === undefined)
}

export function findNearest(board: Board, wish: Wish): Near[] {
  const { openAt, access = [], item, isAnyStock } = wish
  const wanted = (place: Place) =>
    (isAnyStock || hasStock(place, item)) &&
    access.every((one) => place.site.access.includes(one)) &&
    (openAt === undefined || openness(place, openAt).open === true)
  const { lon, lat, limit, within } = wish
  return board.near.find(board.places, { lon, lat, limit, wanted, ...(within && { within }) })
}

export function nearestAnswer(board: Board, nears: Near[], now: Date) {
  const { sequence, hash } = board.moment
  return {
    programme: board.programme.id,
    sequence,
    hash,
    by: 'distance' as const,
    items: nears.map(({ place, metres }) => {
      const { open, opens } = openness(place, now)
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
