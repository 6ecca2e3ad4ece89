// Supply against demand by district: people, sites, stock, what went out, what was lacking, how far it
// is; seven days beside the seven before. One answer for the mayor and for everybody.

import type { LocalText } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { type Board, findBoard } from '../board/board.ts'
import { findNearest } from '../board/nearest.ts'
import type { Place } from '../board/snapshot.ts'
import { lackingMinutes, type Minutes, noMinutes, openSpans, type Span } from '../rules/unmet.ts'
import { countReports, handedOut, listTurns, type Pieces, type Turn } from '../store/demand.ts'
import { type District, districtsOf } from './districts.ts'
import { phasesOf } from './phases.ts'

const WEEK_DAYS = 7
const MINUTE_MS = 60_000

export interface Week {
  /** Pieces by item. */
  handedOut: Record<string, number>
  /** Over all items. */
  minutes: Minutes
  reports: number
}

export interface DistrictDemand {
  /** Null: sites of which nobody knows the district. */
  name: LocalText | null
  /** Null: nobody knows. */
  people: number | null
  sites: number
  stock: Record<string, number>
  thisWeek: Week
  lastWeek: Week
  /** From its middle to the nearest site that has some and is open, in a straight line; by item. */
  metres: Record<string, number | null>
  /** None of those is open now: the nearest that has some. */
  isClosed: boolean
}

export interface Demand {
  sequence: number
  at: Date
  thisWeek: Span
  lastWeek: Span
  peopleSource: string | null
  peopleOn: string | null
  districts: DistrictDemand[]
  whole: DistrictDemand
}

const shelves = new WeakMap<Station['city'], Map<string, { key: string; made: Promise<Demand> }>>()

/** Made once a moment and minute. @throws Failure not_found */
export async function demandOf(station: Station, programmeId: string): Promise<Demand> {
  const board = await findBoard(station, programmeId)
  const now = station.clock.now()
  const key = `${board.moment.sequence} ${Math.floor(now.getTime() / MINUTE_MS)}`
  const shelf =
    shelves.get(station.city) ?? new Map<string, { key: string; made: Promise<Demand> }>()
  shelves.set(station.city, shelf)
  const known = shelf.get(programmeId)
  if (known?.key === key) return known.made
  const made = makeDemand(station, board, now)
  shelf.set(programmeId, { key, made })
  made.catch(() => shelf.delete(programmeId))
  return made
}

/** Seven days up to now and the seven before: as full on a Monday as on a Friday. */
export function weeksUntil(now: Date): { thisWeek: Span; lastWeek: Span } {
  const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * MINUTE_MS)
  return {
    thisWeek: [daysAgo(WEEK_DAYS), now],
    lastWeek: [daysAgo(2 * WEEK_DAYS), daysAgo(WEEK_DAYS)],
  }
}

async function makeDemand(station: Station, board: Board, now: Date): Promise<Demand> {
  const { source, on, list } = districtsOf(station)
  const weeks = weeksUntil(now)
  const found = {
    thisWeek: await readWeek(station, board, weeks.thisWeek),
    lastWeek: await readWeek(station, board, weeks.lastWeek),
    turns: await readTurns(station, board, [weeks.lastWeek[0], now]),
    weeks,
  }
  const places = Map.groupBy(board.present(), ({ site }) => plainName(site.district))
  const known = list.map((district) => {
    const here = places.get(plainName(district.name['zh-TW'])) ?? []
    places.delete(plainName(district.name['zh-TW']))
    return districtDemand(board, district, here, { ...found, now })
  })
  const rest = [...places.values()].flat()
  const districts =
    rest.length > 0 ? [...known, districtDemand(board, null, rest, { ...found, now })] : known
  return {
    sequence: board.moment.sequence,
    at: now,
    ...weeks,
    peopleSource: source,
    peopleOn: on,
    districts,
    whole: sumOf(districts),
  }
}

const plainName = (name: string | null): string => (name ?? '').replaceAll('台', '臺')

interface ReadWeek {
  pieces: Map<string, Pieces[]>
  reports: Map<string, number>
}

async function readWeek({ db }: Station, board: Board, [from, to]: Span): Promise<ReadWeek> {
  const programmeId = board.programme.id
  const pieces = await handedOut(db, programmeId, from, to)
  const reports = await countReports(db, { programmeId, from, to })
  return { pieces: Map.groupBy(pieces, ({ siteId }) => siteId), reports }
}

