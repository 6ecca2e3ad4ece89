// Reads a city's place files, and keeps what a running station has loaded. There are no tables: the
// geography is data of the city's repository, and a change of it is a commit.

import { join } from 'node:path'
import type { Station } from '../core/station.ts'
import { DataMistake, type Located, readLocatedYaml } from '../core/yaml.ts'
import { FILES, type FileName, type PlaceFiles } from './files.ts'
import type { Places } from './schema.ts'

/** All files, and where something in one of them stands. */
export interface ReadFiles {
  files: PlaceFiles
  at(file: FileName, path: (string | number)[]): string
}

/** @throws DataMistake with the mistakes of all files together */
export function readPlaceFiles(directory: string): ReadFiles {
  const mistakes: string[] = []
  const located = new Map<string, Located<unknown>>()
  for (const [name, schema] of Object.entries(FILES)) {
    try {
      located.set(name, readLocatedYaml(join(directory, `${name}.yaml`), schema))
    } catch (error) {
      mistakes.push(...mistakesOf(error, join(directory, `${name}.yaml`)))
    }
  }
  if (mistakes.length > 0) throw new DataMistake(mistakes)

  const values = [...located].map(([name, { value }]) => [name, value])
  return {
    files: Object.fromEntries(values) as PlaceFiles,
    at: (file, path) => located.get(file)?.at(path) ?? file,
  }
}

function mistakesOf(error: unknown, file: string): string[] {
  if (error instanceof DataMistake) return error.mistakes
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  return [`${file}:1:1 the file is missing; expected it beside the others`]
}

const LOADED = new WeakMap<Station, Places>()

export function keepPlaces(station: Station, places: Places): void {
  LOADED.set(station, places)
}

/** What this station loaded at its start, or at the last reload that had no mistake. */
export function getPlaces(station: Station): Places {
  const places = LOADED.get(station)
  if (!places) throw new Error('places are not loaded: start the places module first')
  return places
}
