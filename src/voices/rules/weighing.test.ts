import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Stakeholder, Weighing } from '../schema/weighing.ts'
import { emergencyState, listUntold, weighingFindings } from './weighing.ts'

const words = (text: string) => ({ 'zh-TW': text, en: text })
const NOW = new Date('2026-11-23T09:30:00+08:00')
const told = { on: '2026-11-01', how: words('letter') }

const stakeholder = (change: Partial<Stakeholder> = {}): Stakeholder => ({
  group: words('parents'),
  kind: 'residents',
  gains: words('one visit'),
  told,
  ...change,
})
const door = (door: 'web' | 'counter', chosen: boolean) => ({
  door,
  chosen,
  reachPercent: 80,
  costTwd: 10,
  minutes: 10,
  why: words('why'),
  source: words('estimated'),
})
const whole: Weighing = {
  version: 2,
  doors: [door('web', true), door('counter', true)],
  stakeholders: [
    stakeholder(),
    stakeholder({ kind: 'clerks', group: words('clerks'), agency: 'front-desk' }),
    stakeholder({ kind: 'unaware', group: words('newcomers') }),
  ],
  keeper: words('the section'),
}
const facts = { agencies: [], timeMoved: [], today: '2026-11-23', now: NOW }
const kinds = (weighing: Weighing | null, change = {}) =>
  weighingFindings(weighing, { ...facts, ...change }).map(({ kind }) => kind)

const untold: Weighing = {
  ...whole,
  stakeholders: [
    ...whole.stakeholders,
    { ...stakeholder({ group: words('rangers') }), told: undefined },
  ],
} as Weighing

test('what was weighed and told to everybody may start', () => {
  expect(kinds(whole)).toEqual([])
})

test('a version that nobody weighed does not start', () => {
  expect(kinds(null)).toEqual(['no_weighing'])
})

test('one group that was not told stops it, by name', () => {
  expect(weighingFindings(untold, facts)).toEqual([{ kind: 'not_told', group: words('rangers') }])
})

test('a group that is to be told tomorrow has not been told', () => {
  const tomorrow = { ...told, on: '2026-11-24' }
  const late = { ...whole, stakeholders: [...whole.stakeholders, stakeholder({ told: tomorrow })] }
  expect(kinds(late)).toEqual(['not_told'])
  expect(listUntold(late, '2026-11-24')).toEqual([])
})

test('a door is weighed only against another, and one of them must be open', () => {
  expect(kinds({ ...whole, doors: [door('web', true)] })).toEqual(['one_door'])
  const closed = [door('web', false), door('counter', false)]
  expect(kinds({ ...whole, doors: closed })).toEqual(['no_door_chosen'])
})

test('those who do not know that it touches them are asked for', () => {
  const stakeholders = whole.stakeholders.filter(({ kind }) => kind !== 'unaware')
  expect(weighingFindings({ ...whole, stakeholders }, facts)).toEqual([
    { kind: 'kind_missing', missing: 'unaware' },
  ])
})

test('every agency that the version concerns is named', () => {
  expect(kinds(whole, { agencies: ['front-desk'] })).toEqual([])
  expect(weighingFindings(whole, { ...facts, agencies: ['police'] })).toEqual([
    { kind: 'agency_missing', agency: 'police' },
  ])
})

test('time that moves onto a group needs a public note of the owner', () => {
  const timeMoved = [words('clerks +6')]
  expect(kinds(whole, { timeMoved })).toEqual(['time_moved'])
  expect(kinds({ ...whole, timeNote: words('at most 40 a day') }, { timeMoved })).toEqual([])
})

const emergency = (from: string) => ({
  ...untold,
  emergency: { by: words('Fire Bureau'), reason: words('typhoon'), from },
})

test('an emergency goes first and tells within 72 hours', () => {
  expect(kinds(emergency('2026-11-23T09:00:00+08:00'))).toEqual([])
  expect(kinds(emergency('2026-11-20T09:30:01+08:00'))).toEqual([])
})

test('after 72 hours it is no emergency any more, and one that is still ahead is none yet', () => {
  expect(kinds(emergency('2026-11-20T09:30:00+08:00'))).toEqual(['emergency_over', 'not_told'])
  expect(kinds(emergency('2026-11-24T09:30:00+08:00'))).toEqual(['emergency_ahead', 'not_told'])
})

test('an emergency does not spare the weighing', () => {
  const hasty = { ...emergency('2026-11-23T09:00:00+08:00'), doors: [door('web', true)] }
  expect(kinds(hasty)).toEqual(['one_door'])
})

test('an emergency runs for 72 hours and no longer', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200, max: 200 }), (hours) => {
      const from = new Date(NOW.getTime() - hours * 3_600_000).toISOString()
      const state = emergencyState(emergency(from), NOW)
      expect(state).toBe(hours < 0 ? 'ahead' : hours < 72 ? 'runs' : 'over')
    }),
  )
})
