import { expect, test } from 'vitest'
import type { LegView } from '../schema/view.ts'
import { visitsOf } from './visits.ts'

const words = (text: string) => ({ 'zh-TW': text, en: text })

const asked = (leg: string, where: string | null, bring: string[], by: string) =>
  ({
    leg,
    state: 'needs_visit',
    deadlineAt: new Date(by),
    planned: null,
    needs: { what: 'visit', where: where && words(where), bring: bring.map(words), url: null },
  }) as LegView

test('parts asked for at one place are one visit, with everything to bring once', () => {
  const visits = visitsOf([
    asked('registration', '西屯區戶政事務所', ['出生證明書', '印章'], '2027-01-15T09:00:00Z'),
    asked('allowance', '西屯區戶政事務所', ['印章', '存摺'], '2026-12-31T09:00:00Z'),
  ])
  expect(visits).toEqual([
    {
      legs: ['registration', 'allowance'],
      where: words('西屯區戶政事務所'),
      bring: ['出生證明書', '印章', '存摺'].map(words),
      by: new Date('2026-12-31T09:00:00Z'),
      isAsked: true,
    },
  ])
})

test('what to bring is read in English where the journey says it', () => {
  const english = { 印章: 'Seal' }
  const [visit] = visitsOf(
    [asked('a', '西屯', ['印章', '戶口名簿'], '2027-01-15T09:00:00Z')],
    english,
  )
  expect(visit?.bring.map(({ en }) => en)).toEqual(['Seal', '戶口名簿'])
})

test('two places, or none named, are two visits', () => {
  const visits = visitsOf([
    asked('a', '西屯', [], '2027-01-15T09:00:00Z'),
    asked('b', '北屯', [], '2027-01-15T09:00:00Z'),
    asked('c', null, [], '2027-01-15T09:00:00Z'),
    asked('d', null, [], '2027-01-15T09:00:00Z'),
  ])
  expect(visits.map(({ legs }) => legs)).toEqual([['a'], ['b'], ['c'], ['d']])
})

test('what needs no visit is none', () => {
  const paid = { ...asked('a', '西屯', [], '2027-01-15T09:00:00Z'), state: 'approved' } as LegView
  expect(visitsOf([paid])).toEqual([])
})

test('what the journey knows beforehand is shown before the desk has asked', () => {
  const by = new Date('2027-01-15T09:00:00Z')
  const planned = { where: words('西屯'), bring: [words('印章')], by }
  const waiting = { leg: 'a', state: 'waiting_desk', needs: null, deadlineAt: null, planned }
  expect(visitsOf([waiting as unknown as LegView])).toEqual([
    { legs: ['a'], ...planned, isAsked: false },
  ])
})
