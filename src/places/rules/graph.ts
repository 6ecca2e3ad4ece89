// Where one can go from a node, where one can sleep, and what is closed that day.

import type { Closed, Closure, Lodging, PlaceNode, Places } from '../schema.ts'
import { amountOn, valueOn } from './series.ts'

export interface NextNode {
  node: PlaceNode
  hours: number
  closed: Closed | null
}

/** Nodes one step from `from`, nearest first. Closed ones stay in the list, with the reason. */
export function nextNodes(places: Places, from: string, on: string | null): NextNode[] {
  return (places.steps.get(from) ?? [])
    .map((step) => ({ node: places.nodes.get(step.to), hours: step.hours }))
    .filter((next): next is { node: PlaceNode; hours: number } => next.node !== undefined)
    .sort((a, b) => a.hours - b.hours)
    .map((next) => ({ ...next, closed: on === null ? null : nodeClosed(places, next.node.id, on) }))
}

export interface LodgingChoice {
  lodging: Lodging
  closed: Closed | null
  /** Places that night; null when nobody has published them. */
  capacity: number | null
}

/** Huts and camps at a node, with those closed that night. */
export function lodgingsAt(places: Places, node: string, on: string | null): LodgingChoice[] {
  return [...places.lodgings.values()]
    .filter((lodging) => lodging.node === node)
    .map((lodging) => ({
      lodging,
      closed: on === null ? null : lodgingClosed(places, lodging.id, on),
      capacity: on === null ? null : capacityOn(lodging, on),
    }))
}

export function capacityOn(lodging: Lodging, on: string): number | null {
  const held = valueOn(lodging.capacity, on)
  return held && amountOn(held.value, on)
}

/** Where trips begin and end. */
export const entrances = (places: Places): PlaceNode[] =>
  [...places.nodes.values()].filter((node) => node.kind === 'entrance')

export const nodeClosed = (places: Places, node: string, on: string): Closed | null =>
  firstClosed(places, on, (closure) => closure.nodes.includes(node))

export const lodgingClosed = (places: Places, lodging: string, on: string): Closed | null =>
  firstClosed(places, on, (closure) => closure.lodgings.includes(lodging))

export const routeClosed = (places: Places, route: string, on: string): Closed | null =>
  firstClosed(places, on, (closure) => closure.routes.includes(route))

/** Closures and notices of a node, its lodgings or a route that are not over yet. */
export function closuresOf(
  places: Places,
  of: { nodes?: string[]; lodgings?: string[]; routes?: string[] },
  today: string,
): Closure[] {
  return places.closures.filter(
    (closure) =>
      (closure.to === undefined || closure.to >= today) &&
      (closure.nodes.some((id) => of.nodes?.includes(id)) ||
        closure.lodgings.some((id) => of.lodgings?.includes(id)) ||
        closure.routes.some((id) => of.routes?.includes(id))),
  )
}

export const covers = (closure: Closure, on: string): boolean =>
  closure.from <= on && (closure.to === undefined || on <= closure.to)

function firstClosed(
  places: Places,
  on: string,
  concerns: (closure: Closure) => boolean,
): Closed | null {
  const found = places.closures.find(
    (closure) => closure.effect === 'closed' && covers(closure, on) && concerns(closure),
  )
  return found
    ? { from: found.from, to: found.to ?? null, reason: found.reason, source: found.source }
    : null
}
