// Slips and orders as people meet them: on pages without a script, and for programs with a pass.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { issuePass } from '../handout/counter.ts'
import { cardOf, counterAt, ITEM, openSites } from '../handout/station.examples.ts'

let station: TestStation
let app: ReturnType<typeof newApp>
let officer: Headers
let bearer: Record<string, string>

beforeAll(async () => {
  station = await newStation({ now: '2026-11-24T09:00:00+08:00' })
  await openSites(station, 2, 500)
  app = newApp(station)
  officer = await signIn(app, 'masks')
  bearer = { authorization: `Bearer ${await issuePass(station, counterAt('s1'))}` }
})
afterAll(() => station.close())

const DESK = '/desk/supply/rapid-tests'
const OPEN = '/supply/rapid-tests'
const API = '/api/v1/supply/rapid-tests'

const post = (path: string, form: Record<string, string>, headers: HeadersInit = {}) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(form), headers })
const desk = (path: string, form: Record<string, string>) =>
  post(`${DESK}/${path}`, { site: 's1', ...form }, officer)
const call = (path: string, body: unknown, key = 'a-key-of-slips') =>
  app.request(`${API}/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': key, ...bearer },
  })
const text = async (path: string, headers: HeadersInit = {}) =>
  (await app.request(path, { headers })).text()

test('a day of slips: opened by the site, taken by telephone, called, and seen by its holder', async () => {
  const plan = { item: ITEM, numbers: '20', lateNumbers: '2', startsAt: '11:00', endsAt: '21:00' }
  expect((await desk('slips/open', { ...plan, startsAt: 'noon' })).status).toBe(422)
  expect((await desk('slips/open', plan)).status).toBe(303)
  const page = await text(`${DESK}/slips?site=s1`, officer)
  const round = /name="round" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? ''
  expect((await desk('slips/paper', { round, upTo: '3' })).status).toBe(303)
  expect((await desk('slips/paper', { round, upTo: '19' })).status).toBe(422)

  const slip = `${OPEN}/sites/s1/slip`
  expect((await post(slip, { round, phone: '12' })).status).toBe(422)
  const taken = await post(slip, { round, phone: '0912-345-678' })
  const mine = taken.headers.get('location') ?? ''
  expect(await text(mine)).toContain('大約 11:03 輪到您')
  const again = await post(slip, { round, phone: '0912345678' })
  expect(again.headers.get('location')).toBe(mine)

  for (let n = 0; n < 4; n += 1) await desk('slips/call', { round })
  expect(await text(mine)).toContain('輪到您了')
  await desk('slips/settle', { round, number: '4', state: 'served' })
  expect(await text(mine)).toContain('已經領了')
})

test('a round of another site is nobody’s to call', async () => {
  const page = await text(`${DESK}/slips?site=s1`, officer)
  const round = /name="round" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? ''
  expect((await desk('slips/call', { round, site: 's2' })).status).toBe(404)
  expect((await desk('slips/call', { round: 'x' })).status).toBe(404)
})

test('a program gives and calls numbers with its pass, and everybody sees where it stands', async () => {
  const given = await (await call('slips', { item: ITEM })).json()
  expect(given).toMatchObject({ number: 5 })
  expect(await (await call('slips', { item: ITEM })).json()).toEqual(given)
  expect(await (await call('slips/call', { item: ITEM })).json()).toEqual({ number: 5 })
  const seen = await (await app.request(`${API}/sites/s1/slips`)).json()
  expect(seen.items[0]).toMatchObject({ item: ITEM, called: 5, free: 13, kept: 2 })
})

test('an order by form has a receipt, and its card is told nothing more the second time', async () => {
  const form = { card: cardOf(1), site: 's1', email: '', key: '' }
  expect((await post(`${OPEN}/order`, { ...form, site: 'nowhere' })).status).toBe(422)
  const placed = await post(`${OPEN}/order`, form)
  const receipt = placed.headers.get('location') ?? ''
  expect(receipt).toMatch(/^\/supply\/rapid-tests\/orders\/OR-/)
  expect(await text(receipt)).toContain('第s1藥局')
  const refused = await post(`${OPEN}/order`, form)
  expect(refused.status).toBe(409)
  const words = await refused.text()
  expect(words).toContain('這張卡現在不能預購')
  expect(words).not.toContain('2026年12月8日')
  expect(words).not.toContain(cardOf(1))
})

test('a shop orders and hands over with its pass', async () => {
  const first = await call('orders', { card: cardOf(2), site: 's1' }, 'shop-order-1')
  expect(first.status).toBe(201)
  const order = await first.json()
  const again = await call('orders', { card: cardOf(2), site: 's1' }, 'shop-order-1')
  expect([again.status, await again.json()]).toEqual([200, order])
  await station.clock.move?.(new Date('2026-12-01T10:00:00+08:00'))
  const collected = await call(`orders/${order.reference}/collection`, {})
  expect(await collected.json()).toMatchObject({ state: 'collected', pieces: 5 })
  expect((await call(`orders/${order.reference}/collection`, {})).status).toBe(409)
  const late = await desk('orders', { reference: order.reference })
  expect(late.status).toBe(422)
  expect(await late.text()).toContain('這筆預購已經領了')
})
