// Districts and how many people live there, from the city's own file. The file is the city's, not a
// module's: supply reads only what it needs of it, and does without where there is none.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { LocalText } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { readYaml } from '../../core/yaml.ts'

const DistrictsFile = z.object({
  source: z.string(),
  on: z.string(),
  districts: z.array(
    z.object({
      position: z.tuple([z.number(), z.number()]),
      name: z.object({ 'zh-TW': z.string(), en: z.string() }),
      population: z.record(z.string(), z.number()),
    }),
  ),
})

export interface District {
  name: LocalText
  people: number
  /** Near its middle: longitude, latitude. */
  position: [number, number]
}

export interface Districts {
  /** Where the numbers of people come from, and of which day. */
  source: string | null
  on: string | null
  list: District[]
}

// A station is one city; tests run several in one process.
const shelves = new WeakMap<Station['city'], Districts>()

/** @throws DataMistake with file and line */
export function districtsOf({ city }: Station): Districts {
  const known = shelves.get(city)
  if (known) return known
  const file = join(city.directory, 'places', 'districts.yaml')
  const read = existsSync(file) ? readYaml(file, DistrictsFile) : null
  const districts: Districts = {
    source: read?.source ?? null,
    on: read?.on ?? null,
    list: (read?.districts ?? []).map(({ name, position, population }) => ({
      name,
      position,
      people: Object.values(population).reduce((sum, people) => sum + people, 0),
    })),
  }
  shelves.set(city, districts)
  return districts
}
