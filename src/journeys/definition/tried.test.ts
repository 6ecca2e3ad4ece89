import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Adapter } from '../../adapters/index.ts'
import { taichungPlaces } from '../../places/taichung.examples.ts'
import { knownPlaces, PLACE_LISTS } from '../geography.tsx'
import { readAnswers } from '../questions/read.ts'
import { questionForField } from '../rules/fields.ts'
import { planLegs } from '../rules/legs.ts'
import { journeyFiles, readJourneys } from './load.ts'
import { answersOf, readExamples, tryExample } from './tried.ts'

const CITY = 'cities/taichung'
const TODAY = '2026-11-23'
const context = { today: TODAY, places: knownPlaces(taichungPlaces()) }

const files = readdirSync(`${CITY}/adapters`).filter((file) => /^[a-z0-9-]+\.ts$/.test(file))
const shelf = await Promise.all(
  files.map(async (file) => {
    const module = await import(pathToFileURL(`${CITY}/adapters/${file}`).href)
    return module.adapter as Adapter
  }),
)
const adapters = shelf.map((adapter) => adapter.describe)
const journeys = readJourneys(CITY, { adapters, lists: PLACE_LISTS })

for (const file of journeyFiles(CITY)) {
  const examples = readExamples(dirname(file))
  const all = examples.map(({ example }) => example)
  describe(file, () => {
    test.each(examples.map((one) => [one.example.name, one.example] as const))(
      '%s',
      (_, example) => {
        const journey = journeys.find((one) => file.includes(`/${one.id}/`))
        if (!journey) throw new Error(`${file} is not loaded`)
        expect(tryExample(journey, example, answersOf(example, all), context)).toEqual([])
      },
    )
  })
}

const FILED: Record<string, string[]> = {
  'hike-southern-section-2.json': ['yushan-park', 'police', 'forestry'],
  'hike-xueshan.json': ['sheipa-park'],
  'birth.json': ['household-registration', 'civil-affairs', 'social-affairs'],
}

test.each(Object.entries(FILED))(
  'the example %s can be filed on the demo’s morning',
  (file, agencies) => {
    const body = JSON.parse(readFileSync(join('examples', file), 'utf8'))
    const journey = journeys.find((one) => one.id === body.journey)
    if (!journey) throw new Error(`no journey ${body.journey}`)
    const reading = readAnswers(journey, body.answers, context)
    expect(reading).toMatchObject({ ok: true })
    const answers = reading.ok ? reading.answers : {}
    const legs = planLegs(journey, answers, { today: TODAY })
    expect(legs.map((leg) => leg.agencyId)).toEqual(agencies)
    const now = new Date('2026-11-23T09:30:00+08:00')
    for (const leg of legs) {
      expect(leg.opensAt === null || leg.opensAt <= now, leg.legId).toBe(true)
      expect(leg.closesAt === null || leg.closesAt > now, leg.legId).toBe(true)
      const adapter = shelf.find((one) => one.describe.id === leg.adapterId)
      const refused = adapter?.check(leg.input, now).filter(({ level }) => level !== 'info')
      expect(refused, leg.legId).toEqual([])
    }
  },
)

test('an agency’s word for a field of the example leads back to the question', () => {
  const body = JSON.parse(readFileSync('examples/hike-southern-section-2.json', 'utf8'))
  const hike = journeys.find((one) => one.id === 'hike')
  const reading = hike && readAnswers(hike, body.answers, context)
  if (!hike || !reading?.ok) throw new Error('the example is not readable')
  const filed = { answers: reading.answers, known: { today: TODAY } }
  const back = (leg: string, field: string) => questionForField(hike, leg, field, filed)
  expect(back('yushan', '/leader/birth')).toBe('/applicant/birth')
  expect(back('yushan', '/members/1/id_number')).toBe('/members/1/id_number')
  expect(back('yushan', '/applicant/emergency_phone')).toBe('/contact/phone')
  expect(back('yushan', '/applicant/address/street')).toBe('/applicant/address')
  expect(back('yushan', '/chain/0/nodes')).toBe('/trip')
  expect(back('yushan', '/entryOn')).toBe('/trip')
  expect(back('huts', '/nights/0/on')).toBe('/trip')
  expect(back('police', '/plan')).toBe('/trip')
  expect(back('yushan', '/park')).toBeNull()
})
