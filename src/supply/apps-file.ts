// Apps that show a programme's numbers, from cities/<city>/supply/<programme>.apps.yaml; without the
// file nobody is named.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { localText } from '../core/city.ts'
import type { Station } from '../core/station.ts'
import { readYaml } from '../core/yaml.ts'
import { listProgrammes } from './programmes.ts'

export const APP_KINDS = ['map', 'text', 'voice', 'chat', 'other'] as const

const AppsFile = z.strictObject({
  apps: z.array(
    z.strictObject({
      name: localText,
      /** Who makes it. */
      by: z.string().min(1),
      kind: z.enum(APP_KINDS),
      summary: localText,
      url: z.url({ protocol: /^https$/ }).optional(),
      /** Invented for a demo. */
      isExample: z.boolean().default(false),
    }),
  ),
})
export type App = z.output<typeof AppsFile>['apps'][number]

// A station is one city; tests run several in one process.
const shelves = new WeakMap<Station['city'], Map<string, App[]>>()

/** After the programmes. @throws DataMistake */
export function loadApps(station: Station): void {
  const apps = listProgrammes(station).map(({ id }): [string, App[]] => {
    const file = join(station.city.directory, 'supply', `${id}.apps.yaml`)
    return [id, existsSync(file) ? readYaml(file, AppsFile).apps : []]
  })
  shelves.set(station.city, new Map(apps))
}

export const listApps = (station: Station, programmeId: string): App[] =>
  shelves.get(station.city)?.get(programmeId) ?? []
