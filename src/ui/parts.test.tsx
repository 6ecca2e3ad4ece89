// Tables, drawings and calendars: the facts they must not lose.

import { Window } from 'happy-dom'
import type { Child } from 'hono/jsx'
import { expect, test } from 'vitest'
import { ErrorSummary } from './error-summary.tsx'
import { inEnglish, inChinese as t } from './example.ts'
import { HeightProfile } from './height-profile.tsx'
import { LegsLine } from './legs-line.tsx'
import { namedPoints, shortName, spansWhere } from './profile-scale.ts'
import { bothYears } from './roc-year.ts'
import { Table } from './table.tsx'

function show(node: Child) {
  const { document } = new Window()
  document.body.innerHTML = String(node)
  return document
}

test('a summary counts its errors in the language of the page, and none makes no summary', () => {
  const errors = [{ href: '#a', text: 'x' }]
  expect(
    show(<ErrorSummary t={inEnglish} errors={errors} />).querySelector('h2')?.textContent,
  ).toBe('1 thing needs to change')
  expect(String(<ErrorSummary t={t} errors={[]} />)).toBe('')
})

test('a cell knows its heading, for the card on a phone', () => {
  const columns = [
    { key: 'hut', label: '山屋' },
    { key: 'beds', label: '床位', numeric: true },
  ]
  const page = show(
    <Table caption="床位" columns={columns} rows={[{ cells: { hut: 'A', beds: '8' } }]} />,
  )
  expect(page.querySelector('tbody th')?.getAttribute('data-label')).toBe('山屋')
  expect(page.querySelector('tbody td')?.getAttribute('data-label')).toBe('床位')
})

test('a list without rows says so', () => {
  const page = show(
    <Table caption="任務" columns={[{ key: 'a', label: 'A' }]} rows={[]} empty="今天沒有" />,
  )
  expect(page.body.textContent).toBe('任務今天沒有')
  expect(page.querySelector('table')).toBeNull()
})

test('the table of the legs holds what the drawing shows', () => {
  const stages = [
    { label: '收件', done: true, current: false },
    { label: '審核', done: false, current: true },
  ]
  const page = show(
    <LegsLine
      t={t}
      legs={[{ agency: '警察局', state: 'waiting', stateText: '等待', next: '明天', stages }]}
    />,
  )
  const cells = [...page.querySelectorAll('tbody .cell')].map((cell) => cell.textContent)
  expect(cells).toEqual(['警察局', '等待', '審核', '明天'])
  expect(page.querySelector('[aria-current=step]')?.textContent).toContain('審核')
})

test('the table of a trip names every point and leaves out agencies that are not concerned', () => {
  const points = [
    { label: '向陽', elevationMetres: 2312, day: 1, agencies: ['forest'] },
    { label: '嘉明湖', elevationMetres: 3310, day: 1, agencies: ['forest'], night: true },
  ]
  const agencies = [
    { id: 'forest', label: '林保署' },
    { id: 'park', label: '國家公園' },
  ]
  const page = show(<HeightProfile t={t} points={points} agencies={agencies} />)
  expect([...page.querySelectorAll('tbody th')].map((th) => th.textContent)).toEqual([
    '向陽',
    '嘉明湖',
  ])
  expect(page.querySelector('figure')?.textContent).not.toContain('國家公園')
  expect(page.querySelector('tbody')?.textContent).toContain('3,310')
})

test('a trip of one point, or of none, breaks nothing', () => {
  const one = [{ label: '向陽', elevationMetres: 2312, day: 1, agencies: [] }]
  expect(String(<HeightProfile t={t} points={one} agencies={[]} />)).not.toMatch(/NaN|Infinity/)
  expect(String(<HeightProfile t={t} points={[]} agencies={[]} />)).toBe('')
})

test('an agency that is left and met again has two stretches', () => {
  expect(spansWhere([1, 1, 0, 1], (point) => point === 1)).toEqual([
    { from: 0, to: 1 },
    { from: 3, to: 3 },
  ])
})

test('where names would touch, the ends, the top and the nights keep theirs', () => {
  const points = Array.from({ length: 40 }, (_, index) => ({
    label: String(index),
    elevationMetres: index === 20 ? 3900 : 3000,
    day: 1,
    agencies: [],
    night: index === 10,
  }))
  const named = namedPoints(points, 320)
  expect(named).toEqual(expect.arrayContaining([0, 10, 20, 39]))
  expect(named.length).toBeLessThan(25)
})

test('a name too long for the drawing is cut between characters', () => {
  expect(shortName('𨳊'.repeat(20))).toBe(`${'𨳊'.repeat(11)}…`)
  expect(shortName('嘉明湖山屋')).toBe('嘉明湖山屋')
})

test('a year is read in either calendar', () => {
  expect(bothYears('115')).toEqual({ western: 2026, roc: 115 })
  expect(bothYears('2026')).toEqual({ western: 2026, roc: 115 })
  expect(bothYears('民國１１５')).toEqual({ western: 2026, roc: 115 })
  expect(bothYears('1911')).toBeNull()
  expect(bothYears('0')).toBeNull()
  expect(bothYears('abc')).toBeNull()
})
