// The rule of a share as laws: whatever was taken, nobody has more than the share in its days, and
// the day named next is the first.

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

test('the day named next is the first on which there is some', () => {
  const some = fc.array(
    fc.record({ day: fc.integer({ min: 0, max: 30 }), pieces: fc.integer({ min: 1, max: 9 }) }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(versions, person, some, (rules, who, had) => {
      const taken = had.map(({ day, pieces }) => ({ on: dayName(day), item: 'adult', pieces }))
      const at = (day: number) =>
        allowance(rules, ['adult'], { person: who, taken, at: on(day) })[0]
      const today = at(30)
      if (!today || today.now > 0) return
      const ahead = Array.from({ length: 46 }, (_, index) => index + 30)
      const first = ahead.find((day) => {
        // As at the end of the day, when each version of that day is in force.
        const end = new Date(`${dayName(day)}T23:59:59+08:00`)
        return (allowance(rules, ['adult'], { person: who, taken, at: end })[0]?.now ?? 0) > 0
      })
      expect(today.next).toBe(first === undefined ? null : dayName(first))
    }),
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
