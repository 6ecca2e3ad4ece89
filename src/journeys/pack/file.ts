// What a pack contains, and which files of a city belong to a journey.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

/** Below the city: the journey's own folder, and one file or folder for each adapter. */
const PATH =
  /^(journeys\/[a-z][a-z0-9-]*\/|adapters\/[a-z][a-z0-9-]*\/)?([a-z0-9][\w-]*\/)*[a-z0-9][\w.-]*\.(yaml|ts|md|json)$/i

const MAX_FILE_CHARS = 500_000

export const PackFile = z.strictObject({
  format: z.literal('yizhan-pack/1'),
  /** Where it comes from. */
  city: z.string().min(1),
  journey: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().min(1),
  licence: z.string().min(1),
  lifeEvent: z.strictObject({
    id: z.string(),
    title: z.strictObject({ 'zh-TW': z.string(), en: z.string() }),
  }),
  /** Text by path below the city's folder. */
  files: z.record(
    z.string().regex(PATH, 'a path below journeys/ or adapters/'),
    z.string().max(MAX_FILE_CHARS),
  ),
})
export type Pack = z.output<typeof PackFile>

/** @throws Error that says what is wrong with the file */
export function readPack(text: string): Pack {
  const read = PackFile.safeParse(JSON.parse(text))
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`This is no pack:\n${lines.join('\n')}`)
  }
  const strays = Object.keys(read.data.files).filter((path) => !belongs(path, read.data.journey))
  if (strays.length > 0) throw new Error(`Not of this journey: ${strays.join(', ')}`)
  return read.data
}

const belongs = (path: string, journey: string): boolean =>
  !path.includes('..') && (path.startsWith(`journeys/${journey}/`) || path.startsWith('adapters/'))

const Named = z.looseObject({
  version: z.int(),
  licence: z.string(),
  lifeEvent: z.string(),
  legs: z.array(z.looseObject({ adapter: z.string() })),
})

/** @throws Error when the city has no such journey */
export function makePack(cityDirectory: string, journeyId: string): Pack {
  const folder = join(cityDirectory, 'journeys', journeyId)
  const file = join(folder, 'journey.yaml')
  if (!existsSync(file)) throw new Error(`There is no ${file}`)
  const journey = Named.parse(parse(readFileSync(file, 'utf8')))
  const adapters = [...new Set(journey.legs.map((leg) => leg.adapter))]
  const paths = [
    ...below(folder),
    ...adapters.flatMap((id) => [
      join(cityDirectory, 'adapters', `${id}.ts`),
      ...below(join(cityDirectory, 'adapters', id)),
    ]),
  ].filter((path) => existsSync(path))

  return {
    format: 'yizhan-pack/1',
    city: basename(cityDirectory),
    journey: journeyId,
    version: journey.version,
    licence: journey.licence,
    lifeEvent: lifeEventOf(cityDirectory, journey.lifeEvent),
    files: Object.fromEntries(
      paths.map((path) => [relative(cityDirectory, path), readFileSync(path, 'utf8')]),
    ),
  }
}

function lifeEventOf(cityDirectory: string, id: string): Pack['lifeEvent'] {
  const file = join(cityDirectory, 'journeys', 'life-events.yaml')
  const events = z.array(PackFile.shape.lifeEvent).parse(parse(readFileSync(file, 'utf8')))
  const event = events.find((one) => one.id === id)
  if (!event) throw new Error(`${file} has no life event ${id}`)
  return event
}

function below(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile() && !path.endsWith('.test.ts'))
    .sort()
}
