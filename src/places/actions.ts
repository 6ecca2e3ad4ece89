// Starting and reloading: a mistake stops a start, and at a reload leaves the running version in
// place.

import { join } from 'node:path'
import type { Station } from '../core/station.ts'
import { DataMistake } from '../core/yaml.ts'
import { listAgencies } from '../people/index.ts'
import { loadPlaces } from './load.ts'
import { keepPlaces } from './store.ts'

/** At the start. @throws DataMistake */
export async function startPlaces(station: Station): Promise<void> {
  const agencies = new Map(listAgencies(station).map((agency) => [agency.id, agency.name]))
  keepPlaces(station, loadPlaces(join(station.city.directory, 'places'), agencies, station.words))
}

/** Reads the files again. Gives the mistakes; with any, the running version stays. */
export async function reload(station: Station): Promise<string[]> {
  try {
    await startPlaces(station)
    return []
  } catch (error) {
    if (error instanceof DataMistake) return error.mistakes
    throw error
  }
}
