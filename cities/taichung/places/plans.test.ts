// Every route's usual days, as a person gets them at the press of one button: no agency may refuse
// them for where they lead.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkAnswers } from '../../../src/cases/index.ts'
import { type City, file, newCity, settle } from '../../../src/cases/station.examples.ts'
import { addDays } from '../../../src/core/clock.ts'
import { getJourney } from '../../../src/journeys/index.ts'
import { getPlaces, type Places } from '../../../src/places/index.ts'

/** A Monday within every agency's dates. */
const START = '2026-12-28'

let city: City
let places: Places
beforeAll(async () => {
  city = await newCity()
  places = getPlaces(city)
})
afterAll(() => city.close())

const answersOf = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`examples/${name}.json`, 'utf8')).answers

const TEAM = {
  ...answersOf('hike-xueshan'),
  ...answersOf('hike-southern-section-2'),
  taroko_rules: true,
}

function usualDays(routeId: string) {
  const plan = places.routes.get(routeId)?.plan ?? []
  return plan.map(({ nodes, lodging }, at) => ({
    on: addDays(START, at),
    nodes: [...nodes],
    lodging: lodging ?? null,
  }))
}

test('the usual days of every route are refused by no agency', async () => {
  const journey = await getJourney(city.db, 'hike')
  const refused = [...places.routes.keys()].flatMap((route) => {
    const checked = checkAnswers(city, journey, { ...TEAM, trip: { days: usualDays(route) } })
    return checked.ok ? [] : [{ route, problems: checked.problems }]
  })
  expect(refused).toEqual([])
})

test('six days from Nenggao to Andongjun arrive at the park as they were planned', async () => {
  const days = usualDays('nenggao-andongjun')
  await file(city, { journey: 'hike', answers: { ...TEAM, trip: { days } } })
  await settle(city)
  expect((await city.oracle())['taroko-park']).toMatchObject({ filed: 1 })
})
