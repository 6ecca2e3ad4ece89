// What people do to forms: press twice, press again later, open one draft in two browsers. Nothing is
// filed twice, nothing typed is lost, and the answer says what happened.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDraft } from '../../src/cases/index.ts'
import { getJourney } from '../../src/journeys/index.ts'
import { newApp, newStation, type TestStation } from '../world.ts'

const { answers } = JSON.parse(readFileSync('examples/birth.json', 'utf8')) as {
  answers: Record<string, unknown>
}

let station: TestStation
let app: ReturnType<typeof newApp>
beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
})
afterAll(() => station.close())

async function newDraft(given = answers): Promise<string> {
  const { id, version } = await getJourney(station.db, 'birth')
  const { token } = await createDraft(station, {
    journeyId: id,
    journeyVersion: version,
    channel: 'web',
    language: 'zh-TW',
    answers: given,
  })
  return token
}

const ORIGIN = { origin: 'http://localhost' }

const post = (path: string, form: Record<string, string> = {}, headers = {}) =>
  app.request(path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { ...ORIGIN, ...headers },
  })

const casesKept = async () =>
  (await station.db.selectFrom('cases.cases').select('case_id').limit(50).execute()).length

test('pressed twice at the same moment, and again a day later, a draft is filed once', async () => {
  const token = await newDraft()
  const press = () => post(`/drafts/${token}/filing`)
  const twice = await Promise.all([press(), press()])
  const again = await press()
  for (const answer of [...twice, again]) {
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toMatch(/^\/status\//)
  }
  expect(await casesKept()).toBe(1)
})

test('a page of a draft that was filed says so', async () => {
  const token = await newDraft()
  await post(`/drafts/${token}/filing`)
  const late = await post(`/drafts/${token}/pages/baby`, { born_at: '別的地方' })
  expect([404, 409]).toContain(late.status)
  expect(await late.text()).toContain('<h1')
})

test('two browsers on one draft: the second is told, and what it typed is still there', async () => {
  const token = await newDraft()
  const { pages } = await getJourney(station.db, 'birth')
  const page = pages.find(({ questions }) => questions.some(({ id }) => id === 'born_at'))
  const path = `/drafts/${token}/pages/${page?.id}`
  const html = await (await app.request(path)).text()
  const revision = /name="revision" value="(\d+)"/.exec(html)?.[1] ?? ''
  const first = await post(path, { revision, born_at: '第一個瀏覽器醫院' })
  expect([303, 422]).toContain(first.status)
  const second = await post(path, { revision, born_at: '第二個瀏覽器醫院' })
  expect(second.status).toBe(409)
  expect(await second.text()).toContain('第二個瀏覽器醫院')
})

test('what is wrong comes back as it was typed, in the reader’s language', async () => {
  const token = await newDraft({})
  const { pages } = await getJourney(station.db, 'birth')
  const path = `/drafts/${token}/pages/${pages[0]?.id}`
  const typed = {
    revision: '1',
    born_at: '臺中榮總𨳊',
    'born_on.year': '115',
    'born_on.month': '2',
    'born_on.day': '30',
  }
  for (const [language, word] of [
    ['zh-TW', '日曆上沒有'],
    ['en', 'calendar'],
  ] as const) {
    const html = await (await newAnswer(path, typed, language)).text()
    expect(html).toContain(word)
  }
})

async function newAnswer(path: string, typed: Record<string, string>, language: string) {
  const html = await (await app.request(path)).text()
  const revision = /name="revision" value="(\d+)"/.exec(html)?.[1] ?? ''
  const answer = await post(path, { ...typed, revision }, { 'Accept-Language': language })
  expect(answer.status).toBe(422)
  expect(await answer.clone().text()).toContain('臺中榮總𨳊')
  return answer
}

test('a form of another site changes nothing', async () => {
  const token = await newDraft()
  const before = await casesKept()
  const foreign = await post(`/drafts/${token}/filing`, {}, { origin: 'https://elsewhere.tw' })
  expect(foreign.status).toBe(403)
  expect(await casesKept()).toBe(before)
})

test('a form larger than any of ours is refused before it is read', async () => {
  const token = await newDraft()
  const { pages } = await getJourney(station.db, 'birth')
  const answer = await post(`/drafts/${token}/pages/${pages[0]?.id}`, {
    born_at: '院'.repeat(1_000_000),
  })
  expect(answer.status).toBe(413)
})

test('guessing answers to a known reference ends after a few tries', async () => {
  const statuses: number[] = []
  for (let attempt = 0; attempt < 14; attempt += 1) {
    const form = { reference: 'TC-AAAA-AAAA', answer: `A${attempt}` }
    statuses.push((await post('/cases/search', form)).status)
  }
  expect(statuses.slice(0, 3)).toEqual([422, 422, 422])
  expect(statuses.at(-1)).toBe(429)
})
