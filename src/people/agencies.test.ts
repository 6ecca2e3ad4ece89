import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../tests/world.ts'
import { DataMistake } from '../core/yaml.ts'
import { findDesk, getAgency, getDesk, loadAgencies } from './agencies.ts'

let station: TestStation
let directory: string
beforeAll(async () => {
  station = await newStation()
  directory = mkdtempSync(join(tmpdir(), 'yizhan-agencies-'))
})
afterAll(async () => {
  rmSync(directory, { recursive: true })
  await station.close()
})

const REAL = readFileSync('cities/taichung/agencies.yaml', 'utf8')

function mistakesOf(text: string): string[] {
  writeFileSync(join(directory, 'agencies.yaml'), text)
  try {
    loadAgencies({ ...station, city: { ...station.city, directory } })
    return []
  } catch (error) {
    if (error instanceof DataMistake) return error.mistakes
    throw error
  }
}

test('the city’s file is right as it stands', () => {
  expect(mistakesOf(REAL)).toEqual([])
})

test.each([
  [
    'a desk of an agency that is not there',
    /agency: front-desk$/m,
    'agency: nobody',
    'no agency "nobody"',
  ],
  [
    'more minutes than its people have',
    'minutesPerDay: 960',
    'minutesPerDay: 9600',
    'at most 2160',
  ],
  ['a desk that closes before it opens', '"17:00"', '"07:00"', '"to" after "from"'],
  ['an agency named twice', 'id: taroko-park', 'id: yushan-park', 'stands twice'],
  ['a desk named twice', 'id: forest-desk', 'id: front-desk', 'stands twice'],
  ['a field nobody knows', 'kind: national', 'sort: national', 'sort'],
  ['an hour that does not exist', '"08:00"', '"25:00"', 'HH:MM'],
])('%s is named with its line', (_, was, is, words) => {
  const mistakes = mistakesOf(REAL.replace(was, is))
  expect(mistakes.join('\n')).toContain(words)
  expect(mistakes[0]).toMatch(/agencies\.yaml:\d+:\d+ /)
})

test('a mistake leaves the running version in place', () => {
  const running = { ...station }
  loadAgencies(running)
  writeFileSync(join(directory, 'agencies.yaml'), REAL.replace('"08:00"', '"25:00"'))
  const city = { ...station.city, directory }
  expect(() => loadAgencies(Object.assign(running, { city }))).toThrow(DataMistake)
  expect(findDesk(running, 'forest-desk')?.minutesPerDay).toBe(240)
})

test('what is not there is not found', () => {
  expect(() => getAgency(station, 'nobody')).toThrow('not_found')
  expect(() => getDesk(station, 'nobody')).toThrow('not_found')
})

test('every desk stands on the page with its hours, in both languages', async () => {
  const read = async (language: string) =>
    (
      await newApp(station).request('/agencies', { headers: { 'accept-language': language } })
    ).text()
  const zh = await read('zh-TW')
  expect(zh).toContain('聯合服務中心 山屋代訂櫃台')
  expect(zh).toContain('08:00–17:00')
  expect(zh).not.toContain('⟦')
  const en = await read('en')
  expect(en).toContain('Joint service centre, hut desk')
  expect(en).not.toContain('⟦')
})

test('programs get agencies with their desks', async () => {
  const answer = await newApp(station).request('/api/v1/agencies')
  const { items, next } = (await answer.json()) as {
    items: { id: string; desks: { id: string }[] }[]
    next: null
  }
  expect(items.find(({ id }) => id === 'front-desk')?.desks.map(({ id }) => id)).toContain(
    'forest-desk',
  )
  expect(next).toBeNull()
})
