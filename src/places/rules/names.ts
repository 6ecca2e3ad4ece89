// One place has many names: 卡東營地 is 卡東木屋, 台 is written 臺, agencies add spaces and slashes.

import type { Lodging, PlaceNode, Places } from '../schema.ts'

/** The same for every way of writing one name. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('台', '臺')
    .replace(/[\s・·．.,，、()（）「」-]/gu, '')
}

/** By id, name in any language, or alias; null when nobody calls a place so. */
export function findNode(places: Places, idOrAlias: string): PlaceNode | null {
  const wanted = idOrAlias.trim()
  const id = places.nodes.has(wanted) ? wanted : places.nodeNames.get(nameKey(wanted))
  return (id !== undefined && places.nodes.get(id)) || null
}

/** By id, name or alias. */
export function findLodging(places: Places, idOrAlias: string): Lodging | null {
  const wanted = idOrAlias.trim()
  const id = places.lodgings.has(wanted) ? wanted : places.lodgingNames.get(nameKey(wanted))
  return (id !== undefined && places.lodgings.get(id)) || null
}

/** Nodes that carry `words` in an id, a name or an alias, in the order of the file. */
export function searchNodes(places: Places, words: string): PlaceNode[] {
  const key = nameKey(words)
  return [...places.nodes.values()].filter((node) =>
    [node.id, ...namesOf(node)].some((name) => nameKey(name).includes(key)),
  )
}

export const namesOf = (one: { name: PlaceNode['name']; aliases: string[] }): string[] => [
  one.name['zh-TW'],
  one.name.en,
  ...one.aliases,
]
