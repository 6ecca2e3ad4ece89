import { expect, test } from 'vitest'
import { TODAY, taichungPlaces } from '../taichung.examples.ts'
import { drawDay } from './draws.ts'
import { planOf } from './facts.ts'
import { readTrip } from './trips.ts'

const places = taichungPlaces()

function tripOn(route: string, startOn: string): unknown {
  const found = places.routes.get(route)
  const reading = readTrip(places, { days: found ? planOf(found, startOn) : [] }, TODAY)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return reading.facts
}

test('forest huts are drawn one month before the night, and the police draw nothing', () => {
  const trip = tripOn('southern-section-2', '2026-12-28')
  expect(drawDay(places, trip, { agency: 'forestry', today: TODAY })).toBe('2026-11-28')
  expect(drawDay(places, trip, { agency: 'police', today: TODAY })).toBeNull()
  expect(drawDay(places, trip, { agency: 'taroko-park', today: TODAY })).toBeNull()
})

test('an answer that is no trip has no draw', () => {
  expect(drawDay(places, undefined, { agency: 'forestry', today: TODAY })).toBeNull()
})
