// How a programme is handed out: cities/<city>/supply/<programme>.handout.yaml, or the defaults.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { DataMistake, readYaml } from '../../core/yaml.ts'
import { listProgrammes } from '../programmes.ts'
import { type OrderWindow, type Settings, SettingsSchema } from '../schema/handout.ts'
import type { Programme } from '../schema/programme.ts'

const shelves = new WeakMap<Station['city'], Map<string, Settings>>()

/** @throws DataMistake with file and line */
export function loadHandOuts(station: Station): void {
  const shelf = new Map<string, Settings>()
  const mistakes: string[] = []
  for (const programme of listProgrammes(station)) {
    const file = join(station.city.directory, 'supply', `${programme.id}.handout.yaml`)
    const settings = existsSync(file) ? readYaml(file, SettingsSchema) : SettingsSchema.parse({})
    mistakes.push(...mistakesIn(file, programme, settings))
    shelf.set(programme.id, settings)
  }
  if (mistakes.length > 0) throw new DataMistake(mistakes)
  shelves.set(station.city, shelf)
}

function mistakesIn(file: string, { items }: Programme, { orders }: Settings): string[] {
  const known = items.map(({ id }) => id)
  return orders.flatMap(({ id, item, opensAt, closesAt, collectFrom, collectBy }, index) => [
    ...(known.includes(item) ? [] : [`${file}: orders: “${id}” names an unknown item “${item}”`]),
    ...(opensAt < closesAt && collectFrom < collectBy
      ? []
      : [`${file}: orders: “${id}” ends before it begins`]),
    ...(orders.findIndex((one) => one.id === id) === index
      ? []
      : [`${file}: orders: “${id}” stands there twice`]),
  ])
}

/** @throws Failure not_found */
export function settingsOf(station: Station, programmeId: string): Settings {
  const settings = shelves.get(station.city)?.get(programmeId)
  if (!settings) throw new Failure('not_found', 'supply.no_programme')
  return settings
}

/** The order window that is open, else the next to open, else null. */
export function currentWindow(
  station: Station,
  programmeId: string,
  now: Date,
): OrderWindow | null {
  const windows = settingsOf(station, programmeId)
    .orders.filter(({ closesAt }) => now < closesAt)
    .sort((a, b) => a.opensAt.getTime() - b.opensAt.getTime())
  return windows[0] ?? null
}
