// Rules as everybody meets them: the versions of 2020 switch on their dates, a new one is published
// once and told to all, an emergency is answered for by a name.

import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { buildApp, reloadCity } from '../../app.ts'
import { canonicalJson } from '../../core/canonical.ts'
import { listEntriesAfter } from '../../core/openlog.ts'
import { getProgramme } from '../programmes.ts'
import { readRation, sharesWithoutExample } from './file.ts'
import { currentRation, listPublished, listWaiting } from './rations.ts'
import type { Version } from './schema.ts'

const MORNING = '2026-11-23T09:30:00+08:00'
const folder = mkdtempSync(join(tmpdir(), 'yizhan-ration-'))
let station: TestStation
let app: ReturnType<typeof buildApp>
let masks: Headers

beforeAll(async () => {
  await open()
})
afterAll(async () => {
  await station.close()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  await setNow(MORNING)
})

/** A city as it is before anybody has published anything, with files of its own. */
async function open(): Promise<void> {
  station = await newStation()
  cpSync('cities/taichung', folder, { recursive: true })
  station.city.directory = folder
  app = buildApp(station)
  masks = await signIn(app, 'masks')
}

const setNow = (at: string) => station.clock.move?.(new Date(at))
const get = async (path: string, headers: HeadersInit = {}) => app.request(path, { headers })
const post = async (path: string, body: Record<string, string>, headers = masks) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(body), headers })
const rules = async () => (await get('/supply/rapid-tests/rules')).text()

const DESK = '/desk/supply/rapid-tests/rules'
const publish = async (number: number, more: Record<string, string> = {}, headers = masks) => {
  const [waiting] = await listWaiting(station, 'rapid-tests')
  const digest = waiting?.digest ?? ''
  return post(`${DESK}/publications`, { number: String(number), digest, ...more }, headers)
}
const explain = (number: number, why: string) => post(`${DESK}/${number}/explanation`, { why })

function change(programme: string, from: string | RegExp, to: string): void {
  const path = join(folder, 'supply', `${programme}.ration.yaml`)
  const text = readFileSync(path, 'utf8')
  expect(text.replace(from, to)).not.toBe(text)
  writeFileSync(path, text.replace(from, to))
}
const undo = () => cpSync('cities/taichung/supply', join(folder, 'supply'), { recursive: true })

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
    ['2020-04-09T12:00:00+08:00', 8],
    ['2020-04-19T12:00:00+08:00', 9],
    ['2020-04-23T08:00:00+08:00', 11],
  ] as const
  for (const [moment, number] of moments) expect(await at(moment), moment).toBe(number)
})

test('every version that is run shows by example what each share comes to', () => {
  const { versions } = readRation(station.city, getProgramme(station, 'masks'))
  const run = versions.filter(({ notRun }) => !notRun)
  expect(run.filter(({ examples }) => examples.length === 0)).toEqual([])
  expect(sharesWithoutExample({ ...(run[0] as Version), examples: [] })).toEqual([0, 1])
})

test('what was before stands in the open log once, in its order, however often the city starts', async () => {
  expect(await reloadCity(station)).toEqual([])
  const entries = await listEntriesAfter(station.db, 0, 500)
  const told = entries
    .filter(({ kind, data }) => kind === 'ration.version_published' && data.programme === 'masks')
    .map(({ data }) => data.number)
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})

test('everybody reads the rules, as a page and as data', async () => {
  const answer = await get('/api/v1/supply/masks/ration')
  const { current, upcoming, items } = (await answer.json()) as Record<string, unknown> & {
    items: { from: string; digest: string }[]
  }
  expect([current, upcoming, items.length]).toEqual([11, null, 12])
  const seventh = (await (await get('/api/v1/supply/masks/ration/7')).json()) as {
    digest: string
    content: Record<string, unknown>
  }
  const { examples: _, ...written } = seventh.content
  expect(createHash('sha256').update(canonicalJson(written)).digest('hex')).toBe(seventh.digest)
  expect(seventh).toMatchObject({
    from: '2020-03-19T07:00:00+08:00',
    agreedOn: '2020-03-18',
    shares: [{ ages: { from: null, upTo: 16 }, items: { adult: 3, child: 5 }, days: 7 }, {}],
    emergency: { notYetExplained: false, explainBy: null },
  })
  expect((await get('/api/v1/supply/gold/ration')).status).toBe(404)
  expect((await get('/api/v1/supply/masks/ration/99')).status).toBe(404)
  const page = await (await get('/supply/masks/rules')).text()
  expect(page).toContain('16 歲以下每天都可以買')
  expect(page).toContain('中央流行疫情指揮中心')
})

