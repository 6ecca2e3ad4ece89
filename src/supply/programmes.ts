// The city's programmes, read from cities/<city>/supply/*.yaml and kept ready.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../core/errors.ts'
import type { Station } from '../core/station.ts'
import { DataMistake, readYaml } from '../core/yaml.ts'
import { findAgency, findDesk } from '../people/index.ts'
import { type FeedDefinition, type Programme, ProgrammeSchema } from './schema/programme.ts'
import { saveProgrammes } from './store/programmes.ts'

// A station is one city; tests run several in one process.
const shelves = new WeakMap<Station['city'], Map<string, Programme>>()

/** @throws DataMistake with file and line */
export async function loadProgrammes(station: Station): Promise<Programme[]> {
  const directory = join(station.city.directory, 'supply')
  const files = existsSync(directory)
    ? readdirSync(directory).filter((file) => /^[a-z][a-z0-9-]*\.yaml$/.test(file))
    : []
  const programmes = files.sort().map((file) => readYaml(join(directory, file), ProgrammeSchema))
  const mistakes = programmes.flatMap((programme) => mistakesIn(station, programme))
  if (mistakes.length > 0) throw new DataMistake(mistakes)
  shelves.set(station.city, new Map(programmes.map((programme) => [programme.id, programme])))
  const ids = programmes.map(({ id }) => id)
  await saveProgrammes(station.db, ids, station.clock.now())
  return programmes
}

function mistakesIn(station: Station, { id, agency, deskId, items, feeds }: Programme): string[] {
  const file = `${station.city.directory}/supply/${id}.yaml`
  const known = items.map((item) => item.id)
  return [
    ...(findAgency(station, agency) ? [] : [`${file}: agency: no “${agency}” in agencies.yaml`]),
    ...(findDesk(station, deskId) ? [] : [`${file}: deskId: no “${deskId}” in agencies.yaml`]),
    ...feeds.flatMap((feed) =>
      Object.keys(feed.columns.amounts)
        .filter((item) => !known.includes(item))
        .map((item) => `${file}: feeds: “${feed.id}” names an item “${item}” that is not in items`),
    ),
  ]
}

export const listProgrammes = (station: Station): Programme[] => [
  ...(shelves.get(station.city)?.values() ?? []),
]

/** @throws Failure not_found */
export function getProgramme(station: Station, programmeId: string): Programme {
  const programme = shelves.get(station.city)?.get(programmeId)
  if (!programme) throw new Failure('not_found', 'supply.no_programme')
  return programme
}

/** @throws Failure not_found */
export function getFeed(station: Station, programmeId: string, feed: string): FeedDefinition {
  const found = getProgramme(station, programmeId).feeds.find(({ id }) => id === feed)
  if (!found) throw new Failure('not_found', 'supply.no_feed')
  return found
}
