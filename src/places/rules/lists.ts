// The lists a question of type `place` may name, and names in the reader's language.

import type { LocalText } from '../../core/errors.ts'
import type { Places } from '../schema.ts'
import { findNode } from './names.ts'

export interface Listed {
  id: string
  name: LocalText
}

/** Entries in the order they are offered; an unknown list is empty. */
export function listPlaces(places: Places, list: string): Listed[] {
  const lists: Record<string, () => Listed[]> = {
    districts: () => places.districts.districts,
    nodes: () => [...places.nodes.values()],
    routes: () => [...places.routes.values()],
    lodgings: () => [...places.lodgings.values()],
  }
  return (Object.hasOwn(lists, list) ? (lists[list]?.() ?? []) : []).map(({ id, name }) => ({
    id,
    name,
  }))
}

/** One entry by id, or a node by any of its names; null when the list has no such entry. */
export function findListed(places: Places, list: string, id: string): Listed | null {
  if (list === 'nodes') {
    const node = findNode(places, id)
    return node && { id: node.id, name: node.name }
  }
  return listPlaces(places, list).find((one) => one.id === id) ?? null
}
