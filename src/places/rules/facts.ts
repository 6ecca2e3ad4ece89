// What follows from the nodes of a trip: agencies, police bureaus, nights, the chain of each day.
// Works on half-built trips too, so that the builder can show the agencies while it grows.

import { addDays } from '../../core/clock.ts'
import type { LocalText } from '../../core/errors.ts'
import type { Places, Route, Trip, TripDay, TripFacts, TripNight } from '../schema.ts'

/** Days must name known nodes and lodgings. Names are Chinese: that is what agencies' forms take. */
export function tripFacts(places: Places, { days }: Trip): TripFacts {
  const nodes = days.flatMap((day) => day.nodes)
  const entryNode = nodes[0] ?? ''
  const exitNode = nodes.at(-1) ?? ''
  const lodgings = days.flatMap((day) => nightOf(places, day))
  const areas = unique(nodes.flatMap((id) => places.nodes.get(id)?.policeArea ?? []))
  const bureaus = unique(areas.flatMap((id) => places.police.areas.get(id)?.bureau ?? []))

  return {
    startOn: days[0]?.on ?? '',
    endOn: days.at(-1)?.on ?? '',
    days: days.length,
    nights: lodgings.length,
    agencies: unique(days.flatMap((day) => agenciesOfDay(places, day))),
    routes: routesFor(places, nodes, lodgings.length).map((route) => route.id),
    entryNode,
    exitNode,
    entryName: nodeName(places, entryNode),
    exitName: nodeName(places, exitNode),
    policeAreas: areas.map((id) => places.police.areas.get(id)?.name['zh-TW'] ?? id),
    policeBureaus: bureaus.map((id) => places.police.bureaus.get(id)?.name['zh-TW'] ?? id),
    lodgings,
    chain: days.map((day) => chainOf(places, day)),
  }
}

/** In the order of first contact along the day: each node passed, then the night. */
export function agenciesOfDay(places: Places, day: TripDay): string[] {
  const passed = day.nodes.flatMap((id) => {
    const node = places.nodes.get(id)
    if (!node) return []
    const parks = node.controls.filter((control) => control.on === 'pass')
    return [...parks.map((c) => c.agency), ...(node.policeArea ? [places.police.agency] : [])]
  })
  const lodging = day.lodging === null ? undefined : places.lodgings.get(day.lodging)
  if (!lodging) return passed
  const night = places.nodes.get(lodging.node)?.controls.filter((c) => c.on === 'night') ?? []
  const filing = lodging.filing === undefined ? [] : [lodging.filing]
  return [...passed, ...night.map((control) => control.agency), ...filing]
}

/** Routes that hold every node; the one for that many nights and with the fewest nodes first. */
export function routesFor(places: Places, nodes: string[], nights: number): Route[] {
  if (nodes.length === 0) return []
  const misses = (route: Route) =>
    nights < route.nights.min ? route.nights.min - nights : Math.max(0, nights - route.nights.max)
  return [...places.routes.values()]
    .filter((route) => nodes.every((id) => route.nodes.includes(id)))
    .sort((a, b) => misses(a) - misses(b) || a.nodes.length - b.nodes.length)
}

/** A route's usual days, begun on `startOn`, which must be a day. A person then changes them. */
export function planOf(route: Route, startOn: string): TripDay[] {
  return route.plan.map((day, index) => ({
    on: addDays(startOn, index),
    nodes: [...day.nodes],
    lodging: day.lodging ?? null,
  }))
}

export const agencyName = (places: Places, id: string): LocalText =>
  places.agencies.get(id) ?? { 'zh-TW': id, en: id }

function nightOf(places: Places, day: TripDay): TripNight[] {
  const lodging = day.lodging === null ? undefined : places.lodgings.get(day.lodging)
  if (!lodging) return []
  return [
    {
      on: day.on,
      lodging: lodging.id,
      name: lodging.name['zh-TW'],
      node: lodging.node,
      kind: lodging.kind,
      agency: lodging.allottedBy ?? '',
    },
  ]
}

function chainOf(places: Places, day: TripDay): TripFacts['chain'][number] {
  const nodeNames = day.nodes.map((id) => nodeName(places, id))
  const lodging = day.lodging === null ? undefined : places.lodgings.get(day.lodging)
  return {
    on: day.on,
    text: nodeNames.join(' → '),
    nodes: day.nodes,
    nodeNames,
    lodging: lodging?.name['zh-TW'] ?? '',
  }
}

const nodeName = (places: Places, id: string) => places.nodes.get(id)?.name['zh-TW'] ?? ''
const unique = (list: string[]): string[] => [...new Set(list)]
