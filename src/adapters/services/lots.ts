// Lots of the city: what was bought, from whom, and how that is shown to accounting and ethics
// offices. Read from cities/<city>/lots.yaml at start; a city may have none.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Station } from '../../core/station.ts'
import { DataMistake, readLocatedYaml } from '../../core/yaml.ts'
import { findDesk } from '../../people/index.ts'
import { type Lot, LotsFile } from './schema.ts'

const kept = new WeakMap<Station['city'], LotsFile | null>()

/** @throws DataMistake naming every mistake with its line */
export function loadLots(station: Station): void {
  const file = join(station.city.directory, 'lots.yaml')
  if (!existsSync(file)) {
    kept.set(station.city, null)
    return
  }
  const { value, at } = readLocatedYaml(file, LotsFile)
  const mistakes = [
    ...value.lots.flatMap(({ id }, index) =>
      value.lots.findIndex((other) => other.id === id) < index
        ? [`${at(['lots', index, 'id'])} id: stands twice`]
        : [],
    ),
    ...(findDesk(station, value.wishes.deskId)
      ? []
      : [`${at(['wishes', 'deskId'])} deskId: no desk “${value.wishes.deskId}” in agencies.yaml`]),
  ]
  if (mistakes.length > 0) throw new DataMistake(mistakes)
  kept.set(station.city, value)
}

/** Null: the city has written down no lots, and takes no wishes. */
export const findLots = (station: Station): LotsFile | null => kept.get(station.city) ?? null

export const listLots = (station: Station): Lot[] => findLots(station)?.lots ?? []
