// Handing out under a ration version: days by last digit, shares by age, items that count together.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { insertRation } from '../store/rations.ts'
import { handOut } from './hand-out.ts'
import { dependsOnAge } from './quota.ts'
import { cardOf, counterAt, openSites, PROGRAMME } from './station.examples.ts'

let station: TestStation
let keys = 0

const words = { 'zh-TW': '測試用', en: 'For the test' }
const VERSION = {
  number: 9,
  from: '2026-11-23T08:00:00+08:00',
  title: words,
  reason: words,
  source: { 'zh-TW': 'the test', en: 'the test' },
  publish: 'desk',
  shares: [
    { title: words, ages: { upTo: 13 }, items: { kit: 4 }, days: 7 },
    {
      title: words,
      items: { kit: 2 },
      days: 7,
      byLastDigit: { odd: [1, 3, 5, 7], even: [2, 4, 6, 7] },
    },
  ],
}

beforeAll(async () => {
  // A Tuesday: cards that end in an even digit.
  station = await newStation({ now: '2026-11-24T11:00:00+08:00' })
  await openSites(station, 2, 100)
  await insertRation(station.db, {
    ...{ programmeId: PROGRAMME, number: 9, from: new Date(VERSION.from), content: VERSION },
    ...{ digest: 'f'.repeat(64), at: station.clock.now(), by: null, byName: null },
    ...{ emergencyWhy: null, explanation: null, explainedAt: null },
  })
})
afterAll(() => station.close())

/** The nth card whose number ends in an odd, or an even, digit. */
const cardEnding = (parity: 0 | 1, nth: number): string =>
  Array.from({ length: 100 }, (_, n) => cardOf(n)).filter(
    (card) => Number(card.at(-1)) % 2 === parity,
  )[nth] ?? ''

function scan(card: string, birthYear?: number) {
  keys += 1
  const request = { card, item: 'kit', ...(birthYear ? { birthYear } : {}) }
  return handOut(station, { counter: counterAt('s1'), request, clientKey: `ration-key-${keys}` })
}

test('the page has a field for the year of birth only while the rule goes by age', async () => {
  expect(await dependsOnAge(station, PROGRAMME, station.clock.now())).toBe(true)
  expect(await dependsOnAge(station, PROGRAMME, new Date('2026-11-23T07:00:00+08:00'))).toBe(false)
  expect(await scan(cardEnding(0, 0))).toMatchObject({ outcome: 'given', pieces: 2 })
})

test('on the other digits’ day the answer is the next day of this one', async () => {
  expect(await scan(cardEnding(1, 0), 1980)).toEqual({
    outcome: 'refused',
    reason: 'not_today',
    left: 0,
    nextOn: '2026-11-25',
  })
})

test('a child is served on any day, from its own share', async () => {
  expect(await scan(cardEnding(1, 1), 2018)).toMatchObject({ outcome: 'given', pieces: 4 })
})

test('after its share a card is told the first day on which its digit is served again', async () => {
  const card = cardEnding(0, 1)
  await scan(card, 1980)
  // Seven days later is a Tuesday again.
  expect(await scan(card, 1980)).toMatchObject({ reason: 'over_quota', nextOn: '2026-12-01' })
})
