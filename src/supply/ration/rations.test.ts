// Rules as everybody meets them: the versions of 2020 switch on their dates, a new one is published
// once and told to all, an emergency is answered for by a name.

import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { buildApp } from '../../app.ts'
import { getProgramme } from '../programmes.ts'
import { readRation, sharesWithoutExample } from './file.ts'
import { currentRation, listPublished, loadRations } from './rations.ts'
import type { Version } from './schema.ts'

let station: TestStation
let app: ReturnType<typeof buildApp>
let masks: Headers
let now = '2026-11-23T09:30:00+08:00'

beforeAll(async () => {
  const clock = { now: () => new Date(now), move: null }
  station = await newStation({ clock })
  app = buildApp(station)
  masks = await signIn(app, 'masks')
})
afterAll(() => station.close())

const get = async (path: string, headers: HeadersInit = {}) => app.request(path, { headers })
const post = async (path: string, body: Record<string, string>, headers = masks) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(body), headers })
const DESK = '/desk/supply/rapid-tests/rules'

test('the rules of 2020 switch on their dates', async () => {
  const at = async (moment: string) =>
    (await currentRation(station, 'masks', new Date(moment)))?.number ?? null
  const moments = [
    ['2020-02-06T08:59:59+08:00', null],
    ['2020-02-06T09:00:00+08:00', 1],
    ['2020-02-27T08:00:00+08:00', 4],
    ['2020-03-12T12:00:00+08:00', 5],
    ['2020-03-19T06:59:59+08:00', 5],
    ['2020-03-19T07:00:00+08:00', 7],
    ['2020-04-19T12:00:00+08:00', 9],
    ['2020-04-22T12:00:00+08:00', 9],
    ['2020-04-23T08:00:00+08:00', 11],
  ] as const
  for (const [moment, number] of moments) expect(await at(moment), moment).toBe(number)
})

test('every version that is run shows by example what each share comes to', () => {
  const versions = readRation(station.city, getProgramme(station, 'masks'))
  const run = versions.filter(({ notRun }) => !notRun)
  expect(run).toHaveLength(9)
  expect(run.filter(({ examples }) => examples.length === 0)).toEqual([])
  expect(sharesWithoutExample({ ...(run[0] as Version), examples: [] })).toEqual([0, 1])
})

test('everybody reads the rules, and a device can compute from them', async () => {
  const answer = await get('/api/v1/supply/masks/ration')
  expect(answer.status).toBe(200)
  const { current, items } = (await answer.json()) as { current: number; items: { from: string }[] }
  expect(current).toBe(11)
  expect(items.map(({ from }) => from)).toContain('2020-03-19T07:00:00+08:00')
  expect((await get('/api/v1/supply/gold/ration')).status).toBe(404)
  const page = await (await get('/supply/masks/rules')).text()
  expect(page).toContain('16 歲以下每天都可以買')
  expect(page).toContain('中央流行疫情指揮中心')
  const when = await (
    await get('/supply/masks/when', { 'accept-language': 'en-GB,en;q=0.9' })
  ).text()
  expect(when).toContain('Cards of children up to 16')
  // Nothing of it can be sent: the form has neither a place to go nor names.
  expect(when).not.toMatch(/<form[^>]*data-island="ration"[^>]*(action|method)=/)
})

test('a version is published once, by its desk, before it begins, and stands in the open log', async () => {
  expect((await get(DESK)).status).toBe(303)
  const other = await signIn(app, 'officer')
  expect((await post(DESK, { number: '2', way: 'usual' }, other)).status).toBe(403)
  expect(await (await get(DESK, masks)).text()).toContain('12 歲以下多兩劑')
  expect((await post(DESK, { number: '3', way: 'usual' })).status).toBe(409)
  now = '2026-11-26T08:00:00+08:00'
  expect((await post(DESK, { number: '2', way: 'usual' })).status).toBe(409)
  now = '2026-11-23T09:30:00+08:00'
  expect((await post(DESK, { number: '2', way: 'usual' })).status).toBe(303)
  expect((await post(DESK, { number: '2', way: 'usual' })).status).toBe(404)
  const log = await (await get('/log')).text()
  expect(log).toContain('公布了一版配給規則')
  const after = await currentRation(station, 'rapid-tests', new Date('2026-11-26T08:00:00+08:00'))
  const before = await currentRation(station, 'rapid-tests', new Date('2026-11-26T07:59:59+08:00'))
  expect([before?.number, after?.number]).toEqual([1, 2])
})

test('an emergency begins at once under a name, and is shown as not explained after 72 hours', async () => {
  const fresh = await newStation({ clock: { now: () => new Date(now), move: null } })
  const door = buildApp(fresh)
  try {
    const headers = await signIn(door, 'masks')
    const send = (body: Record<string, string>) =>
      door.request(DESK, {
        method: 'POST',
        body: new URLSearchParams({ number: '2', ...body }),
        headers,
      })
    const empty = await send({ way: 'at_once', text: ' ' })
    expect(empty.status).toBe(422)
    expect(await empty.text()).toContain('請寫下理由')
    expect((await send({ way: 'at_once', text: '三所學校停課' })).status).toBe(303)
    const rules = async () => (await door.request('/supply/rapid-tests/rules')).text()
    expect(await rules()).toContain('三所學校停課')
    expect(await rules()).not.toContain('還沒有說明的規則')
    now = '2026-11-26T09:30:01+08:00'
    expect(await rules()).toContain('還沒有說明的規則')
    expect((await send({ way: 'explain', text: '問過護理師，份數算過。' })).status).toBe(303)
    expect(await rules()).not.toContain('還沒有說明的規則')
    expect((await send({ way: 'explain', text: '再一次' })).status).toBe(409)
    const [, second] = await listPublished(fresh, fresh.db, 'rapid-tests')
    expect(second?.publishedBy).not.toBeNull()
  } finally {
    now = '2026-11-23T09:30:00+08:00'
    await fresh.close()
  }
})

test('a published version that was changed in its file stops the start', async () => {
  await sql`
    update supply.rations set content = jsonb_set(content, '{shares,0,days}', '8')
     where programme_id = 'masks' and number = 1`.execute(station.db)
  await expect(loadRations(station)).rejects.toThrow('masks.ration.yaml: version 1 is published')
})
