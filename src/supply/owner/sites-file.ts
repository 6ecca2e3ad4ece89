// The sites that the city's own files name: cities/<city>/supply/<programme>.sites.yaml.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Station } from '../../core/station.ts'
import { readYaml } from '../../core/yaml.ts'
import { saveRegistry } from '../actions/sites.ts'
import { listProgrammes } from '../programmes.ts'
import { readWindows } from '../rules/windows.ts'
import type { Hours, Site, Window } from '../schema/stock.ts'
import { listSites } from '../store/sites.ts'

const windows = z
  .array(z.string())
  .transform((lines, context): Window[] => {
    const read = readWindows(lines.join('\n'))
    if (read) return read
    context.addIssue('expected lines such as "1-5 08:30-09:00"')
    return z.NEVER
  })
  .optional()

const SitesFile = z.strictObject({
  /** Invented sites: they stand in a demo city only. */
  demo: z.boolean().default(false),
  sites: z.array(
    z.strictObject({
      id: z.string().min(1).max(40),
      name: z.string().min(1).max(100),
      district: z.string().max(20),
      address: z.string().max(200).default(''),
      phone: z.string().max(40).default(''),
      website: z.string().max(200).default(''),
      position: z.tuple([z.number(), z.number()]).optional(),
      hours: z
        .strictObject({ slips: windows, handOut: windows, sale: windows })
        .default({ slips: undefined, handOut: undefined, sale: undefined }),
      note: z.string().max(2000).default(''),
      languages: z.array(z.string()).default([]),
      access: z.array(z.string()).default([]),
    }),
  ),
})
type FileSite = z.output<typeof SitesFile>['sites'][number]

/**
 * Makes or renews them. What a person has changed at a desk or on the phone stays as it is; loading the
 * same file again changes nothing.
 * @throws DataMistake with file and line
 */
export async function loadSites(station: Station): Promise<void> {
  for (const { id: programmeId } of listProgrammes(station)) {
    const sites = sitesOf(station, programmeId)
    if (sites.length === 0) continue
    await station.db.transaction().execute(async (tx) => {
      const known = await listSites(tx, { programmeId })
      const byHand = new Set(known.filter((one) => one.source === 'console').map((s) => s.siteId))
      await saveRegistry(tx, programmeId, {
        sites: sites.filter(({ siteId }) => !byHand.has(siteId)),
        at: station.clock.now(),
      })
    })
  }
}

/** What the file says; none where there is no file, or where it is for a demo and this is none. */
export function sitesOf({ city, config }: Station, programmeId: string): Site[] {
  const file = join(city.directory, 'supply', `${programmeId}.sites.yaml`)
  if (!existsSync(file)) return []
  const { demo, sites } = readYaml(file, SitesFile)
  return demo && !config.sandbox ? [] : sites.map(siteOf)
}

const siteOf = ({ id, position, hours, ...site }: FileSite): Site => ({
  ...site,
  siteId: id,
  lon: position?.[0] ?? null,
  lat: position?.[1] ?? null,
  hours: Object.fromEntries(
    Object.entries(hours).filter(([, windows]) => windows !== undefined),
  ) as Hours,
  source: 'registry',
})
