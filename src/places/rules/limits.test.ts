import { expect, test } from 'vitest'
import { TODAY, taichungPlaces, tripOf } from '../taichung.examples.ts'
import { planOf, tripFacts } from './facts.ts'
import { limitsFor, stepsOf } from './limits.ts'

const places = taichungPlaces()

const limitsOf = (route: string, startOn: string) => {
  const found = places.routes.get(route)
  if (!found) throw new Error(route)
  return limitsFor(places, tripFacts(places, { days: planOf(found, startOn) }))
}
const of = (route: string, agency: string, startOn = '2026-12-28') => {
  const found = limitsOf(route, startOn).find((one) => one.agency === agency)
  if (!found) throw new Error(`${route}: ${agency}`)
  return found
}

test('each agency concerned has its own window', () => {
  const windows = limitsOf('southern-section-2', '2026-12-28').map(({ agency, window }) => [
    agency,
    window.opensOn,
    window.closesOn,
  ])
  expect(windows).toEqual([
    ['police', '2026-08-26', '2026-12-25'],
    ['forestry', '2026-10-28', '2026-12-21'],
    ['yushan-park', '2026-10-28', '2026-12-23'],
  ])
})

test('a leader must be 20 at 玉山 and 18 at 太魯閣, both as of 2019 and not verified since', () => {
  expect(of('yushan-main', 'yushan-park').minLeaderAge).toMatchObject({
    value: 20,
    verified: false,
  })
  expect(of('nanhu', 'taroko-park').minLeaderAge).toMatchObject({ value: 18, verified: false })
  expect(of('nanhu', 'taroko-park').minLeaderAge?.source).toContain('2019')
})

test('奇萊南峰 takes 88 on working days and 226 on weekends', () => {
  expect(of('qilai-south-nanhua', 'taroko-park', '2026-12-28').quotas[0]?.value).toBe(88)
  expect(of('qilai-south-nanhua', 'taroko-park', '2026-12-26').quotas[0]?.value).toBe(226)
})

test('大霸 takes 70 a day during the works and 150 after', () => {
  expect(of('dabajian', 'sheipa-park', '2028-12-31').quotas.map((q) => q.value)).toEqual([
    70, 10, 10,
  ])
  expect(of('dabajian', 'sheipa-park', '2029-01-01').quotas[0]).toMatchObject({
    value: 150,
    verified: false,
  })
})

test('the draw is one month before the night, and the fee is shown with who takes it', () => {
  const forestry = of('southern-section-2', 'forestry')
  expect(forestry.allotments).toMatchObject([{ kind: 'draw', drawnOn: '2026-11-28' }])
  expect(forestry.fees).toMatchObject([{ on: '2026-12-28', amountTwd: 400, per: 'person' }])
  expect(of('dabajian', 'sheipa-park').fees[0]).toMatchObject({
    amountTwd: 200,
    paidTo: { 'zh-TW': '林業及自然保育署' },
  })
})

test('a day trip to 關山 is taken until the day itself', () => {
  expect(of('kuhanuoxin-guan', 'yushan-park').window).toMatchObject({ closesOn: '2026-12-28' })
  const overnight = tripFacts(
    places,
    tripOf('2026-12-28', [
      'jinjing-bridge-entrance kuhanuoxin-hut @ kuhanuoxin-hut',
      'kuhanuoxin-hut guanshan-peak kuhanuoxin-hut jinjing-bridge-entrance',
    ]),
  )
  const park = limitsFor(places, overnight).find((one) => one.agency === 'yushan-park')
  expect(park?.window.closesOn).toBe('2026-12-23')
})

test('the steps that remain, and how long each is away', () => {
  expect(stepsOf(of('southern-section-2', 'forestry'), TODAY)).toEqual([
    { kind: 'files', on: TODAY, days: 0 },
    { kind: 'draw', on: '2026-11-28', days: 5 },
    { kind: 'result', on: null, days: 1 },
    { kind: 'pay', on: null, days: 0 },
  ])
  expect(stepsOf(of('yushan-main', 'yushan-park', '2027-03-01'), TODAY)[0]).toEqual({
    kind: 'opens',
    on: '2027-01-01',
    days: 39,
  })
  expect(stepsOf(of('yushan-main', 'yushan-park', '2026-11-25'), TODAY)).toEqual([
    { kind: 'too_late', on: '2026-11-20', days: 3 },
  ])
})
