import { expect, test } from 'vitest'
import {
  namedPoints,
  namePlaces,
  type ProfilePoint,
  scaleOf,
  withinEdges,
} from './profile-scale.ts'

const PHONE_WIDTH = 328

const walk = (nights: number[], count: number): ProfilePoint[] =>
  Array.from({ length: count }, (_, index) => ({
    label: `Place ${index}`,
    elevationMetres: 2000 + (index === nights[0] ? 0 : index),
    day: 1,
    agencies: [],
    night: nights.includes(index),
  }))

test('every night is named, also beside the highest point and beside another night', () => {
  const points = walk([14, 15, 23], 30)
  const scale = scaleOf(points, 1, PHONE_WIDTH)
  const named = namedPoints(points, scale.right - scale.left)
  expect(named).toEqual(expect.arrayContaining([14, 15, 23]))

  const places = namePlaces(named, scale)
  const distances = places.slice(1).map((x, at) => x - (places[at] ?? 0))
  expect(Math.min(...distances)).toBeGreaterThanOrEqual(15.9)
  expect(places.at(-1)).toBeLessThanOrEqual(scale.right)
})

test('a line of words that the right edge would cut is moved left, and squeezed when too long', () => {
  const edges = { right: 316 }
  expect(withinEdges('Police', 60, edges)).toMatchObject({ x: 60, anchor: 'start' })
  const long = 'Forestry and Nature Conservation Agency'
  expect(withinEdges(long, 90, edges)).toEqual({ x: 316, anchor: 'end', textLength: undefined })
  expect(withinEdges(`${long} of Taiwan`, 90, edges)).toMatchObject({ textLength: 316 })
})
