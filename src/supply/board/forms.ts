// The same moment as files for tables and maps. Pure.

import type { Board } from './board.ts'
import type { Place } from './snapshot.ts'

/** When it was last named by its feed, or counted by a person. */
export const lastSeen = (board: Board, { site, row }: Place): string | null =>
  site.lastSeenAt?.toISOString() ?? board.moment.seen?.toISOString() ?? row.last_changed

/** RFC 4180, UTF-8 with a byte order mark, so that a spreadsheet reads the Chinese. */
export function csvOf(board: Board): string {
  const items = board.programme.items.map(({ id }) => id)
  const header = [
    ...['id', 'name', 'district', 'address', 'phone', 'lon', 'lat'],
    ...items.flatMap((item) => [item, `${item}_state`]),
    ...['last_seen', 'last_changed', 'sequence'],
  ]
  const lines = [...board.present()].map((place) => {
    const { site, row } = place
    return [
      ...[site.siteId, site.name, site.district, site.address, site.phone, site.lon, site.lat],
      ...items.flatMap((item) => [row.stock[item], stateOf(place, item)]),
      ...[lastSeen(board, place), row.last_changed, place.sequence],
    ]
  })
  return `\uFEFF${[header, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
}

const stateOf = ({ row }: Place, item: string): string =>
  row.states?.[item]?.state ?? (item in row.stock ? 'counted' : '')

/** A spreadsheet must not take a name for a formula. */
function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 7946; a site without a place has a null geometry. */
export function geojsonOf(board: Board) {
  const { sequence, hash } = board.moment
  return {
    type: 'FeatureCollection',
    sequence,
    hash,
    features: [...board.present()].map((place) => ({
      type: 'Feature',
      id: place.site.siteId,
      geometry: pointOf(place),
      properties: {
        ...aboutSite(place),
        ...place.row,
        last_seen: lastSeen(board, place),
      },
    })),
  }
}

const pointOf = ({ site: { lon, lat } }: Place) =>
  lon === null || lat === null ? null : { type: 'Point', coordinates: [lon, lat] }

/** What is said of a site besides its stock. */
export const aboutSite = ({ site }: Place) => ({
  id: site.siteId,
  name: site.name,
  district: site.district,
  address: site.address,
  phone: site.phone,
  website: site.website,
  hours: site.hours,
  note: site.note,
  languages: site.languages,
  access: site.access,
})
