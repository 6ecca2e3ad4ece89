import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWords } from '../../core/i18n.ts'
import { readStatus } from '../actions/status.ts'
import { BIRTH, type City, file, newCity, SOUTHERN } from '../station.examples.ts'
import { caseCalendar } from './calendar.ts'

const words = readWords()

let city: City
beforeAll(async () => {
  city = await newCity()
})
afterAll(() => city.close())

/** Lines of a calendar file are folded at 75 bytes. */
const unfolded = (file: string) => file.replace(/\r\n[ \t]/g, '')

test('the calendar has each day of the trip and the day of the draw', async () => {
  const { caseId } = await file(city, SOUTHERN)
  const view = await readStatus(city, caseId)
  const text = unfolded(caseCalendar(view, 'zh-TW', words['zh-TW']))
  const [first] = view.days
  expect(text).toContain(`DTSTART;VALUE=DATE:${first?.on.replaceAll('-', '')}`)
  expect(text.match(/SUMMARY:第 \d 天：申請登山/g)).toHaveLength(view.days.length)
  expect(text).toContain('SUMMARY:林業及自然保育署抽籤')
  expect(text).not.toContain('內政部警政署抽籤')
  expect(text).toContain('DTEND;VALUE=DATE:20261228')
  expect(text).not.toContain('P1DT')

  const called = caseCalendar({ ...view, state: 'withdrawn' }, 'en', words.en)
  expect(called).not.toContain('Day 1')
})

test('a case without a trip has no such days, and its papers are read in English', async () => {
  const { caseId } = await file(city, BIRTH)
  const { days, visits } = await readStatus(city, caseId)
  expect(days).toEqual([])
  // Every paper a family must bring has its English.
  const papers = visits.flatMap(({ bring }) => bring)
  expect(papers.length).toBeGreaterThan(0)
  expect(papers.filter(({ en }) => /\p{Script=Han}/u.test(en))).toEqual([])
})
