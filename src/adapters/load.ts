// Reads the city's adapter files, checks what each says of itself, and keeps them ready. A mistake
// stops the start with the file and what was expected.

import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Failure } from '../core/errors.ts'
import type { LinePorts } from '../core/sandbox.ts'
import type { Station } from '../core/station.ts'
import { DataMistake } from '../core/yaml.ts'
import type { Adapter } from './contract.ts'
import { DescriptionSchema } from './schema.ts'

type Shelf = Map<string, Adapter>

// A station is one city; tests run several in one process.
const shelves = new WeakMap<Station['city'], Shelf>()

/** @throws DataMistake naming each file and what is wrong with it */
export async function loadAdapters(station: Station): Promise<Adapter[]> {
  const directory = join(station.city.directory, 'adapters')
  const files = existsSync(directory)
    ? readdirSync(directory).filter((file) => /^[a-z][a-z0-9-]*\.ts$/.test(file))
    : []
  const mistakes: string[] = []
  const shelf: Shelf = new Map()

  for (const file of files.sort()) {
    const path = join(directory, file)
    const module: unknown = await import(pathToFileURL(path).href)
    const found = adapterIn(module, path, mistakes)
    if (found) shelf.set(found.describe.id, withAddresses(found, station.config))
  }
  if (mistakes.length > 0) throw new DataMistake(mistakes)
  shelves.set(station.city, shelf)
  return [...shelf.values()]
}

/** One file's adapter, without a city: for what needs neither database nor stand-ins. @throws DataMistake */
export async function adapterFile(path: string): Promise<Adapter> {
  const mistakes: string[] = []
  const module: unknown = await import(pathToFileURL(resolve(path)).href)
  const found = adapterIn(module, path, mistakes)
  if (!found) throw new DataMistake(mistakes)
  return found
}

/** Adapters of the city, by id. */
export const listAdapters = (station: Station): Adapter[] => [...shelfOf(station).values()]

/** @throws Failure not_found */
export function getAdapter(station: Station, adapterId: string): Adapter {
  const adapter = shelfOf(station).get(adapterId)
  if (!adapter) throw new Failure('not_found', 'adapters.not_found')
  return adapter
}

/** What a desk reads leads to the stand-in, where there is one. */
function withAddresses(adapter: Adapter, config: Station['config']): Adapter {
  const { desk } = adapter.describe
  if (!desk) return adapter
  const filled = JSON.parse(filledAddress(config, JSON.stringify(desk))) as typeof desk
  return { ...adapter, describe: { ...adapter.describe, desk: filled } }
}

/**
 * An address with `{sandbox}`, `{sandbox-tls}`, `{sandbox-smtp}` or `{sandbox-sftp}` filled, or the
 * fingerprint `{sandbox-sftp-hostkey}`; outside
 * a demo city, or where that stand-in does not listen, it stays and leads nowhere.
 */
export function filledAddress(
  config: Station['config'],
  address: string,
  lines: LinePorts = {},
): string {
  if (!config.sandbox) return address
  const places = Object.entries({ '': config.sandboxPort, ...lines })
  return places.reduce((filled, [name, at]) => {
    if (at === null) return filled
    const place = typeof at === 'number' ? `127.0.0.1:${at}` : at
    return filled.replaceAll(name === '' ? '{sandbox}' : `{sandbox-${name}}`, place)
  }, address)
}

function shelfOf(station: Station): Shelf {
  const shelf = shelves.get(station.city)
  if (!shelf) throw new Error('adapters are not loaded: start the adapters module first')
  return shelf
}

/** The one export named `adapter`. Writes what is wrong into `mistakes`. */
export function adapterIn(module: unknown, path: string, mistakes: string[]): Adapter | null {
  const adapter = (module as { adapter?: Adapter }).adapter
  if (!adapter?.describe) {
    mistakes.push(
      `${path}: exports no \`adapter\`; expected the result of httpAdapter, formAdapter or deskAdapter`,
    )
    return null
  }
  const said = DescriptionSchema.safeParse(adapter.describe)
  const found = said.success
    ? []
    : said.error.issues.map((issue) => `describe.${issue.path.join('.')}: ${issue.message}`)
  const { id, kind, desk, semantics } = adapter.describe
  const name = path.replace(/^.*[\\/]|\.ts$/g, '')
  if (id !== name) found.push(`describe.id: is “${id}”, expected the file's name “${name}”`)
  if ((kind === 'desk') !== (desk !== undefined))
    found.push('describe.desk: a desk, and only a desk, has it')
  if (semantics?.correct && !adapter.correct)
    found.push('correct: missing, though semantics.correct says it is there')
  if ((adapter.describe.reads === undefined) !== (adapter.read === undefined))
    found.push('describe.reads: stands beside a function `read`, and only beside one')
  mistakes.push(...found.map((mistake) => `${path}: ${mistake}`))
  return found.length === 0 ? adapter : null
}
