// Where people are missed, as dots on a map without streets. The table beside it says the same.

import type { District } from '../../../places/index.ts'
import { SMALLEST_SHOWN } from '../../schema/words.ts'

const WIDTH = 320
const EDGE = 16
const SMALLEST_DOT = 4
const LARGEST_DOT = 18
/** A degree of longitude is this much of one of latitude at 24 degrees north. */
const NARROWER = 0.913

export function PlacesMap(props: {
  districts: District[]
  places: { districtId: string; people: number }[]
}) {
  const known = props.districts.filter(({ position }) => position !== undefined)
  if (known.length < 2) return null
  const spots = known.map(({ id, position = [0, 0] }) => ({
    id,
    x: position[0] * NARROWER,
    y: -position[1],
  }))
  const [left, top] = [least(spots.map(({ x }) => x)), least(spots.map(({ y }) => y))]
  const scale = (WIDTH - 2 * EDGE) / (most(spots.map(({ x }) => x)) - left)
  const height = Math.round((most(spots.map(({ y }) => y)) - top) * scale + 2 * EDGE)
  const largest = Math.max(SMALLEST_SHOWN, ...props.places.map(({ people }) => people))
  const peopleIn = (id: string) => props.places.find(({ districtId }) => districtId === id)?.people
  return (
    <svg class="places-map" viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
      {spots.map(({ id, x, y }) => {
        const people = peopleIn(id)
        const at = {
          cx: ((x - left) * scale + EDGE).toFixed(1),
          cy: ((y - top) * scale + EDGE).toFixed(1),
        }
        if (people === undefined) return <circle class="place-none" {...at} r="3" />
        // Area grows with people; fewer than five look alike.
        const size = Math.sqrt(Math.max(people, SMALLEST_SHOWN) / largest) * LARGEST_DOT
        return <circle class="place-missed" {...at} r={Math.max(SMALLEST_DOT, size).toFixed(1)} />
      })}
    </svg>
  )
}

const least = (numbers: number[]) => Math.min(...numbers)
const most = (numbers: number[]) => Math.max(...numbers)
