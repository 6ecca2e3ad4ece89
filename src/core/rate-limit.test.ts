import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { allow, everyone } from './access.ts'
import { answerFailure, prepare } from './http.tsx'
import { callerOf, forgetting, limit } from './rate-limit.ts'
import type { Station } from './station.ts'
import { newPages } from './web.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation({ bare: true })
})
afterAll(() => station.close())

/** A process of its own would share nothing but the database: so does a station of its own. */
const process = (over: Partial<Station> = {}): Station => ({ ...station, ...over })

function appOf(of: Station, points = 3) {
  const app = newPages()
  app.onError(answerFailure)
  app.use(prepare(of))
  const by = (c: { req: { query(name: string): string | undefined } }) => c.req.query('who') ?? ''
  app.get('/api/tries', allow(everyone), limit('tries', { points, perSeconds: 600, by }), (c) =>
    c.text('tried'),
  )
  app.get('/caller', allow(everyone), (c) => c.text(callerOf(c)))
  return app
}

const tries = async (app: ReturnType<typeof appOf>, who: string, count: number) => {
  const statuses: number[] = []
  for (let n = 0; n < count; n += 1) {
    statuses.push((await app.request(`/api/tries?who=${who}`)).status)
  }
  return statuses
}

test('after so many times the answer is 429, and says when to come back', async () => {
  const app = appOf(process())
  expect(await tries(app, 'ann', 4)).toEqual([200, 200, 200, 429])
  const refused = await app.request('/api/tries?who=ann')
  const seconds = Number(refused.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(600)
  expect(await refused.json()).toMatchObject({ type: 'urn:yizhan:problem:too_many', status: 429 })
})

test('another caller is not held up', async () => {
  const app = appOf(process())
  await tries(app, 'busy', 5)
  expect(await tries(app, 'quiet', 1)).toEqual([200])
})

test('two processes count together', async () => {
  const [one, other] = [appOf(process()), appOf(process())]
  expect(await tries(one, 'both', 2)).toEqual([200, 200])
  expect(await tries(other, 'both', 2)).toEqual([200, 429])
  expect(await tries(one, 'both', 1)).toEqual([429])
})

test('who it was is not kept, and is forgotten when the time is over', async () => {
  await tries(appOf(process()), 'secret-name', 1)
  const rows = await station.db.selectFrom('core.rate_limits').select('key').execute()
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain('secret-name')
  await station.db.updateTable('core.rate_limits').set({ expire: '1' }).execute()
  await forgetting.handle(station, {})
  expect(await station.db.selectFrom('core.rate_limits').select('key').execute()).toEqual([])
})

test('what a caller claims about itself counts only behind a proxy of ours', async () => {
  const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' }
  const direct = appOf(process())
  expect(await (await direct.request('/caller', { headers })).text()).toBe('in-process')
  const proxied = appOf(process({ config: { ...station.config, trustProxy: true } }))
  expect(await (await proxied.request('/caller', { headers })).text()).toBe('203.0.113.9')
})

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
])('the addresses of one home are one caller: %s', async (address, caller) => {
  const proxied = appOf(process({ config: { ...station.config, trustProxy: true } }))
  const answer = await proxied.request('/caller', { headers: { 'x-forwarded-for': address } })
  expect(await answer.text()).toBe(caller)
})
