import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../tests/world.ts'
import { endGrant, grantTo, mayActFor } from './actions.ts'
import { shownCode } from './auth.ts'

let station: TestStation
let app: ReturnType<typeof newApp>

beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
})
afterAll(() => station.close())

const ORIGIN = { Origin: 'http://localhost' }
const post = (path: string, form: Record<string, string>, headers = {}) =>
  app.request(path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { ...ORIGIN, ...headers },
  })

async function signIn(email: string): Promise<string> {
  await post('/sign-in', { email, back: '/' })
  const answer = await post('/sign-in/code', { email, code: shownCode(email) ?? '', back: '/desk' })
  expect(answer.status).toBe(303)
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
}

test('a clerk signs in with the code that was sent, without a script', async () => {
  const cookie = await signIn('counter@taichung.example')
  const page = await app.request('/agencies', { headers: { cookie } })
  expect(await page.text()).toContain('陳怡君')
})

test('a wrong code is refused in words, and the address is not lost', async () => {
  const email = 'owner@taichung.example'
  await post('/sign-in', { email, back: '/' })
  const answer = await post('/sign-in/code', { email, code: '000000', back: '/' })
  expect(answer.status).toBe(422)
  const html = await answer.text()
  expect(html).toContain('代碼不對')
  expect(html).toContain(`value="${email}"`)
})

test('an unknown address gets no code, and nobody can tell from the answer', async () => {
  const answer = await post('/sign-in', { email: 'nobody@taichung.example', back: '/' })
  expect(answer.status).toBe(303)
  expect(shownCode('nobody@taichung.example')).toBeNull()
})

test('who looked at what is for the lead alone', async () => {
  const clerk = await signIn('huts@taichung.example')
  expect((await app.request('/desk/views', { headers: { cookie: clerk } })).status).toBe(403)
  const lead = await signIn('lead@taichung.example')
  expect((await app.request('/desk/views', { headers: { cookie: lead } })).status).toBe(200)
  const nobody = await app.request('/desk/views')
  expect(nobody.headers.get('location')).toContain('/sign-in')
})

test('guessing codes ends soon', async () => {
  const statuses = []
  for (let guess = 0; guess < 15; guess += 1) {
    statuses.push((await post('/sign-in/code', { email: 'a@b.tw', code: '1', back: '/' })).status)
  }
  expect(statuses.at(-1)).toBe(429)
})

test('agencies come with their desks', async () => {
  const answer = await app.request('/api/v1/agencies')
  const { items } = (await answer.json()) as { items: { id: string; desks: { id: string }[] }[] }
  expect(items.find(({ id }) => id === 'front-desk')?.desks.map(({ id }) => id)).toContain(
    'forest-desk',
  )
})

test('acting for somebody holds for that person, that purpose and that time only', async () => {
  const [fromAt, untilAt] = [station.clock.now(), new Date('2026-12-01T00:00:00+08:00')]
  const grant = {
    helperId: 'counter',
    subject: 'A123456789',
    purpose: 'hike',
    basis: 'present',
  } as const
  const grantId = await grantTo(station, { ...grant, fromAt, untilAt })
  expect(await mayActFor(station, grant)).toBe(true)
  expect(await mayActFor(station, { ...grant, purpose: 'birth' })).toBe(false)
  expect(await mayActFor(station, { ...grant, subject: 'B123456780' })).toBe(false)
  await endGrant(station, grantId)
  expect(await mayActFor(station, grant)).toBe(false)
  await expect(endGrant(station, grantId)).rejects.toMatchObject({ kind: 'conflict' })
})