async function readTurns({ db }: Station, board: Board, [from, to]: Span) {
  const turns = await listTurns(db, { programmeId: board.programme.id, from, to })
  return Map.groupBy(turns, ({ siteId }) => siteId)
}

interface Found {
  thisWeek: ReadWeek
  lastWeek: ReadWeek
  turns: Map<string, Turn[]>
  weeks: { thisWeek: Span; lastWeek: Span }
  now: Date
}

function districtDemand(
  board: Board,
  district: District | null,
  places: Place[],
  found: Found,
): DistrictDemand {
  const items = board.programme.items.map(({ id }) => id)
  const stock = Object.fromEntries(
    items.map((item) => [item, sum(places.map(({ row }) => row.stock[item] ?? 0))]),
  )
  const way = district
    ? wayFrom(board, district, items, found.now)
    : { metres: {}, isClosed: false }
  return {
    name: district?.name ?? null,
    people: district?.people ?? null,
    sites: places.length,
    stock,
    thisWeek: weekOf(places, items, found, 'thisWeek'),
    lastWeek: weekOf(places, items, found, 'lastWeek'),
    ...way,
  }
}

function wayFrom(board: Board, { position: [lon, lat] }: District, items: string[], now: Date) {
  let isClosed = false
  const metres = items.map((item): [string, number | null] => {
    const wish = { lon, lat, item, limit: 1 }
    const [open] = findNearest(board, { ...wish, openAt: now })
    const [any] = open ? [open] : findNearest(board, wish)
    if (!open && any) isClosed = true
    return [item, any?.metres ?? null]
  })
  return { metres: Object.fromEntries(metres), isClosed }
}

function weekOf(
  places: Place[],
  items: string[],
  found: Found,
  which: 'thisWeek' | 'lastWeek',
): Week {
  const { pieces, reports } = found[which]
  const [begins] = found.weeks.lastWeek
  const minutes = noMinutes()
  const handed: Record<string, number> = Object.fromEntries(items.map((item) => [item, 0]))
  for (const { site, stock } of places) {
    for (const one of pieces.get(site.siteId) ?? []) {
      handed[one.item] = (handed[one.item] ?? 0) + one.pieces
    }
    const spans = openSpans(site.hours, found.weeks[which])
    const turns = Map.groupBy(found.turns.get(site.siteId) ?? [], ({ item }) => item)
    for (const now of stock) {
      const phases = phasesOf(turns.get(now.item) ?? [], now, begins)
      add(minutes, lackingMinutes(phases, spans))
    }
  }
  const told = sum(places.map(({ site }) => reports.get(site.siteId) ?? 0))
  return { handedOut: handed, minutes, reports: told }
}

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0)

function add(total: Minutes, more: Minutes): void {
  for (const name of ['open', 'empty', 'promised', 'disputed'] as const) total[name] += more[name]
}

const sumByItem = (all: Record<string, number>[]): Record<string, number> => {
  const total: Record<string, number> = {}
  for (const one of all) {
    for (const [item, count] of Object.entries(one)) total[item] = (total[item] ?? 0) + count
  }
  return total
}

function sumOf(districts: DistrictDemand[]): DistrictDemand {
  const week = (which: 'thisWeek' | 'lastWeek'): Week => {
    const weeks = districts.map((one) => one[which])
    const minutes = noMinutes()
    for (const one of weeks) add(minutes, one.minutes)
    return {
      handedOut: sumByItem(weeks.map((one) => one.handedOut)),
      minutes,
      reports: sum(weeks.map((one) => one.reports)),
    }
  }
  const people = sum(districts.map((one) => one.people ?? 0))
  return {
    name: null,
    people: people > 0 ? people : null,
    sites: sum(districts.map(({ sites }) => sites)),
    stock: sumByItem(districts.map(({ stock }) => stock)),
    thisWeek: week('thisWeek'),
    lastWeek: week('lastWeek'),
    metres: meanWay(districts),
    isClosed: districts.some(({ isClosed }) => isClosed),
  }
}

/** As a person who lives anywhere has it on average: each district by its people. */
function meanWay(districts: DistrictDemand[]): Record<string, number | null> {
  const items = [...new Set(districts.flatMap(({ metres }) => Object.keys(metres)))]
  return Object.fromEntries(
    items.map((item) => {
      const known = districts.filter((one) => one.people && typeof one.metres[item] === 'number')
      const people = sum(known.map((one) => one.people ?? 0))
      const way = sum(known.map((one) => (one.people ?? 0) * (one.metres[item] ?? 0)))
      return [item, people > 0 ? Math.round(way / people) : null]
    }),
  )
}
