import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOpen, judgeAnswer, LONGEST_PAUSE_MS, laneHealth, nextOpening, paceOf } from './rules.ts'

const DAY = { from: '07:00', to: '23:00' }
const NIGHT = { from: '22:00', to: '05:00' }
const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`)

test('an agency is open from the minute it opens to the minute before it closes', () => {
  expect(
    [at('06:59'), at('07:00'), at('22:59'), at('23:00')].map((now) => isOpen(DAY, now)),
  ).toEqual([false, true, true, false])
  expect(isOpen(null, at('03:00'))).toBe(true)
})

test('hours may pass midnight', () => {
  expect(
    [at('21:59'), at('22:00'), at('04:59'), at('05:00')].map((now) => isOpen(NIGHT, now)),
  ).toEqual([false, true, true, false])
})

test('the next opening is today before it, tomorrow after it', () => {
  expect(nextOpening(DAY, at('06:00'))).toBe('2026-11-23T07:00:00+08:00')
  expect(nextOpening(DAY, at('23:30'))).toBe('2026-11-24T07:00:00+08:00')
})

test('whenever an agency is closed, it is open at its next opening', () => {
  const minute = fc.integer({ min: 0, max: 1439 }).map((n) => {
    const two = (part: number) => String(part).padStart(2, '0')
    return `${two(Math.floor(n / 60))}:${two(n % 60)}`
  })
  fc.assert(
    fc.property(minute, minute, minute, (from, to, time) => {
      fc.pre(from !== to)
      const hours = { from, to }
      const now = at(time)
      if (isOpen(hours, now)) return
      const next = new Date(nextOpening(hours, now))
      expect(next > now && isOpen(hours, next)).toBe(true)
      expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(86_400_000)
    }),
  )
})

test('the pace never lets more calls through in a minute than the agency allows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), (perMinute) => {
      const limits = { timeoutMs: 1000, concurrency: 1, perMinute, maxResponseBytes: 1000 }
      const { intervalMs, burst } = paceOf(limits)
      // As the database does: a call is let in when the next free moment is not too far ahead.
      let nextAt = 0
      let calls = 0
      for (let now = 0; now < 60_000; now += 50) {
        while (Math.max(nextAt, now) <= now + (burst - 1) * intervalMs) {
          nextAt = Math.max(nextAt, now) + intervalMs
          calls += 1
        }
      }
      expect(calls).toBeLessThanOrEqual(Math.max(perMinute, 2))
    }),
  )
})

test('a changed page and a refused credential stop the lane; a closed agency is not a sick one', () => {
  expect(judgeAnswer('changed_layout', 0)).toMatchObject({ health: 'bad', isStopping: true })
  expect(judgeAnswer('credential_refused', 0)).toMatchObject({ isStopping: true })
  expect(judgeAnswer('timeout', 0)).toMatchObject({ health: 'bad', isStopping: false })
  expect(judgeAnswer('closed', 3_600_000)).toEqual({
    health: 'neutral',
    isStopping: false,
    quietMs: 0,
  })
  expect(judgeAnswer('http_503', 86_400_000).quietMs).toBe(LONGEST_PAUSE_MS)
  expect(judgeAnswer(null, 0)).toMatchObject({ health: 'good' })
})

test('the public word for a lane follows from what it met last', () => {
  const lane = { failures: 0, lastSuccessAt: null, stoppedAt: null }
  expect(laneHealth(lane)).toBe('untried')
  expect(laneHealth({ ...lane, lastSuccessAt: at('09:00') })).toBe('well')
  expect(laneHealth({ ...lane, failures: 1 })).toBe('shaky')
  expect(laneHealth({ ...lane, failures: 3 })).toBe('down')
  expect(laneHealth({ ...lane, stoppedAt: at('09:00') })).toBe('stopped')
})
