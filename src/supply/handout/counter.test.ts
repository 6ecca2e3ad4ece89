// The counter's page and the same for programs: who may, what they hear, and how it goes by keyboard.

import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../tests/browser.ts'
import { newApp, newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { issuePass } from './counter.ts'
import { cardOf, counterAt, ITEM, openSites } from './station.examples.ts'

const PAGE = '/desk/supply/rapid-tests/hand-out'
const API = '/api/v1/supply/rapid-tests/hand-outs'
let station: TestStation
let app: ReturnType<typeof newApp>
let officer: Headers
let pass: string

beforeAll(async () => {
  station = await newStation({ now: '2026-11-24T11:00:00+08:00' })
  await openSites(station, 3, 1000)
  app = newApp(station)
  officer = await signIn(app, OFFICER)
  pass = await issuePass(station, counterAt('s1'))
})
afterAll(() => station.close())

const OFFICER = 'masks'

const post = (form: Record<string, string>) =>
  app.request(PAGE, { method: 'POST', body: new URLSearchParams(form), headers: officer })

const call = (body: unknown, headers: Record<string, string> = {}) =>
  app.request(API, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': 'api-key-1', ...headers },
  })

test('without a script the form answers with the result in big words', async () => {
  const form = { site: 's1', card: cardOf(1), item: ITEM, amount: '', key: '' }
  const given = await post(form)
  expect(given.status).toBe(200)
  expect(await given.text()).toContain('請發 5 劑快篩試劑')
  const refused = await (await post(form)).text()
  expect(refused).toContain('現在不能發')
  expect(refused).toContain('2026年12月8日')
  expect(refused).not.toContain(cardOf(1))
})

test('a wrong number comes back with the reason beside its field', async () => {
  const answer = await post({ site: 's1', card: 'A123456780', item: ITEM, key: '' })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('id="card-error"')
})

test('a stranger and an officer of another desk are kept out', async () => {
  expect((await app.request(PAGE)).status).toBe(303)
  const other = await signIn(app, 'huts')
  expect((await app.request(PAGE, { headers: other })).status).toBe(403)
})

test('a program with a pass hands out once for one key', async () => {
  const body = { card: cardOf(2), item: ITEM, amount: 2 }
  const headers = { authorization: `Bearer ${pass}` }
  const first = await call(body, headers)
  expect(first.status).toBe(201)
  const told = await first.json()
  expect(told).toMatchObject({ outcome: 'given', pieces: 2, left: 3 })
  const again = await call(body, headers)
  expect(again.status).toBe(200)
  expect(await again.json()).toEqual({ ...told, outcome: 'again' })
  const used = await call({ ...body, card: cardOf(3) }, headers)
  expect(used.status).toBe(409)
})

test('without a pass a card that can be and one that cannot get the same answer', async () => {
  const strange = { authorization: `Bearer yzp_${'x'.repeat(43)}` }
  const answers = await Promise.all([
    call({ card: cardOf(1), item: ITEM }),
    call({ card: 'nonsense', item: ITEM }, strange),
    call({}, strange),
  ])
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
})

test('a pass that an officer ends opens nothing from then on', async () => {
  const lost = await issuePass(station, counterAt('s2'))
  const headers = { authorization: `Bearer ${lost}`, 'idempotency-key': 'before-the-end' }
  expect((await call({ card: cardOf(900), item: ITEM }, headers)).status).toBe(201)
  const page = await (await app.request(`${PAGE}?site=s2`, { headers: officer })).text()
  const end = /action="([^"]+\/pass\/[0-9a-f-]+\/end)"/.exec(page)?.[1] ?? ''
  const ask = (site: string) =>
    app.request(end, { method: 'POST', body: new URLSearchParams({ site }), headers: officer })
  expect((await ask('s1')).status).toBe(404)
  expect((await ask('s2')).status).toBe(303)
  expect((await call({ card: cardOf(901), item: ITEM }, headers)).status).toBe(401)
})

test('whoever tries numbers one after the other is stopped', async () => {
  const thief = await issuePass(station, counterAt('s2'))
  const statuses: number[] = []
  for (let n = 0; n < 100; n += 1) {
    const headers = { authorization: `Bearer ${thief}`, 'idempotency-key': `thief-key-${n}` }
    statuses.push((await call({ card: cardOf(700 + n), item: ITEM }, headers)).status)
  }
  expect(statuses.filter((status) => status === 201)).toHaveLength(90)
  expect(statuses.at(-1)).toBe(429)
})

test('at a real browser a scan, an Enter and the next scan work, also while the line is down', async () => {
  const server = serve({ fetch: app.fetch, port: 0 })
  const { port } = server.address() as AddressInfo
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext()
    const base = `http://localhost:${port}`
    const cookies = (officer.get('cookie') ?? '').split('; ').map((cookie) => {
      const [name = '', ...value] = cookie.split('=')
      return { name, value: value.join('='), url: base }
    })
    await context.addCookies(cookies)
    const page = await context.newPage()
    await page.goto(`${base}${PAGE}?site=s3`)
    const scan = async (card: string) => {
      await page.keyboard.type(card)
      await page.keyboard.press('Enter')
    }
    await scan(cardOf(20))
    await page.locator('.hand-out-result', { hasText: '請發 5 劑' }).waitFor()
    await scan(cardOf(20))
    await page.locator('.hand-out-result', { hasText: '下次可以領' }).waitFor()

    await page.getByRole('button', { name: '領離線額度' }).click()
    await page.getByText('可以用 30 次').waitFor()
    await context.setOffline(true)
    await page.locator('#card').focus()
    await scan(cardOf(21))
    await page.getByText('共 1 筆待回報，剩 29 次').waitFor()
    await scan(cardOf(21))
    await page.getByText('這一張卡不能發').waitFor()
    const kept = await page.evaluate(() => JSON.stringify(localStorage))
    expect(kept).not.toContain(cardOf(21))
    await context.setOffline(false)
    await page.getByRole('button', { name: '回報斷線時發的' }).click()
    await page.getByText('記下 1 筆').waitFor()
    await scan(cardOf(21))
    await page.locator('.hand-out-result', { hasText: '下次可以領' }).waitFor()
  } finally {
    await browser.close()
    server.close()
  }
})
