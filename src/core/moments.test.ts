import { expect, test } from 'vitest'
import { sayDay, sayMoment } from './moments.ts'

test('a day is written with its weekday in both languages', () => {
  expect(sayDay('2026-11-23', 'zh-TW')).toBe('2026年11月23日（一）')
  expect(sayDay('2026-11-23', 'en')).toBe('Mon 23 November 2026')
})

test('a moment is Taipei time on a 24-hour clock, midnight included', () => {
  expect(sayMoment(new Date('2026-11-22T16:00:00Z'), 'zh-TW')).toBe('2026年11月23日（一） 00:00')
  expect(sayMoment(new Date('2026-11-23T13:05:00Z'), 'en')).toBe('Mon 23 November 2026 21:05')
})
