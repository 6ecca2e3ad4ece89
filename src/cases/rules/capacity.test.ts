import fc from 'fast-check'
import { expect, test } from 'vitest'
import { taipeiMoment } from '../../core/clock.ts'
import { type DeskDay, deskDays, isNearlyFull, pickDay } from './capacity.ts'

const now = new Date('2026-11-23T09:30:00+08:00')
const workday = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
const able = (minutes: number) => (day: string) =>
  workday(day) ? { minutes, closesAt: taipeiMoment(day, '17:30') } : null

/** Puts tasks on days one after the other, as the engine does. */
function planAll(minutesAble: number, tasks: { minutes: number; closes: Date | null }[]) {
  const planned = new Map<string, number>()
  const placed: { day: DeskDay; minutes: number; closes: Date | null }[] = []
  const toOwner: number[] = []
  tasks.forEach(({ minutes, closes }, index) => {
    const days = deskDays('2026-11-23', able(minutesAble), planned)
    const day = pickDay(days, minutes, { now, agencyClosesAt: closes })
    if (!day) {
      toOwner.push(index)
      return
    }
    planned.set(day.on, (planned.get(day.on) ?? 0) + minutes)
    placed.push({ day, minutes, closes })
  })
  return { planned, placed, toOwner }
}

const tasks = fc.array(
  fc.record({
    minutes: fc.integer({ min: 1, max: 60 }),
    closes: fc.option(
      fc.integer({ min: 0, max: 40 }).map((days) => new Date(now.getTime() + days * 86_400_000)),
    ),
  }),
  { maxLength: 80 },
)

test('a desk is never planned beyond what it can give in a day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 240 }), tasks, (minutesAble, list) => {
      for (const minutes of planAll(minutesAble, list).planned.values()) {
        expect(minutes).toBeLessThanOrEqual(minutesAble)
      }
    }),
  )
})

test('each task has a day before the agency closes, or an owner: none is left over', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 240 }), tasks, (minutesAble, list) => {
      const { placed, toOwner } = planAll(minutesAble, list)
      expect(placed.length + toOwner.length).toBe(list.length)
      for (const { day, closes } of placed) {
        expect(workday(day.on)).toBe(true)
        if (closes) expect(day.closesAt.getTime()).toBeLessThanOrEqual(closes.getTime())
      }
    }),
  )
})

test('a task waits for a later day only when the earlier ones are full', () => {
  const { placed } = planAll(60, Array(5).fill({ minutes: 30, closes: null }))
  expect(placed.map((p) => p.day.on)).toEqual([
    '2026-11-23',
    '2026-11-23',
    '2026-11-24',
    '2026-11-24',
    '2026-11-25',
  ])
})

test('a desk that has room only when the person could no longer help themselves is passed over', () => {
  const closes = new Date('2026-11-25T17:30:00+08:00')
  expect(planAll(60, Array(3).fill({ minutes: 30, closes })).toOwner).toEqual([2])
})

test('a desk with room today may use the last day', () => {
  const closes = new Date('2026-11-23T18:00:00+08:00')
  expect(planAll(60, [{ minutes: 30, closes }]).placed).toHaveLength(1)
})

test('after the desk has closed, today is over', () => {
  const days = deskDays('2026-11-23', able(60), new Map())
  const evening = new Date('2026-11-23T18:00:00+08:00')
  expect(pickDay(days, 30, { now: evening, agencyClosesAt: null })?.on).toBe('2026-11-24')
})

test('a task longer than any day of the desk is the owner’s', () => {
  expect(planAll(20, [{ minutes: 30, closes: null }]).toOwner).toEqual([0])
})

test('the owner hears of it above 80 per cent of a day', () => {
  expect(isNearlyFull(96, 120)).toBe(false)
  expect(isNearlyFull(97, 120)).toBe(true)
})
