// Reads the journeys of a city. Every mistake in every file is named, with line and column.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { canonicalJson } from '../../core/canonical.ts'
import { localText } from '../../core/city.ts'
import type { LocalText } from '../../core/errors.ts'
import { DataMistake, readLocatedYaml, readYaml } from '../../core/yaml.ts'
import type { Journey } from '../schema.ts'
import { mistakesIn, type Surroundings } from './mistakes.ts'
import { JourneyFile } from './shape.ts'

/** What brings people here: the headings journeys stand under, in this order. */
export interface LifeEvent {
  id: string
  title: LocalText
}

const LifeEventsFile = z.array(z.strictObject({ id: z.string(), title: localText }))

export function readLifeEvents(cityDirectory: string): LifeEvent[] {
  const file = join(cityDirectory, 'journeys', 'life-events.yaml')
  return existsSync(file) ? readYaml(file, LifeEventsFile) : []
}

/** All journeys below `cities/<city>/journeys`. @throws DataMistake with all mistakes of all files */
export function readJourneys(
  cityDirectory: string,
  surroundings: Omit<Surroundings, 'lifeEvents'>,
): Journey[] {
  const lifeEvents = readLifeEvents(cityDirectory).map((event) => event.id)
  const mistakes: string[] = []
  const journeys = journeyFiles(cityDirectory).flatMap((file) => {
    try {
      return [readJourney(file, { ...surroundings, lifeEvents })]
    } catch (mistake) {
      if (!(mistake instanceof DataMistake)) throw mistake
      mistakes.push(...mistake.mistakes)
      return []
    }
  })
  if (mistakes.length > 0) throw new DataMistake(mistakes)
  return journeys
}

/** @throws DataMistake */
export function readJourney(file: string, surroundings: Surroundings): Journey {
  const { value: journey, at } = readLocatedYaml(file, JourneyFile)
  const mistakes = mistakesIn(journey, surroundings).map(
    ({ path, message }) => `${at(path)} ${path.join('.')}: ${message}`,
  )
  const folder = file.split('/').at(-2)
  if (folder !== journey.id) {
    mistakes.unshift(`${at(['id'])} id: is ${journey.id}, but its folder is called ${folder}`)
  }
  if (mistakes.length > 0) throw new DataMistake(mistakes)
  return journey
}

export function journeyFiles(cityDirectory: string): string[] {
  const folder = join(cityDirectory, 'journeys')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name, 'journey.yaml'))
    .filter((file) => existsSync(file))
}

/** SHA-256 of the definition's canonical JSON, as hexadecimal: the same content, the same digest. */
export const digestOf = (journey: Journey): string =>
  createHash('sha256').update(canonicalJson(journey)).digest('hex')
