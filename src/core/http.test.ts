import { createRoute, z } from '@hono/zod-openapi'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../tests/world.ts'
import { allow, everyone, signedIn } from './access.ts'
import { Failure } from './errors.ts'
import { newApi } from './web.ts'

let station: TestStation
let app: ReturnType<typeof appWithTrouble>
beforeAll(async () => {
  station = await newStation({ bare: true })
})
afterAll(() => station.close())
beforeEach(() => {
  app = appWithTrouble()
})

/** The program with a few routes more, each for one way to fail. */
function appWithTrouble() {
  const built = newApp(station)
  for (const path of ['/try', '/api/v1/try']) {
    built.get(`${path}/defect`, allow(everyone), () => {
      throw new TypeError('secret of the house')
    })
    built.get(`${path}/busy`, allow(everyone), () => {
      throw new Failure('too_many', 'core.too_many', { retryAfterSeconds: 42 })
    })
    built.get(`${path}/mine`, allow(signedIn), (c) => c.text('mine'))
    built.post(`${path}/form`, allow(everyone), async (c) => c.json(await c.req.parseBody()))
  }
  built.route('/', tripApi())
  return built
}

function tripApi() {
  const api = newApi()
  const Trip = z.object({ nights: z.int(), hut: z.string() })
  const body = { content: { 'application/json': { schema: Trip } }, required: true }
  const route = createRoute({
    method: 'post',
    path: '/api/v1/try/trip',
    middleware: allow(everyone),
    request: { body },
    responses: { 200: { description: 'Read' } },
  })
  api.openapi(route, (c) => c.json(c.req.valid('json')))
  return api
}

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  app.request(path, { method: 'POST', body, headers })
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const JSON_BODY = { 'content-type': 'application/json' }

test('an unknown address has a page, in the reader’s language', async () => {
  const chinese = await app.request('/nowhere')
  expect(chinese.status).toBe(404)
  expect(await chinese.text()).toContain('找不到這個頁面')
  const english = await app.request('/nowhere', { headers: { 'accept-language': 'en-GB,en' } })
  expect(await english.text()).toContain('There is no such page')
  expect(english.headers.get('content-language')).toBe('en')
})

test('an address that cannot be decoded has a page too', async () => {
  expect((await app.request('/%E0%A4%A')).status).toBe(404)
})

test('under /api every failure is a problem document', async () => {
  const response = await app.request('/api/v1/nowhere', { headers: { 'accept-language': 'en' } })
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toEqual({
    type: 'urn:yizhan:problem:not_found',
    title: 'Not found',
    status: 404,
    detail: 'There is no such page or record.',
    instance: `urn:uuid:${response.headers.get('x-request-id')}`,
    errors: [],
  })
})

test('a defect of ours says nothing about the inside', async () => {
  for (const path of ['/try/defect', '/api/v1/try/defect']) {
    const response = await app.request(path)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toMatch(/secret of the house|TypeError|\.ts/)
  }
})

test('who came too often is told when to come again', async () => {
  for (const path of ['/try/busy', '/api/v1/try/busy']) {
    const response = await app.request(path)
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('42')
  }
})

test('a page for members leads to the sign-in and back; the API says 401', async () => {
  const page = await app.request('/try/mine?tab=2')
  expect(page.status).toBe(303)
  expect(page.headers.get('location')).toBe('/sign-in?back=%2Ftry%2Fmine%3Ftab%3D2')
  expect((await app.request('/api/v1/try/mine')).status).toBe(401)
})

test.each([
  ['JSON that breaks off', '{"nights": 2', JSON_BODY, 400],
  ['bytes that are no JSON', '\u0000\u0001', JSON_BODY, 400],
  ['a form where JSON is wanted', 'nights=2', FORM, 415],
])('%s is one clear error', async (_, body, headers, status) => {
  const response = await post('/api/v1/try/trip', body, headers)
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ status, errors: [] })
})

test('every wrong field of a call is named in one answer', async () => {
  const headers = { ...JSON_BODY, 'accept-language': 'en' }
  const response = await post('/api/v1/try/trip', '{"nights":"two"}', headers)
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({
    errors: [
      { pointer: '/nights', detail: 'This is not of the right kind; expected number.' },
      { pointer: '/hut', detail: 'This is missing.' },
    ],
  })
})

test('what is too large is refused, announced or not', async () => {
  const huge = 'x'.repeat(1024 * 1024)
  expect((await post('/api/v1/try/trip', JSON.stringify({ hut: huge }), JSON_BODY)).status).toBe(
    413,
  )
  const announced = { ...FORM, 'content-length': String(huge.length) }
  const page = await post('/try/form', `name=${huge}`, announced)
  expect(page.status).toBe(413)
  expect(await page.text()).toContain('送來的內容太大')
})

test.each([
  ['another site', { origin: 'https://evil.example' }, 403],
  ['a page that hides where it comes from', { origin: 'null' }, 403],
  ['another site, as a browser tells', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a neighbour below the same domain', { 'sec-fetch-site': 'same-site' }, 403],
  ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
  ['our own page in an older browser', { origin: 'http://localhost:8080' }, 200],
  ['a program that is no browser', {}, 200],
])('a form sent from %s', async (_, headers, status) => {
  for (const path of ['/try/form', '/api/v1/try/form']) {
    expect((await post(path, 'name=x', { ...FORM, ...headers })).status).toBe(status)
  }
})

test('every answer carries the strict policy and is kept by no one else', async () => {
  for (const path of ['/healthz', '/nowhere', '/try/defect']) {
    const { headers } = await app.request(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('private, no-cache')
  }
})
