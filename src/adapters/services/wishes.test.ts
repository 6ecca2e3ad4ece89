// Wishes as people and programs make them, and the pages of lots with what the conformance kit found.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { findPromise } from '../../promises/index.ts'
import { parse, textOf } from '../kit/xml.ts'
import { insertConformance } from '../store/wishes.ts'
import { loadLots } from './lots.ts'
import { answerDay, wishProblems } from './rules.ts'

let station: TestStation
let app: ReturnType<typeof newApp>
let lead: Headers
beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
  lead = await signIn(app, 'lead')
})
afterAll(() => station.close())
beforeEach(() => forgetLimits())

const WISH = {
  fromSystem: '戶政的出生登記',
  toSystem: '衛生所的疫苗接種',
  why: '新手爸媽要把寶寶的資料再寫一次。',
}
const wish = (body: unknown, headers = {}) =>
  app.request('/api/v1/wishes', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'zh-TW', ...headers },
    body: JSON.stringify(body),
  })
const forgetLimits = () => sql`delete from core.rate_limits`.execute(station.db)
const page = async (path: string, headers = new Headers()) =>
  (await app.request(path, { headers })).text()
const post = (path: string, form: Record<string, string>, headers: Headers) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(form), headers })

describe('a wish', () => {
  test('has the day of its answer at once, as a promise everybody sees', async () => {
    const made = await wish(WISH)
    expect(made.status).toBe(201)
    const { number, dueOn } = (await made.json()) as { number: number; dueOn: string }
    // Demo morning 2026-11-23, a Monday, and 14 days.
    expect(dueOn).toBe('2026-12-07')
    const { items } = (await (await app.request('/api/v1/wishes')).json()) as {
      items: { number: number; promiseId: string }[]
    }
    const { promiseId = '' } = items.find((one) => one.number === number) ?? {}
    expect(await findPromise(station.db, promiseId)).toMatchObject({
      agencyId: 'front-desk',
      state: 'open',
      dueOn,
      what: expect.stringContaining('戶政的出生登記'),
    })
    expect(await page(`/services/wishes/${number}`)).toContain('衛生所的疫苗接種')
  })

  test('is refused with every field that is wrong', async () => {
    const refused = await wish({ fromSystem: '', toSystem: 'x', why: 'short' })
    expect(refused.status).toBe(422)
    const { errors } = (await refused.json()) as { errors: { pointer: string }[] }
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/fromSystem', '/toSystem', '/why'])
    expect((await wish({ ...WISH, why: '長'.repeat(1001) })).status).toBe(422)
    expect((await wish('text')).status).toBe(422)
  })

  test.each([
    ['打給王小明 0912-345-678 就知道了', 'adapters.wish_personal'],
    ['我的身分證 B223456789 每次都要抄', 'adapters.wish_personal'],
    ['請寫信到 someone@example.tw 給我', 'adapters.wish_personal'],
    ['詳情請看 https://example.com/buy', 'adapters.wish_address'],
  ])('that leads to a person or a shop is not published: %s', (why, message) => {
    expect(wishProblems({ ...WISH, why })).toEqual([{ pointer: '/why', message }])
  })

  test('is answered in public, once, by whoever promised; that keeps the promise', async () => {
    const { number } = (await (await wish(WISH)).json()) as { number: number }
    const path = `/services/wishes/${number}`
    const answer = { verdict: 'planned', answer: '明年三月。' }
    expect(
      (await post(`${path}/answer`, answer, new Headers({ origin: 'http://localhost' }))).status,
    ).toBe(401)
    const resident = await signIn(app, 'resident')
    expect((await post(`${path}/answer`, answer, resident)).status).toBe(403)
    expect((await post(`${path}/answer`, { verdict: 'maybe', answer: '' }, lead)).status).toBe(422)
    expect((await post(`${path}/answer`, answer, lead)).status).toBe(303)
    expect((await post(`${path}/answer`, answer, lead)).status).toBe(409)
    expect(await page(path)).toContain('明年三月。')
    const { items } = (await (await app.request('/api/v1/wishes')).json()) as {
      items: { number: number; promiseId: string; verdict: string }[]
    }
    const told = items.find((one) => one.number === number)
    expect(told?.verdict).toBe('planned')
    expect(await findPromise(station.db, told?.promiseId ?? '')).toMatchObject({
      state: 'kept',
      evidenceUrl: path,
    })
  })

  test('about a person is taken off every page; its promise says so', async () => {
    const { number } = (await (
      await wish({ ...WISH, why: '王小明住在隔壁，每次都要幫他填。' })
    ).json()) as {
      number: number
    }
    const path = `/services/wishes/${number}`
    expect(
      (await post(`${path}/take-off`, {}, new Headers({ origin: 'http://localhost' }))).status,
    ).toBe(401)
    expect((await post(`${path}/take-off`, {}, lead)).status).toBe(303)
    expect((await app.request(path)).status).toBe(404)
    for (const where of ['/services/wishes', '/services/wishes.atom', '/api/v1/wishes']) {
      expect(await page(where)).not.toContain('王小明')
    }
    expect(await page('/promises?state=not')).toContain('公開回覆一則希望')
  })

  test('is in the feed, with its answer', async () => {
    const response = await app.request('/services/wishes.atom')
    expect(response.headers.get('content-type')).toContain('application/atom+xml')
    const feed = parse(await response.text())
    expect(textOf(feed.feed, 'entry', 'title')).toContain('→')
    expect(JSON.stringify(feed)).toContain('明年三月。')
  })

  test.each([
    ['/services/wishes/0', 404],
    ['/services/wishes/99999999999', 404],
    ['/services/wishes/x', 404],
    ['/services/nope', 404],
    ['/services/nope/api', 404],
    ['/services/clients', 303],
  ])('%s is %i', async (path, status) => {
    expect((await app.request(path)).status).toBe(status)
  })
})

