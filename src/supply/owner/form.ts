// What the desk's form of a site holds, read and checked; what is wrong comes back as it was typed.

import { readWindows, writeWindows } from '../rules/windows.ts'
import { type Hours, type PublicSite, type Site, WINDOW_KINDS } from '../schema/stock.ts'

/** Words of the list that pages know; others are kept as they are. */
export const ACCESS = ['wheelchair', 'toilet', 'quiet'] as const
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/
const LIMITS = {
  name: 100,
  district: 20,
  address: 200,
  phone: 40,
  website: 200,
  note: 500,
} as const
const CODE = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/

export type Typed = Record<string, string>

export interface ReadForm {
  typed: Typed
  /** Keys of words, by field; none: it can be kept. */
  wrong: Record<string, string>
  site: Omit<Site, 'siteId' | 'source'>
}

export const readCode = (typed: Typed): string | null =>
  CODE.test(typed.siteId ?? '') ? (typed.siteId ?? null) : null

export function readSiteForm(body: Record<string, unknown>): ReadForm {
  const typed: Typed = Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.trim() : '',
    ]),
  )
  const wrong: Record<string, string> = {}
  const text = (name: keyof typeof LIMITS): string => {
    const value = (typed[name] ?? '').replace(/\r\n/g, '\n')
    if (value.length > LIMITS[name]) wrong[name] = 'owners.too_long'
    return value
  }
  const name = text('name')
  if (name === '') wrong.name = 'owners.name_missing'
  const site = {
    name,
    district: text('district') || null,
    address: text('address'),
    phone: text('phone'),
    website: text('website'),
    note: text('note'),
    hours: hoursIn(typed, wrong),
    languages: languagesIn(typed, wrong),
    access: ACCESS.filter((one) => typed[`access.${one}`] === 'yes') as string[],
    ...placeIn(typed, wrong),
  }
  if (site.website !== '' && !/^https?:\/\/\S+$/.test(site.website))
    wrong.website = 'owners.no_website'
  return { typed, wrong, site }
}

function hoursIn(typed: Typed, wrong: Record<string, string>): Hours {
  const hours: Hours = {}
  for (const kind of WINDOW_KINDS) {
    const windows = readWindows(typed[kind] ?? '')
    if (windows === null) wrong[kind] = 'owners.no_windows'
    else if (windows.length > 0) hours[kind] = windows
  }
  return hours
}

function languagesIn(typed: Typed, wrong: Record<string, string>): string[] {
  const languages = (typed.languages ?? '').split(/[\s,、，]+/).filter(Boolean)
  if (!languages.every((one) => LANGUAGE.test(one))) wrong.languages = 'owners.no_languages'
  return languages
}

function placeIn(typed: Typed, wrong: Record<string, string>) {
  const text = (typed.position ?? '').normalize('NFKC')
  if (text === '') return { lon: null, lat: null }
  const [lat = Number.NaN, lon = Number.NaN, more] = text.split(/[\s,]+/).map(Number)
  const isOnEarth = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && more === undefined
  if (!isOnEarth) wrong.position = 'owners.no_position'
  return isOnEarth ? { lon, lat } : { lon: null, lat: null }
}

/** What the form shows of a site as it is. */
export function typedOf(site: PublicSite): Typed {
  const { name, address, phone, website, note, lat, lon } = site
  return {
    ...{ name, address, phone, website, note },
    district: site.district ?? '',
    position: lat === null || lon === null ? '' : `${lat}, ${lon}`,
    languages: site.languages.join(', '),
    ...Object.fromEntries(
      WINDOW_KINDS.map((kind) => [kind, writeWindows(site.hours[kind] ?? []).join('\n')]),
    ),
    ...Object.fromEntries(site.access.map((one) => [`access.${one}`, 'yes'])),
  }
}
