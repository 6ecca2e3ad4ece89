// Taichung's places as its files stand, with the agencies they name: for tests and the gallery.

import type { LocalText } from '../core/errors.ts'
import { readWords } from '../core/i18n.ts'
import { loadPlaces } from './load.ts'
import type { Places, Trip, TripDay } from './schema.ts'

export const PLACES_DIRECTORY = 'cities/taichung/places'

export const AGENCIES = new Map<string, LocalText>([
  ['yushan-park', { 'zh-TW': '玉山國家公園管理處', en: 'Yushan National Park' }],
  ['taroko-park', { 'zh-TW': '太魯閣國家公園管理處', en: 'Taroko National Park' }],
  ['sheipa-park', { 'zh-TW': '雪霸國家公園管理處', en: 'Shei-Pa National Park' }],
  ['police', { 'zh-TW': '內政部警政署', en: 'National Police Agency' }],
  ['forestry', { 'zh-TW': '林業及自然保育署', en: 'Forestry and Nature Conservation Agency' }],
])

/** The demo's first morning. */
export const TODAY = '2026-11-23'

let loaded: Places | undefined

export function taichungPlaces(): Places {
  loaded ??= loadPlaces(PLACES_DIRECTORY, AGENCIES, readWords())
  return loaded
}

/** Days from a first day and `nodes @ lodging` lines: `['向陽 向陽山屋 @ 向陽山屋', …]`. */
export function tripOf(startOn: string, lines: string[]): Trip {
  const first = Date.parse(`${startOn}T00:00:00Z`)
  const days: TripDay[] = lines.map((line, index) => {
    const [stops = '', lodging = ''] = line.split('@').map((part) => part.trim())
    const on = new Date(first + index * 86_400_000).toISOString().slice(0, 10)
    return { on, nodes: stops.split(' ').filter(Boolean), lodging: lodging || null }
  })
  return { days }
}
