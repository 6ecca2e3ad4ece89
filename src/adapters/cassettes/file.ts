// Where a city keeps its cassettes.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Cassette, CassetteSchema } from './schema.ts'

export type { Cassette }

/** @param directory the city's: `cities/taichung` */
export const cassettePath = (directory: string, adapterId: string): string =>
  join(directory, 'adapters', 'cassettes', `${adapterId}.json`)

/** @throws ZodError when the file is none */
export const readCassette = (path: string): Cassette =>
  CassetteSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
