// The kept copy of what a remote adapter says of itself: the city's journeys are held against this
// one, so that the vendor cannot change them from afar.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { DataMistake } from '../../core/yaml.ts'
import { WireDescription } from './wire.ts'

export interface KeptDescription {
  said: WireDescription
  /** Its input as the program checks it. */
  schema: z.ZodType<Record<string, unknown>>
}

/**
 * @param cityFile `import.meta.url` of the adapter
 * @throws DataMistake naming the file and what is wrong with it
 */
export function readDescription(cityFile: string): KeptDescription {
  const file = fileURLToPath(cityFile).replace(/\.ts$/, '.describe.json')
  const read = WireDescription.safeParse(jsonIn(file))
  if (!read.success) {
    const mistakes = read.error.issues.map((at) => `${file}: ${at.path.join('.')}: ${at.message}`)
    throw new DataMistake(mistakes)
  }
  try {
    const schema = z.fromJSONSchema(read.data.input as z.core.JSONSchema.JSONSchema)
    return { said: read.data, schema: schema as KeptDescription['schema'] }
  } catch (error) {
    throw new DataMistake([`${file}: input: ${(error as Error).message}`])
  }
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const how = 'keep there what GET /describe answers'
    throw new DataMistake([`${file}: ${(error as Error).message}; ${how}`])
  }
}
