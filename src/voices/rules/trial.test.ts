import { expect, test } from 'vitest'
import type { RunFacts } from '../schema/trial.ts'
import { contradictionOf, isOld, isPhone, minutesOf, missingWays } from './trial.ts'

const run = (change: Partial<RunFacts> = {}): RunFacts => ({
  way: 'in_person',
  isResponsible: true,
  isFinished: true,
  language: 'zh-TW',
  hasScript: true,
  widthPx: 1280,
  isMobile: false,
  endedAt: new Date('2026-11-20T10:00:00+08:00'),
  ...change,
})

test('before anybody went through it, all five ways are missing', () => {
  expect(missingWays([])).toEqual(['in_person', 'counter', 'phone', 'script_off', 'other_language'])
})

test('five runs of the responsible leave nothing missing', () => {
  const runs = [
    run(),
    run({ way: 'counter' }),
    run({ way: 'phone', widthPx: 390 }),
    run({ way: 'script_off', hasScript: false, widthPx: null }),
    run({ way: 'other_language', language: 'en' }),
  ]
  expect(missingWays(runs)).toEqual([])
})

test('somebody else’s run is welcome and does not count for the responsible', () => {
  expect(contradictionOf(run({ isResponsible: false }))).toBe('not_responsible')
})

test('a run that stopped on the way does not count', () => {
  expect(contradictionOf(run({ isFinished: false }))).toBe('not_finished')
})

test('a run without script in which a script ran is not one', () => {
  expect(contradictionOf(run({ way: 'script_off' }))).toBe('had_script')
  expect(contradictionOf(run({ way: 'script_off', hasScript: null }))).toBe('had_script')
})

test('a run on a phone is measured by the width of the window', () => {
  expect(contradictionOf(run({ way: 'phone' }))).toBe('was_wide')
  expect(contradictionOf(run({ way: 'phone', widthPx: 600 }))).toBeNull()
})

test('without script the browser’s own word is taken for a phone', () => {
  expect(isPhone({ widthPx: null, isMobile: true })).toBe(true)
  expect(isPhone({ widthPx: null, isMobile: false })).toBe(false)
})

test('another language is not the one it was written in', () => {
  expect(contradictionOf(run({ way: 'other_language' }))).toBe('language')
})

test('a run is old after a year', () => {
  const endedAt = new Date('2025-11-23T09:30:00+08:00')
  expect(isOld({ endedAt }, new Date('2026-11-23T09:30:00+08:00'))).toBe(false)
  expect(isOld({ endedAt }, new Date('2026-11-23T09:30:01+08:00'))).toBe(true)
})

test('a begun minute counts', () => {
  const from = new Date('2026-11-23T09:30:00+08:00')
  expect(minutesOf(from, new Date('2026-11-23T09:42:01+08:00'))).toBe(13)
})
