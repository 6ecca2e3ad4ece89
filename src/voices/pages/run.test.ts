import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../../tests/world.ts'

let station: TestStation
let app: ReturnType<typeof newApp>
let clerk: Headers

beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
  clerk = await signIn(app, 'counter')
})
afterAll(() => station.close())

const ANYBODY = new Headers({ origin: 'http://localhost' })

const post = (path: string, form: Record<string, string>, headers = ANYBODY) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(form), headers })

async function started(): Promise<string> {
  const form = { journey: 'birth', version: '1', who: 'neighbour', way: 'counter' }
  return (await post('/desk/trials', form, clerk)).headers.get('location') ?? ''
}

test('whoever is not staff starts no run', async () => {
  expect((await app.request('/desk/trials/new?journey=birth&version=1')).status).toBe(303)
})

test('a clerk is not offered the run of the responsible', async () => {
  const page = await app.request('/desk/trials/new?journey=birth&version=1', { headers: clerk })
  const text = await page.text()
  expect(text).toContain('阿公阿嬤')
  expect(text).not.toContain('value="responsible"')
})

test('what was not chosen is asked for again, and what was typed stays', async () => {
  const form = { journey: 'birth', version: '1', who: 'other', way: '', testerWords: '夜班工人' }
  const again = await post('/desk/trials', form, clerk)
  expect(again.status).toBe(422)
  const text = await again.text()
  expect(text).toContain('請選怎麼走')
  expect(text).toContain('value="夜班工人"')
})

test('another group is said in words, never by a number of somebody', async () => {
  const form = { journey: 'birth', version: '1', who: 'other', way: 'counter' }
  expect((await post('/desk/trials', { ...form, testerWords: '' }, clerk)).status).toBe(422)
  const named = await post('/desk/trials', { ...form, testerWords: '0912-345-678' }, clerk)
  expect(await named.text()).toContain('請拿掉再記下')
})

test('an ID or telephone number among the words is shown again to be taken out', async () => {
  const address = await started()
  await post(`${address}/begin`, { script: 'on', width: '1280' })
  for (const words of ['她的證號 A123456789 填不進去', '打 04 2228 9111 問過']) {
    const again = await post(`${address}/end`, { script: 'on', width: '1280', stumbled: words })
    expect(again.status).toBe(422)
    expect(await again.text()).toContain(words)
  }
  const kept = await post(`${address}/end`, { page: 'child', stumbled: '第 3 題看了 2 次' })
  expect(kept.status).toBe(303)
})

test('a run ends once, and not before it has begun', async () => {
  const address = await started()
  expect((await post(`${address}/end`, { page: 'child', stumbled: '' })).status).toBe(409)
  await post(`${address}/begin`, {})
  expect((await post(`${address}/end`, { page: 'child', stumbled: '' })).status).toBe(303)
  expect((await post(`${address}/end`, { page: 'child', stumbled: '' })).status).toBe(409)
  expect((await app.request(address)).status).toBe(409)
})

test('a link nobody made opens nothing', async () => {
  expect((await app.request('/trials/made-up')).status).toBe(404)
  expect(
    (await app.request('/desk/trials/new?journey=birth&version=x', { headers: clerk })).status,
  ).toBe(404)
})

test('programs read the runs and the weighings of a journey', async () => {
  const runs = (await (await app.request('/api/v1/trials/hike')).json()) as { items: unknown[] }
  expect(runs.items).toContainEqual(
    expect.objectContaining({
      tester: 'grandparent',
      finished: false,
      counts: false,
      example: true,
    }),
  )
  const kept = (await (await app.request('/api/v1/weighings/hike')).json()) as { items: unknown[] }
  expect(kept.items).toMatchObject([{ version: 2, content: { isExample: true } }])
  expect((await app.request('/api/v1/trials/flying')).status).toBe(404)
})
