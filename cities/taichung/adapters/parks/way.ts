// From the trip's chain to the site's own list: which of its routes fits, and what each day's page gets.

import type { pages } from '../../../../src/adapters/kit.ts'
import { type Route, TABLES, type Trip } from './tables.ts'

const MAX_STOPS = 6

/** The site's name of a place, null when the route does not have it. */
function placeOn(route: Route, name: string, isNight = false): string | null {
  const written = [name, TABLES.siteNames[name] ?? '', name.replace(/(山屋|山莊|登山口|營地)$/, '')]
  const offered = isNight ? route.places.filter((place) => place.endsWith('★')) : route.places
  const found = written.flatMap(
    (one) => offered.find((place) => place.replace('★', '') === one) ?? [],
  )
  return found[0]?.replace('★', '') ?? null
}

export interface Way {
  route: Route
  days: pages.Values[]
  /** Names the site must have and has not. */
  missing: string[]
  /** Places on the way that the site does not list; it asks for none of them. */
  left: string[]
}

function wayOn(route: Route, { chain }: Trip): Way {
  const way: Way = { route, days: [], missing: [], left: [] }
  const must = (name: string, isNight = false): string => {
    const place = placeOn(route, name, isNight)
    if (place === null) way.missing.push(name)
    return place ?? ''
  }
  chain.forEach((day, at) => {
    const isLast = at === chain.length - 1
    const names = day.nodeNames.slice(at === 0 ? 1 : 0, isLast ? -1 : undefined)
    way.left.push(...names.filter((name) => placeOn(route, name) === null))
    const passed = names.flatMap((name) => placeOn(route, name) ?? [])
    const stops = passed.filter((stop) => stop !== way.days[at - 1]?.住宿地點)
    // Where a day goes there and back, each place is named once before any is left out.
    const fresh = stops.length > MAX_STOPS ? [...new Set(stops)] : stops
    way.left.push(...fresh.slice(MAX_STOPS))
    way.days.push({
      ...(at === 0 ? { 登山口: must(day.nodeNames[0] ?? '') } : {}),
      ...Object.fromEntries(fresh.slice(0, MAX_STOPS).map((stop, n) => [`途經點${n + 1}`, stop])),
      ...(isLast
        ? { 下山口: must(day.nodeNames.at(-1) ?? '') }
        : { 住宿地點: must(day.lodging, true) }),
    })
  })
  return { ...way, left: [...new Set(way.left)], missing: [...new Set(way.missing)] }
}

/** The park's route that fits the trip best: nothing missing, then fewest places left out. */
export function bestWay(trip: Trip): Way | null {
  const fits = ({ park: of, days: [least, most] }: Route) =>
    of === trip.park && trip.days >= least && trip.days <= most
  const ways = TABLES.routes.filter(fits).map((route) => wayOn(route, trip))
  return (
    ways.sort((a, b) => a.missing.length - b.missing.length || a.left.length - b.left.length)[0] ??
    null
  )
}
