// The order in which findings are answered.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byRank, mustDecide } from './ranking.ts'

const finding = fc.record({
  findingId: fc.uuid(),
  severity: fc.constantFrom('cannot' as const, 'late' as const, 'hard' as const),
  firstOn: fc.integer({ min: 1, max: 28 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`),
  peopleWeeks: fc.integer({ min: 0, max: 100_000 }),
  state: fc.constantFrom('open' as const, 'quiet' as const, 'changing' as const, 'closed' as const),
})

test('however many find it hard, one who cannot get it at all comes first', () => {
  fc.assert(
    fc.property(finding, finding, (one, other) => {
      const few = { ...one, severity: 'cannot' as const, peopleWeeks: 1 }
      const many = { ...other, severity: 'hard' as const, peopleWeeks: 1_000_000 }
      expect(byRank(few, many)).toBeLessThan(0)
    }),
  )
})

test('among equals the one who waits longer comes first, whatever the numbers', () => {
  fc.assert(
    fc.property(finding, (one) => {
      const old = { ...one, firstOn: '2026-10-01', peopleWeeks: 1 }
      expect(byRank(old, { ...one, peopleWeeks: 1_000_000 })).toBeLessThan(0)
    }),
  )
})

test('the order is one order: the same whichever way the list was before', () => {
  fc.assert(
    fc.property(fc.array(finding), (findings) => {
      const once = findings.toSorted(byRank)
      expect(findings.toReversed().toSorted(byRank)).toEqual(once)
    }),
  )
})

test('what a round must decide is a total exclusion that nothing answers, and the oldest of them', () => {
  fc.assert(
    fc.property(fc.array(finding), (findings) => {
      const must = mustDecide(findings)
      const open = findings.filter(
        ({ severity, state }) => severity === 'cannot' && (state === 'open' || state === 'quiet'),
      )
      if (open.length === 0) expect(must).toBeNull()
      else expect(must?.firstOn).toBe(open.map(({ firstOn }) => firstOn).toSorted()[0])
    }),
  )
})
