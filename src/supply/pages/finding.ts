// From a question to the lines of a list: first where it is open now and something is there, then the
// rest. Pure; distances are along the surface of the earth.

import { distance } from 'geokdbush'
import type { Board } from '../board/board.ts'
import type { Place } from '../board/snapshot.ts'
import { nextOpening, weekTime } from '../rules/hours.ts'
import { type Hearing, isThere, levelsOf, type Told } from '../rules/levels.ts'
import { doorOf } from '../rules/today.ts'
import { hasSome, isWanted, openIn } from '../rules/wanted.ts'
import type { Asked, DistrictChoice } from './asking.ts'

export interface Line {
  place: Place
  told: Told[]
  /** From the origin; null: none was said, or the site has no position. */
  metres: number | null
  /** Null: nobody knows its hours. */
  open: boolean | null
  /** When it next opens, if it is closed. */
  opens: Date | null
}

export interface Group {
  key: 'open' | 'other'
  lines: Line[]
  /** How many there are beyond these lines. */
  more: number
}

export interface Found {
  /** Where distances are measured from. */
  origin: 'position' | 'district' | null
  groups: Group[]
  total: number
}

export function hearingOf(board: Board, now: Date): Hearing {
  return {
    now: now.getTime(),
    seen: board.moment.seen?.toISOString() ?? null,
    staleAfterMinutes: board.staleAfterMinutes,
  }
}

export function findLines(
  board: Board,
  asked: Asked,
  { now, districts }: { now: Date; districts: DistrictChoice[] },
): Found {
  const origin = originOf(asked, districts)
  const at: At = { origin, hearing: hearingOf(board, now), week: weekTime(now) }
  const lines = [...board.present()]
    .filter(({ site }) => isWanted(site, asked))
    .map((place) => lineOf(board, place, at))
    .filter((line) => asked.all || hasSome(line.told, asked.item))
    .sort(orderOf(asked, origin !== null))
  const isNow = (line: Line) => line.open === true && hasSome(line.told, asked.item, true)
  const open = lines.filter(isNow)
  const other = asked.open ? [] : lines.filter((line) => !isNow(line))
  const cut = (key: Group['key'], of: Line[]): Group => ({
    key,
    lines: of.slice(0, asked.shown).map((line) => withOpening(line, now)),
    more: Math.max(0, of.length - asked.shown),
  })
  const from = asked.position ? 'position' : 'district'
  return {
    origin: origin ? from : null,
    groups: [cut('open', open), cut('other', other)],
    total: open.length + other.length,
  }
}

interface At {
  origin: [number, number] | null
  hearing: Hearing
  week: ReturnType<typeof weekTime>
}

function lineOf(board: Board, place: Place, { origin, hearing, week }: At): Line {
  const { lon, lat, hours } = place.site
  const isKnown = origin !== null && lon !== null && lat !== null
  return {
    place,
    told: levelsOf(place.row, board.programme.items, hearing),
    metres: isKnown ? Math.round(distance(origin[0], origin[1], lon, lat) * 1000) : null,
    open: openIn(hours, week),
    opens: null,
  }
}

/** One site by itself. */
export const oneLine = (board: Board, place: Place, now: Date): Line =>
  withOpening(
    lineOf(board, place, { origin: null, hearing: hearingOf(board, now), week: weekTime(now) }),
    now,
  )

/** Looked up only for lines that are shown: it goes through a whole week. */
function withOpening(line: Line, now: Date): Line {
  const { hours } = line.place.site
  const door = line.open === false ? doorOf(hours) : undefined
  return door ? { ...line, opens: nextOpening(hours, door, now) } : line
}

function originOf(asked: Asked, districts: DistrictChoice[]): [number, number] | null {
  if (asked.position) return asked.position
  return districts.find(({ name }) => name === asked.district)?.position ?? null
}

function orderOf({ sort, item }: Asked, hasOrigin: boolean): (a: Line, b: Line) => number {
  const pieces = ({ told }: Line) =>
    told
      .filter((one) => isThere(one) && (item === '' || one.item === item))
      .reduce((sum, { amount }) => sum + (amount ?? 0), 0)
  const changed = ({ place }: Line) => place.row.last_changed ?? ''
  const byCode = (a: Line, b: Line) => (a.place.site.siteId < b.place.site.siteId ? -1 : 1)
  if (sort === 'changed') {
    return (a, b) => (changed(a) === changed(b) ? byCode(a, b) : changed(a) < changed(b) ? 1 : -1)
  }
  if (sort === 'near' && hasOrigin) {
    const far = ({ metres }: Line) => metres ?? Number.MAX_SAFE_INTEGER
    return (a, b) => far(a) - far(b) || byCode(a, b)
  }
  return (a, b) => pieces(b) - pieces(a) || byCode(a, b)
}
