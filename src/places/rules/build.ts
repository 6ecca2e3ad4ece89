// Turns checked files into the maps that everything else asks.

import type { LocalText } from '../../core/errors.ts'
import { LANGUAGES, type Words } from '../../core/i18n.ts'
import type { PlaceFiles } from '../files.ts'
import type { Phrase, PlaceNode, Places, Step } from '../schema.ts'
import { nameKey, namesOf } from './names.ts'

/** The files must have passed checkFiles. */
export function buildPlaces(
  files: PlaceFiles,
  agencies: Map<string, LocalText>,
  words: Words,
): Places {
  const { police } = files
  return {
    nodes: byId(files.nodes.map((node) => placeNode(node, files))),
    lodgings: byId(files.lodgings),
    routes: byId(files.routes),
    permits: new Map(files.permits.map((permit) => [permit.agency, permit])),
    closures: files.closures,
    districts: files.districts,
    police: { agency: police.agency, bureaus: byId(police.bureaus), areas: byId(police.areas) },
    steps: stepsOf(files.paths),
    nodeNames: nodeNames(files),
    lodgingNames: namesTo(files.lodgings),
    agencies,
    phrase: phraseIn(words),
  }
}

function placeNode(node: PlaceFiles['nodes'][number], files: PlaceFiles): PlaceNode {
  const ground = files.police.nodes[node.id]
  return {
    ...node,
    policeArea: files.police.areas.find((area) => area.id === ground)?.id ?? null,
    exempt: files.police.exempt.find((one) => one.id === ground) ?? null,
    lodgings: files.lodgings.filter((one) => one.node === node.id).map((one) => one.id),
  }
}

function stepsOf(paths: PlaceFiles['paths']): Map<string, Step[]> {
  const steps = new Map<string, Step[]>()
  const add = (from: string, to: string, hours: number) =>
    steps.set(from, [...(steps.get(from) ?? []), { to, hours }])
  for (const { between, hours, oneWay } of paths) {
    const [a, b] = between
    const [there, back] = typeof hours === 'number' ? [hours, hours] : hours
    add(a, b, there)
    if (!oneWay) add(b, a, back)
  }
  return steps
}

/** A lodging's name leads to its node too: people write where they sleep, not where they stand. */
function nodeNames(files: PlaceFiles): Map<string, string> {
  const byLodging = files.lodgings.flatMap((lodging) =>
    namesOf(lodging).map((name): [string, string] => [nameKey(name), lodging.node]),
  )
  return new Map([...byLodging, ...namesTo(files.nodes)])
}

const namesTo = (list: (PlaceFiles['nodes'][number] | PlaceFiles['lodgings'][number])[]) =>
  new Map(list.flatMap((one) => namesOf(one).map((name) => [nameKey(name), one.id] as const)))

const byId = <T extends { id: string }>(list: T[]): Map<string, T> =>
  new Map(list.map((one) => [one.id, one]))

/** A sentence of locales/ in every language, with place names in the same language. */
function phraseIn(words: Words): Phrase {
  return (key, values = {}) => {
    const sayings = LANGUAGES.map((language) => {
      const own = Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'object' ? value[language] : value,
      ])
      return [language, words[language](key, Object.fromEntries(own))]
    })
    return Object.fromEntries(sayings) as LocalText
  }
}
