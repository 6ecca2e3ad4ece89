// Reads a registry of sites from GeoJSON, as the map makers of 2020 published it.

import { z } from 'zod'
import { readBusinessWeek } from './rules/hours.ts'
import type { Site } from './schema/stock.ts'

const Feature = z.object({
  geometry: z
    .object({ coordinates: z.tuple([z.number(), z.number()]).rest(z.number()) })
    .nullable(),
  properties: z.object({
    id: z.string().min(1).max(40),
    name: z.string(),
    address: z.string().default(''),
    phone: z.string().default(''),
    website: z.string().nullish(),
    note: z.string().nullish(),
    county: z.string().nullish(),
    town: z.string().nullish(),
    /** O is open, X closed. */
    business_week: z.string().optional(),
    /** N is open, Y closed. */
    service_periods: z.string().optional(),
  }),
})
const Registry = z.object({ type: z.literal('FeatureCollection'), features: z.array(Feature) })

const LONGEST_NOTE = 2000

/** @throws ZodError, SyntaxError for what is no such file */
export function readRegistry(text: string): Site[] {
  return Registry.parse(JSON.parse(text.replace(/^\uFEFF/, ''))).features.map(
    ({ geometry, properties }): Site => {
      const { id, name, address, phone, website, note, town } = properties
      const [lon, lat] = geometry?.coordinates ?? [null, null]
      const week = properties.business_week
        ? readBusinessWeek(properties.business_week)
        : readBusinessWeek(properties.service_periods ?? '', 'N')
      return {
        siteId: id,
        name,
        address,
        district: town ?? districtIn(address),
        phone,
        website: website ?? '',
        lon,
        lat,
        hours: week.length > 0 ? { sale: week } : {},
        note: (note ?? '').slice(0, LONGEST_NOTE),
        languages: [],
        access: [],
        source: 'registry',
      }
    },
  )
}

/** `臺北市松山區八德路…` names its district; mixed spellings of 臺 are one. */
export function districtIn(address: string): string | null {
  const plain = address.normalize('NFKC').replaceAll('台', '臺')
  return /^.{2}[市縣](.{1,4}?[區鄉鎮市])/.exec(plain)?.[1] ?? null
}
