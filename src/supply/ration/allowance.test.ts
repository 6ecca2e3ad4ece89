// The rule of a share as laws: whatever was taken, nobody has more than the share in its days, and
// the moment named next is the first.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allowance, type RationVersion, versionAt } from './allowance.ts'
import type { Person, Share, Taken } from './schema.ts'

const START = Date.parse('2020-02-01T02:00:00Z')
const DAY_MS = 86_400_000
const on = (day: number) => new Date(START + day * DAY_MS)
const dayName = (day: number) => on(day).toISOString().slice(0, 10)

const title = { 'zh-TW': '', en: '' }
const share: fc.Arbitrary<Share> = fc
  .record({
    adult: fc.integer({ min: 1, max: 9 }),
    child: fc.integer({ min: 1, max: 10 }),
    days: fc.integer({ min: 1, max: 14 }),
    isByDigit: fc.boolean(),
  })
  .map(({ adult, child, days, isByDigit }) => ({
    title,
    items: { adult, child },
    days,
    ...(isByDigit && { byLastDigit: { odd: [1, 3, 5, 7], even: [2, 4, 6, 7] } }),
  }))
const versions: fc.Arbitrary<RationVersion[]> = fc
  .array(fc.record({ day: fc.integer({ min: 0, max: 40 }), share }), { minLength: 1, maxLength: 4 })
  .map((drawn) =>
    drawn.map(({ day, share }, index) => ({
      number: index + 1,
      from: on(index === 0 ? 0 : day),
      shares: [share],
      notRun: false,
    })),
  )
const person: fc.Arbitrary<Person> = fc.record({
  lastDigit: fc.integer({ min: 0, max: 9 }),
  birthYear: fc.constant(null),
})
const ITEMS = ['adult', 'child']

test('whoever takes all they may never has more than the share in its days', () => {
  fc.assert(
    fc.property(
      versions,
      person,
      fc.array(fc.boolean(), { maxLength: 60 }),
      (rules, who, comes) => {
        const taken: Taken[] = []
        comes.forEach((isThere, day) => {
          if (!isThere) return
          const item = ITEMS[day % 2] ?? 'adult'
          const [found] = allowance(rules, [item], { person: who, taken, at: on(day) })
          if (!found || found.now === 0) return
          taken.push({ on: dayName(day), item, pieces: found.now })
          const { pieces, days } = found.of ?? { pieces: 0, days: 1 }
          const had = taken.filter((one) => one.on > dayName(day - days))
          expect(had.reduce((sum, one) => sum + one.pieces, 0)).toBeLessThanOrEqual(pieces)
        })
      },
    ),
  )
})

test('the moment named next is the first at which there is some', () => {
  const some = fc.array(
    fc.record({ day: fc.integer({ min: 0, max: 30 }), pieces: fc.integer({ min: 1, max: 9 }) }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(versions, person, some, fc.integer({ min: 0, max: 40 }), (rules, who, had, day) => {
      const taken = had.map(({ day, pieces }) => ({ on: dayName(day), item: 'adult', pieces }))
      const foundAt = (at: Date) =>
        allowance(rules, ['adult'], { person: who, taken, at })[0] ?? expect.fail()
      const { now, next, nextAt } = foundAt(on(day))
      if (now > 0) {
        expect([next, nextAt]).toEqual([null, null])
        return
      }
      const HOUR_MS = 3_600_000
      const hours = Array.from(
        { length: 60 * 24 },
        (_, index) => on(day).getTime() + index * HOUR_MS,
      )
      const first = hours.find((hour) => foundAt(new Date(hour)).now > 0)
      // Days and versions here begin on the hour.
      expect(nextAt?.getTime()).toBe(first)
      expect(next).toBe(
        first === undefined ? null : new Date(first + 8 * HOUR_MS).toISOString().slice(0, 10),
      )
    }),
    { numRuns: 60 },
  )
})

test('what is not run changes no share, and the newest that has begun is in force', () => {
  const version = (number: number, day: number, notRun = false): RationVersion => ({
    number,
    from: on(day),
    shares: [],
    notRun,
  })
  const rules = [version(1, 0), version(2, 7, true), version(3, 9)]
  expect([-1, 0, 8, 9].map((day) => versionAt(rules, on(day))?.number ?? null)).toEqual([
    null,
    1,
    1,
    3,
  ])
})

test('a share for an age asks for the year of birth only where nobody else may have it', () => {
  const child: Share = { title, ages: { upTo: 13 }, items: { child: 5 }, days: 7 }
  const all: Share = { title, items: { adult: 3 }, days: 7 }
  const rules = [{ number: 1, from: on(0), shares: [child, all], notRun: false }]
  const why = (birthYear: number | null) =>
    allowance(rules, ITEMS, { person: { lastDigit: 1, birthYear }, taken: [], at: on(1) }).map(
      (found) => found.why ?? found.now,
    )
  expect(why(null)).toEqual([3, 'needs_birth_year'])
  expect(why(1980)).toEqual([3, 'not_for_age'])
  expect(why(2010)).toEqual([3, 5])
})

test('an item of which none is given any more still counts against the share', () => {
  const share: Share = { title, items: { adult: 9, child: 0 }, days: 14 }
  const rules = [{ number: 1, from: on(0), shares: [share], notRun: false }]
  const taken = [{ on: dayName(1), item: 'child', pieces: 5 }]
  const person = { lastDigit: 1, birthYear: 1980 }
  expect(
    allowance(rules, ITEMS, { person, taken, at: on(2) }).map(({ now, why }) => [now, why]),
  ).toEqual([
    [4, null],
    [0, 'no_rule'],
  ])
})

test('a version that begins later today is named with its hour', () => {
  const share = (upTo: number): Share => ({ title, ages: { upTo }, items: { child: 5 }, days: 7 })
  const from = new Date('2020-03-19T07:00:00+08:00')
  const rules = [
    { number: 1, from: on(0), shares: [share(13)], notRun: false },
    { number: 2, from, shares: [share(16)], notRun: false },
  ]
  const at = new Date('2020-03-19T06:59:59+08:00')
  const person = { lastDigit: 1, birthYear: 2004 }
  const [found] = allowance(rules, ['child'], { person, taken: [], at })
  expect(found).toMatchObject({ now: 0, why: 'not_for_age', next: '2020-03-19', nextAt: from })
})