test('an answer is never promised for a weekend', () => {
  expect(answerDay('2026-11-23', 12)).toBe('2026-12-07')
  expect(answerDay('2026-11-23', 13)).toBe('2026-12-07')
  expect(answerDay('2026-11-23', 14)).toBe('2026-12-07')
})

describe('a lot', () => {
  test('shows the newest report of the conformance kit as its acceptance', async () => {
    expect(await page('/services/parks')).toContain('驗測工具還沒有跑過')
    const report = [
      { check: 'idempotency', ok: true, detail: '' },
      { check: 'words', ok: false, detail: 'no English' },
    ]
    for (const [at, failed] of [
      ['2026-11-22T09:00:00Z', 0],
      ['2026-11-23T01:00:00Z', 1],
    ] as const) {
      const ranAt = new Date(at)
      await insertConformance(station.db, 'parks', { ranAt, passed: 2 - failed, failed, report })
    }
    const shown = await page('/services/parks')
    expect(shown).toContain('2 項中有 1 項沒有通過')
    expect(shown).toContain('no English')
    expect(await (await app.request('/api/v1/services/parks/conformance')).json()).toMatchObject({
      passed: 1,
      failed: 1,
    })
    expect((await app.request('/api/v1/services/exchange/conformance')).status).toBe(404)
  })

  test('marks what was invented, and what was estimated not', async () => {
    expect(await page('/services/parks')).toContain('960,000 元（示範）')
    const front = await page('/services/front-desk')
    expect(front).toContain('200,000 元')
    expect(front).not.toContain('200,000 元（示範）')
    expect(front).toContain('未達公告金額 1,500,000 元')
    expect(await page('/services/police-entry')).toContain('未超過小額採購 150,000 元')
  })

  test('a mistake in the file is named with its line; a city without the file has no lots', () => {
    const directory = mkdtempSync(join(tmpdir(), 'yizhan-lots-'))
    mkdirSync(directory, { recursive: true })
    const city = { ...station, city: { ...station.city, directory } }
    expect(() => loadLots(city)).not.toThrow()
    writeFileSync(join(directory, 'lots.yaml'), 'thresholds: {}\nlots:\n  - id: wishes\n')
    expect(() => loadLots(city)).toThrow(/lots\.yaml:\d+/)
    rmSync(directory, { recursive: true, force: true })
  })
})

// Last: whoever is over the limit stays out for the rest of the hour.
test('may be made five times an hour, by form and program together', async () => {
  for (const _ of [1, 2, 3]) expect((await wish(WISH)).status).toBe(201)
  const form = new Headers({ origin: 'http://localhost' })
  for (const _ of [1, 2]) expect((await post('/services/wishes', WISH, form)).status).toBe(303)
  expect((await wish(WISH)).status).toBe(429)
  expect((await post('/services/wishes', WISH, form)).status).toBe(429)
})
