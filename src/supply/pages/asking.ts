// What somebody asks of a programme's list, read from the address: every choice is a GET parameter, so
// the list works without script and can be sent to a neighbour. Pure.

import type { City } from '../../core/city.ts'
import type { Language } from '../../core/i18n.ts'
import type { Board } from '../board/board.ts'

export const SORTS = ['near', 'stock', 'changed'] as const
export type Sort = (typeof SORTS)[number]

export interface Asked {
  /** As the register writes it; empty: none chosen. */
  district: string
  q: string
  /** Empty: any. */
  item: string
  language: string
  open: boolean
  wheelchair: boolean
  /** Also places that have none. */
  all: boolean
  sort: Sort
  /** So many lines of each group. */
  shown: number
  /** The reader's own position, to three decimals: about 100 m. */
  position: [number, number] | null
}

export const LINES = 20
const MOST_LINES = 200
const MOST_SEARCHED = 50

export function readAsked(query: Record<string, string>, board: Board): Asked {
  const text = (name: string) => (query[name] ?? '').trim().slice(0, MOST_SEARCHED)
  const item = board.programme.items.find(({ id }) => id === query.item)?.id ?? ''
  const shown = Number(query.shown)
  return {
    district: text('district').replaceAll('台', '臺'),
    q: text('q'),
    item,
    language: text('language'),
    open: query.open === 'yes',
    wheelchair: query.wheelchair === 'yes',
    all: query.all === 'yes',
    sort: SORTS.find((sort) => sort === query.sort) ?? 'near',
    shown: Number.isInteger(shown) ? Math.min(MOST_LINES, Math.max(LINES, shown)) : LINES,
    position: positionIn(query),
  }
}

function positionIn({ lon = '', lat = '' }: Record<string, string>): [number, number] | null {
  if (lon === '' || lat === '') return null
  const [x, y] = [Number(lon), Number(lat)]
  const isPlace = Math.abs(x) <= 180 && Math.abs(y) <= 90
  return isPlace ? [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000] : null
}

/** The same question in an address; the reader's position is never part of it. */
export function queryOf(asked: Partial<Asked>): string {
  const pairs = [
    ['district', asked.district],
    ['q', asked.q],
    ['item', asked.item],
    ['language', asked.language],
    ['open', asked.open ? 'yes' : ''],
    ['wheelchair', asked.wheelchair ? 'yes' : ''],
    ['all', asked.all ? 'yes' : ''],
    ['sort', asked.sort === 'near' ? '' : asked.sort],
    ['shown', asked.shown === LINES ? '' : asked.shown],
  ].filter(([, value]) => value)
  const query = new URLSearchParams(pairs.map(([name, value]) => [String(name), String(value)]))
  return query.size > 0 ? `?${query}` : ''
}

export interface DistrictChoice {
  /** As the register writes it. */
  name: string
  position: [number, number] | null
}

// Renewed whenever a site comes, goes or moves.
const known = new WeakMap<Board['near'], DistrictChoice[]>()

/** Those that have sites, in the city's own order, then by name. */
export function districtsOf(board: Board, city: Pick<City, 'districts'>): DistrictChoice[] {
  const found = known.get(board.near) ?? findDistricts(board, city)
  known.set(board.near, found)
  return found
}

function findDistricts(board: Board, { districts }: Pick<City, 'districts'>): DistrictChoice[] {
  const sites = Map.groupBy(
    [...board.present()].filter(({ site }) => site.district),
    ({ site }) => site.district ?? '',
  )
  const order = new Map(districts.map(({ name }, index) => [name['zh-TW'], index]))
  const rank = (name: string) => order.get(name) ?? districts.length
  return [...sites]
    .map(([name, places]): DistrictChoice => {
      const declared = districts.find((one) => one.name['zh-TW'] === name)?.position
      return { name, position: declared ?? middleOf(places.map(({ site }) => site)) }
    })
    .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1))
}

/** The median: one site with a wrong position does not move it. */
function middleOf(sites: { lon: number | null; lat: number | null }[]): [number, number] | null {
  const median = (values: (number | null)[]) => {
    const sorted = values.filter((value) => value !== null).sort((a, b) => a - b)
    return sorted[sorted.length >> 1]
  }
  const [lon, lat] = [median(sites.map((site) => site.lon)), median(sites.map((site) => site.lat))]
  return lon === undefined || lat === undefined ? null : [lon, lat]
}

/** In the reader's language where the city says it. */
export const districtName = (
  name: string,
  lang: Language,
  { districts }: Pick<City, 'districts'>,
) => districts.find((one) => one.name['zh-TW'] === name)?.name[lang] ?? name