test('a version that was published and an example that is not so are named with their line', async () => {
  change('rapid-tests', 'gets: { kit: 2 }', 'gets: { kit: 3 }')
  const mistakes = await reloadCity(station)
  expect(mistakes).toEqual([
    expect.stringMatching(/rapid-tests\.ration\.yaml:\d+:\d+ gets: kit is 2, not 3$/),
  ])
  undo()
  change('masks', /price_twd: 5/g, 'price_twd: 6')
  const changed = await reloadCity(station)
  expect(changed).toHaveLength(12 - 2)
  expect(changed[0]).toMatch(/masks\.ration\.yaml:\d+:\d+ number: version 1 was published/)
  undo()
  // Examples rule nothing: more of them may be added at any time.
  change('masks', 'gets: {}\n        next: { adult: 2020-02-07 }', 'gets: {}')
  expect(await reloadCity(station)).toEqual([])
  undo()
  expect(await reloadCity(station)).toEqual([])
})

test('a version that begins on another weekday says why', async () => {
  change('rapid-tests', '"2026-11-26T08:00:00+08:00"', '"2026-11-25T08:00:00+08:00"')
  expect((await reloadCity(station))[0]).toMatch(/from: changes start on ISO weekday 4/)
  undo()
  expect(await reloadCity(station)).toEqual([])
})

test('what a gate finds holds back a version, and nothing is lost of the page', async () => {
  change(
    'rapid-tests',
    /( {4}examples:[\s\S]*?)( {2}- number: 2[\s\S]*?) {4}examples:[\s\S]*$/,
    '$1$2',
  )
  expect(await reloadCity(station)).toEqual([])
  const refused = await publish(2, { how: 'usual' })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('第 1 種份沒有例子')
  expect(await listWaiting(station, 'rapid-tests')).toHaveLength(1)
})

test('only its desk publishes, in an emergency with a reason', async () => {
  expect((await get(DESK)).status).toBe(303)
  const other = await signIn(app, 'officer')
  expect(
    (await publish(2, { how: 'emergency', why: '不是這個窗口的人也想公布' }, other)).status,
  ).toBe(403)
  const short = await publish(2, { how: 'emergency', why: '急' })
  expect(short.status).toBe(422)
  const page = await short.text()
  expect(page).toContain('請寫清楚原因')
  expect(page).toMatch(/<textarea[^>]*>\s*急\s*<\/textarea>/)
  const stale = await post(`${DESK}/publications`, { number: '2', digest: 'x', how: 'usual' })
  expect(stale.status).toBe(409)
})

test('an emergency begins when it is published, under a name, and owes its gates an answer', async () => {
  // Late: it should have begun the day before, and nobody could know.
  await setNow('2026-11-27T07:00:00+08:00')
  expect((await publish(2, { how: 'usual' })).status).toBe(409)
  expect((await publish(2, { how: 'emergency', why: '三所學校停課，孩子要驗。' })).status).toBe(303)
  const before = await currentRation(station, 'rapid-tests', new Date('2026-11-27T06:59:59+08:00'))
  const after = await currentRation(station, 'rapid-tests', new Date('2026-11-27T07:00:00+08:00'))
  expect([before?.number, after?.number]).toEqual([1, 2])

  const shown = await rules()
  expect(shown).toContain('三所學校停課，孩子要驗。')
  expect(shown).toContain('鄭文彬')
  expect(shown).not.toContain('還沒有說明')
  await setNow('2026-11-30T07:00:00+08:00')
  expect(await rules()).toContain('還沒有說明')

  // The examples it began without are still missing.
  const refused = await explain(2, '問過護理師，份數也算過。')
  expect(refused.status).toBe(422)
  const page = await refused.text()
  expect(page).toContain('第 2 種份沒有例子')
  expect(page).toContain('問過護理師，份數也算過。')
  undo()
  expect(await reloadCity(station)).toEqual([])
  expect((await explain(2, '問過護理師，份數也算過。')).status).toBe(303)
  const explained = await rules()
  expect(explained).toContain('問過護理師，份數也算過。')
  expect(explained).not.toContain('還沒有說明')
  expect((await explain(2, '再說明一次，應該不行。')).status).toBe(409)
  const [, second] = await listPublished(station, station.db, 'rapid-tests')
  expect(second).toMatchObject({ publishedBy: '鄭文彬', language: 'zh-TW' })
})

test('in the usual way it is published once, before it begins, and told to all at once', async () => {
  await station.close()
  await open()
  expect((await publish(3, { how: 'usual' })).status).toBe(409)
  expect((await publish(2, { how: 'usual' })).status).toBe(303)
  expect((await publish(2, { how: 'usual' })).status).toBe(404)
  const entries = await listEntriesAfter(station.db, 0, 500)
  expect(entries.at(-1)).toMatchObject({
    kind: 'ration.version_published',
    subject: 'ration:rapid-tests:2',
    data: { from: '2026-11-26T08:00:00+08:00' },
  })
  expect(await rules()).toContain('即將開始')
  const { current, upcoming } = (await (
    await get('/api/v1/supply/rapid-tests/ration')
  ).json()) as Record<string, unknown>
  expect([current, upcoming]).toEqual([1, 2])
})
