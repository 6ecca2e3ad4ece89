// What one city is: its names, its switched-off modules, its demo morning. Read from
// cities/<city>/city.yaml; a mistake stops the start with file, line, and what was expected.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { MODULES } from '../modules.ts'
import { WrongSetting } from './config.ts'
import { readYaml } from './yaml.ts'

export const localText = z.strictObject({ 'zh-TW': z.string().min(1), en: z.string().min(1) })

const CityFile = z.strictObject({
  id: z.string(),
  name: localText,
  /** Who runs the front desk, as printed in the footer. */
  operator: localText,
  phone: z.string(),
  /** Two letters before every case's reference. */
  casePrefix: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two capital letters')
    .default('TC'),
  /** Parts of the city by their written name; the position is a middle, for lists and maps. */
  districts: z
    .array(
      z.strictObject({ name: localText, position: z.tuple([z.number(), z.number()]).optional() }),
    )
    .default([]),
  /** The city's own map tiles; absent: a plain coast. */
  map: z
    .strictObject({
      /** A MapLibre style document. */
      style: z.url({ protocol: /^https$/ }),
      /** Origins of its tiles and pictures where they are not the style's own. */
      hosts: z.array(z.url({ protocol: /^https$/ })).default([]),
    })
    .optional(),
  demo: z.strictObject({ start: z.iso.datetime({ offset: true }) }),
  modulesOff: z.array(z.enum(MODULES)).default([]),
  gatesOff: z
    .array(z.strictObject({ gate: z.string(), reason: localText, by: z.string() }))
    .default([]),
  /** ISO weekday on which rule changes start; Thursday by default. */
  rhythm: z.strictObject({ changesStartOn: z.int().min(1).max(7).default(4) }).prefault({}),
})

export type City = z.infer<typeof CityFile> & { directory: string }

/** @throws WrongSetting, DataMistake */
export function readCity(id: string): City {
  const directory = join('cities', id)
  if (!existsSync(join(directory, 'city.yaml'))) {
    throw new WrongSetting(`CITY=${id}: expected a folder below cities/ with a city.yaml`)
  }
  return { ...readYaml(join(directory, 'city.yaml'), CityFile), directory }
}

/** Origins that a page of this city may load map tiles from. */
export const mapOrigins = ({ map }: Pick<City, 'map'>): string[] =>
  map ? [...new Set([map.style, ...map.hosts].map((address) => new URL(address).origin))] : []
