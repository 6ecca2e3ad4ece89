import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { makePromise } from '../actions.ts'
import { findPromise } from '../store.ts'

const ORIGIN = { origin: 'http://localhost' }

let station: TestStation
let app: ReturnType<typeof newApp>
let officer: Headers

beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
  officer = await signIn(app, 'officer')
})
afterAll(() => station.close())

const post = (path: string, form: Record<string, string>, headers: HeadersInit = ORIGIN) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(form), headers })

const made = (over: { what?: string; dueOn?: string } = {}) =>
  station.db.transaction().execute(async (tx) => {
    const { promiseId } = await makePromise(station, tx, {
      agencyId: 'forestry',
      by: '林業及自然保育署 臺東分署',
      to: '登山的人',
      what: '每天公布空床 <b>',
      language: 'zh-TW',
      source: { module: 'voices', ref: randomUUID(), url: 'https://example.tw/1' },
      dueOn: '2026-12-31',
      ...over,
    })
    return promiseId
  })

const pageOf = async (path: string, headers: HeadersInit = {}) =>
  (await app.request(path, { headers })).text()

test('everybody sees a promise, where it came from, and where it is locked', async () => {
  const html = await pageOf(`/promises/${await made()}`)
  expect(html).toContain('每天公布空床 &lt;b&gt;')
  expect(html).toContain('href="https://example.tw/1"')
  expect(html).toMatch(/href="\/log\/\d+"/)
  expect(html).not.toContain('<form method="post" action="/promises')
})

test('what is overdue stands out in the list, and can be listed alone', async () => {
  await made({ what: '早就該做的事', dueOn: '2026-11-24' })
  await made({ what: '還早的事' })
  await station.clock.move?.(new Date('2026-11-27T09:00:00+08:00'))
  const html = await pageOf('/promises?state=overdue')
  expect(html).toContain('早就該做的事')
  expect(html).toContain('逾期 3 天')
  expect(html).not.toContain('還早的事')
  await station.clock.move?.(new Date(station.city.demo.start))
})

test('in English the page keeps the promise in the words it was made in', async () => {
  const html = await pageOf(`/promises/${await made()}`, { 'accept-language': 'en' })
  expect(html).toContain('<html lang="en"')
  expect(html).toContain('<span lang="zh-Hant-TW">每天公布空床')
})

test('an outcome with something missing comes back with what was typed, each error at its field', async () => {
  const promiseId = await made()
  const answer = await post(
    `/promises/${promiseId}/outcome`,
    { state: 'partly', why: '', evidenceUrl: '不是網址', by: '某單位' },
    officer,
  )
  expect(answer.status).toBe(422)
  const html = await answer.text()
  expect(html).toContain('<title>錯誤')
  expect(html).toContain('href="#why"')
  expect(html).toContain('href="#evidenceUrl"')
  expect(html).toContain('value="不是網址"')
  expect(html).toContain('value="某單位"')
  expect((await findPromise(station.db, promiseId))?.state).toBe('open')
})

test('no outcome chosen is one clear error', async () => {
  const answer = await post(`/promises/${await made()}/outcome`, {}, officer)
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('請選一個結果')
})

test('an outcome is public at once; sent twice, the second is a conflict', async () => {
  const promiseId = await made()
  const form = { state: 'kept', why: '', evidenceUrl: 'https://example.tw/beds' }
  const answer = await post(`/promises/${promiseId}/outcome`, form, officer)
  expect(answer.status).toBe(303)
  const html = await pageOf(`/promises/${promiseId}`)
  expect(html).toContain('做到了')
  expect(html).toContain('href="https://example.tw/beds"')
  expect((await post(`/promises/${promiseId}/outcome`, form, officer)).status).toBe(409)
})

test('a promise is handed on with a 民國 year as well', async () => {
  const promiseId = await made()
  const form = {
    state: 'handed_on',
    why: '由玉管處管理',
    agencyId: 'yushan-park',
    by: '玉管處 遊憩服務課',
    'dueOn.year': '116',
    'dueOn.month': '1',
    'dueOn.day': '31',
  }
  expect((await post(`/promises/${promiseId}/outcome`, form, officer)).status).toBe(303)
  const ended = await findPromise(station.db, promiseId)
  const next = await findPromise(station.db, ended?.handedTo ?? '')
  expect(next).toMatchObject({ agencyId: 'yushan-park', dueOn: '2027-01-31', state: 'open' })
  expect(await pageOf(`/promises/${promiseId}`)).toContain(`/promises/${next?.promiseId}`)
})

test('a clerk is not asked for the outcome, and a stranger must sign in', async () => {
  const promiseId = await made()
  const form = { state: 'not', why: 'x' }
  const clerk = await signIn(app, 'counter')
  expect(await pageOf(`/promises/${promiseId}`, clerk)).not.toContain('/outcome')
  expect((await post(`/promises/${promiseId}/outcome`, form, clerk)).status).toBe(403)
  expect((await post(`/promises/${promiseId}/outcome`, form)).status).toBe(401)
})

test.each(['/promises/1', `/promises/${randomUUID()}`, '/api/v1/promises/x'])(
  'a promise that is not there is not found: %s',
  async (path) => {
    expect((await app.request(path)).status).toBe(404)
  },
)

test('programs read promises page by page, and are told when they ask wrongly', async () => {
  await Promise.all([made(), made(), made()])
  type List = { items: { id: string }[]; next: string | null }
  const read = async (query: string) =>
    (await (await app.request(`/api/v1/promises?${query}`)).json()) as List
  const all = await read('limit=200')
  const seen: string[] = []
  for (let next: string | null = ''; next !== null; ) {
    const page: List = await read(`limit=2${next && `&after=${next}`}`)
    seen.push(...page.items.map(({ id }) => id))
    next = page.next
  }
  expect(seen).toEqual(all.items.map(({ id }) => id))

  const wrong = await app.request('/api/v1/promises?after=yesterday')
  expect(wrong.status).toBe(422)
  expect(await wrong.json()).toMatchObject({ errors: [{ pointer: '/after' }] })
  expect((await app.request('/api/v1/promises?state=maybe')).status).toBe(422)
})
