import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp } from '../../../tests/world.ts'
import { type City, newCity, SOUTHERN, settle, XUESHAN } from '../station.examples.ts'

let city: City
let app: ReturnType<typeof newApp>
beforeAll(async () => {
  city = await newCity()
  app = newApp(city)
})
afterAll(() => city.close())

interface Problem {
  status: number
  errors: { pointer: string; detail: string }[]
}
interface Filed {
  reference: string
  token: string
  statusUrl: string
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const fileBy = (key: string, body: unknown) =>
  post('/api/v1/cases', body, { 'Idempotency-Key': key })
const filed = async (key: string, body: unknown = XUESHAN) =>
  (await (await fileBy(key, body)).json()) as Filed
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

test('a case is filed and read as promised', async () => {
  const response = await fileBy('api-key-one', SOUTHERN)
  expect(response.status).toBe(201)
  const { reference, token, statusUrl } = (await response.json()) as Filed
  expect(reference).toMatch(/^TC-\w{4}-\w{4}$/)
  expect(statusUrl).toContain('/status/')
  await settle(city)

  const path = `/api/v1/cases/${reference}`
  const view = await (await app.request(path, { headers: bearer(token) })).json()
  expect(Object.keys(view)).toEqual([
    'reference',
    'journey',
    'version',
    'state',
    'legs',
    'verified',
    'events',
  ])
  expect(Object.keys(view.legs[0])).toEqual([
    'agency',
    'adapter',
    'state',
    'reference',
    'reasons',
    'next',
    'deadline',
    'history',
  ])
  expect(view).toMatchObject({ reference, journey: 'hike', state: 'under_way' })
  expect(view.legs).toHaveLength(3)
  expect(JSON.stringify(view)).not.toContain('⟦')
})

test('the same key gets the same answer; with another body it is a conflict', async () => {
  const first = await filed('api-key-two')
  expect(await filed('api-key-two')).toEqual(first)
  const { status } = await fileBy('api-key-two', SOUTHERN)
  expect(status).toBe(409)
})

test('header and body are wrong together, and both are said', async () => {
  const { contact: _, ...answers } = XUESHAN.answers
  const response = await post('/api/v1/cases', { journey: 'hike', answers })
  expect(response.status).toBe(422)
  const { errors } = (await response.json()) as Problem
  const pointers = errors.map(({ pointer }) => pointer)
  expect(pointers).toContain('/headers/idempotency-key')
  expect(pointers.some((pointer) => pointer.startsWith('/answers/contact'))).toBe(true)
  expect(errors.every(({ detail }) => detail.length > 0 && !detail.includes('⟦'))).toBe(true)
})

test('a body that is no JSON, no object, or names no journey has one clear answer', async () => {
  const key = 'api-key-three'
  expect((await fileBy(key, '{"journey":')).status).toBe(400)
  for (const body of [[], 'text', null, 7, {}, { journey: 5, answers: [] }]) {
    const response = await fileBy(key, JSON.stringify(body))
    expect(response.status, JSON.stringify(body)).toBe(422)
    expect(response.headers.get('Content-Type')).toContain('application/problem+json')
  }
  const unknown = await fileBy(key, { journey: 'nothing', answers: {} })
  expect([404, 422]).toContain(unknown.status)
})

test('a wrong token and a case that is not there look the same', async () => {
  const { reference } = await filed('api-key-four')
  const other = await filed('api-key-five')
  const answers = await Promise.all([
    app.request(`/api/v1/cases/${reference}`),
    app.request(`/api/v1/cases/${reference}`, { headers: bearer('forged') }),
    app.request(`/api/v1/cases/${reference}`, { headers: bearer(other.token) }),
    app.request('/api/v1/cases/TC-2222-2222', { headers: bearer(other.token) }),
    app.request('/api/v1/cases/%F0%A8%B3%8A', { headers: bearer(other.token) }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  const bodies = await Promise.all(answers.map(async (one) => (await one.json()) as Problem))
  expect(new Set(bodies.map((body) => JSON.stringify({ ...body, instance: '' }))).size).toBe(1)
})

test('a case is corrected and withdrawn by its token', async () => {
  const { reference, token } = await filed('api-key-six')
  await settle(city)
  const path = `/api/v1/cases/${reference}`
  const wrong = await post(`${path}/correction`, { answers: { contact: 5 } }, bearer(token))
  expect(wrong.status).toBe(422)
  const { errors } = (await wrong.json()) as Problem
  expect(errors.some(({ pointer }) => pointer.startsWith('/answers/contact'))).toBe(true)

  const withdrawn = await post(`${path}/withdrawal`, {}, bearer(token))
  expect(withdrawn.status).toBe(200)
  await settle(city)
  const view = await (await app.request(path, { headers: bearer(token) })).json()
  expect(view.state).toBe('withdrawn')
  expect((await post(`${path}/withdrawal`, {}, bearer('forged'))).status).toBe(404)
})
