// What a file's size and cells mean, by what happened in 2020.

import { expect, test } from 'vitest'
import { judgeFile, readAmount, repairCode, soundMoment } from './feed.ts'

test('a file that lost everything is held, one that lost a seventh is not', () => {
  // 2020-03-20 16:32 and 2020-02-28 20:59.
  expect(judgeFile(0, 6607, 0.5)).toEqual({ ok: false, reason: 'empty' })
  expect(judgeFile(3698, 4330, 0.5)).toEqual({ ok: true })
  expect(judgeFile(3000, 6607, 0.5)).toEqual({ ok: false, reason: 'lost_rows' })
  expect(judgeFile(0, 6607, 1)).toEqual({ ok: false, reason: 'empty' })
})

test('the first file, and a handful of sites, are never held', () => {
  expect(judgeFile(0, null, 0.5)).toEqual({ ok: true })
  expect(judgeFile(1, 10, 0.5)).toEqual({ ok: true })
})

test('codes and numbers are read as they were meant', () => {
  expect(repairCode('102020011', 10)).toBe('0102020011')
  expect(repairCode(' 592202a296 ', 10)).toBe('592202A296')
  expect(repairCode('ＡＢ１', 0)).toBe('AB1')
  expect(['1,200', '１２', '', ' 7 ', '-1', '3.5', '售完'].map(readAmount)).toEqual([
    1200,
    12,
    0,
    7,
    null,
    null,
    null,
  ])
})

test('a clock that runs ahead is not believed', () => {
  const now = new Date('2026-11-23T09:30:00+08:00')
  expect(soundMoment(null, now)).toEqual(now)
  expect(soundMoment('2026-11-23T09:35:00+08:00', now)).toEqual(new Date('2026-11-23T01:35:00Z'))
  expect(soundMoment('2026-11-23T23:00:00+08:00', now)).toEqual(now)
})
