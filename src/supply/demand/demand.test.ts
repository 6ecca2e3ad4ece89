// Supply against demand: the same numbers for everybody, this week beside the last; suggestions that
// are answered in public.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { changeStock } from '../actions/changes.ts'
import { takeFile } from '../actions/feed.ts'
import { boardOf } from '../board/board.ts'
import type { StockChange } from '../schema/stock.ts'
import { handedOut } from '../store/demand.ts'
import { demandOf, weeksUntil } from './demand.ts'

/** Tuesday afternoon. */
const NOW = '2026-11-24T15:00:00+08:00'
/** In Central District, hand-out Monday to Saturday 11:00–13:00. */
const CENTRAL = '5999000101'
let station: TestStation
let app: ReturnType<typeof newApp>

beforeAll(async () => {
  station = await newStation({ now: '2026-11-16T08:00:00+08:00' })
  app = newApp(station)
  // A week ago 100 go out on Tuesday noon, in the week since 30, 50 and 150.
  for (const [time, adult] of [
    ['16 08:00', 200],
    ['17 11:30', 100],
    ['20 11:30', 70],
    ['23 08:00', 200],
    ['23 12:00', 150],
    ['24 12:00', 0],
  ] as const) {
    await at(time)
    await take(adult)
  }
  await station.clock.move?.(new Date(NOW))
})
afterAll(() => station.close())

const at = (time: string) =>
  station.clock.move?.(new Date(`2026-11-${time.replace(' ', 'T')}:00+08:00`))
const take = (adult: number) => {
  const time = new Date(station.clock.now().getTime() + 8 * 3600_000).toISOString()
  const text = `醫事機構代碼,成人口罩剩餘數,兒童口罩剩餘數,來源資料時間\n${CENTRAL},${adult},10,${time.slice(0, 10).replaceAll('-', '/')} ${time.slice(11, 19)}`
  const bytes = new TextEncoder().encode(text)
  return station.db
    .transaction()
    .execute((tx) => takeFile(station, tx, { programmeId: 'masks', feed: 'nhi', bytes }))
}
const say = (...changes: StockChange[]) =>
  station.db.transaction().execute((tx) =>
    changeStock(tx, {
      ...{ programmeId: 'masks', at: station.clock.now(), source: 'owner', by: null },
      changes,
    }),
  )
const central = async () => {
  await boardOf(station, 'masks').refresh()
  const demand = await demandOf(station, 'masks')
  return demand.districts.find(({ name }) => name?.['zh-TW'] === '中區')
}

test('a week is seven days up to now, the one before the seven before', () => {
  const { thisWeek, lastWeek } = weeksUntil(new Date(NOW))
  expect(thisWeek[0]).toEqual(new Date('2026-11-17T15:00:00+08:00'))
  expect(lastWeek).toEqual([new Date('2026-11-10T15:00:00+08:00'), thisWeek[0]])
})

test('what went out is what the feed fell by, in both weeks', async () => {
  const district = await central()
  expect(district?.thisWeek.handedOut.adult).toBe(230)
  expect(district?.lastWeek.handedOut.adult).toBe(100)
  expect(district?.people).toBeGreaterThan(10_000)
  const all = await handedOut(station.db, 'masks', new Date('2026-11-16'), new Date(NOW))
  expect(all).toEqual([{ siteId: CENTRAL, item: 'adult', pieces: 330 }])
})

test('an owner who corrects a number has handed nothing out', async () => {
  await say({ siteId: CENTRAL, item: 'adult', amount: 90 })
  await say({ siteId: CENTRAL, item: 'adult', amount: 40 })
  expect((await central())?.thisWeek.handedOut.adult).toBe(230)
  expect((await central())?.stock.adult).toBe(40)
})

test('an open door with nothing behind it is time in vain', async () => {
  const district = await central()
  // Two items, two hours a day from Wednesday to Tuesday without Sunday; adult masks are gone at last.
  expect(district?.thisWeek.minutes).toEqual({ open: 1440, empty: 60, promised: 0, disputed: 0 })
  await at('25 11:00')
  await say({ siteId: CENTRAL, item: 'child', state: 'disputed' })
  await at('25 11:30')
  await say({ siteId: CENTRAL, item: 'child', state: 'promised' })
  await at('25 12:00')
  await say({ siteId: CENTRAL, item: 'child', state: 'counted' })
  const { minutes } = (await central())?.thisWeek ?? {}
  expect(minutes).toEqual({ open: 1440, empty: 60, promised: 30, disputed: 30 })
})

test('the nearest that is open, else the nearest that has some, in a straight line', async () => {
  await at('25 12:00')
  const open = await central()
  expect(open?.metres.adult).toBeGreaterThan(0)
  expect(open?.metres.adult).toBeLessThan(2000)
  expect(open?.isClosed).toBe(false)
  await at('25 22:00')
  const closed = await central()
  expect(closed).toMatchObject({ metres: open?.metres, isClosed: true })
  const { whole, districts } = await demandOf(station, 'masks')
  expect(districts).toHaveLength(29)
  expect(whole.people).toBeGreaterThan(2_000_000)
  expect(whole.sites).toBeGreaterThanOrEqual(40)
})

test('page and program say the same, and a programme nobody knows is not found', async () => {
  const page = await (await app.request('/supply/masks/demand?item=adult')).text()
  expect(page).toContain('中區')
  expect(page).toContain('class="bar-')
  const answer = await app.request('/api/v1/supply/masks/demand')
  const { districts, city } = (await answer.json()) as {
    districts: { name: { en: string }; this_week: { handed_out: Record<string, number> } }[]
    city: { this_week: { handed_out: Record<string, number> } }
  }
  expect(
    districts.find(({ name }) => name.en === 'Central District')?.this_week.handed_out.adult,
  ).toBe(city.this_week.handed_out.adult)
  for (const path of ['/supply/none/demand', '/api/v1/supply/none/demand']) {
    expect((await app.request(path)).status).toBe(404)
  }
  expect((await app.request('/supply/rapid-tests/demand?item=none')).status).toBe(200)
})

test('a suggestion is shown only with its answer, and without what tells who wrote it', async () => {
  const post = (path: string, form: Record<string, string>, headers = new Headers()) =>
    app.request(path, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { origin: 'http://localhost', ...Object.fromEntries(headers) },
    })
  const page = async () => (await app.request('/supply/masks/demand')).text()
  const suggestion = crypto.randomUUID()
  const words = '上班的人來不及，晚上也發好嗎？我的電話 0912-345-678'
  const path = '/supply/masks/suggestions'
  expect((await post(path, { suggestion, words: ' ' })).status).toBe(422)
  expect((await post(path, { suggestion, words: 'x'.repeat(801) })).status).toBe(422)
  expect((await post(path, { suggestion: 'x', words })).status).toBe(422)
  expect((await post(path, { suggestion, words })).status).toBe(303)
  expect((await post(path, { suggestion, words })).status).toBe(303)
  expect(await page()).not.toContain('來不及')

  const rows = await station.db.selectFrom('supply.suggestions').selectAll().execute()
  expect(rows).toHaveLength(1)
  expect(Buffer.from(rows[0]?.sealed ?? []).toString('utf8')).not.toContain('來不及')
  const desk = '/desk/supply/masks/suggestions'
  expect((await app.request(desk, { headers: await signIn(app, 'huts') })).status).toBe(403)
  const headers = await signIn(app, 'masks')
  expect((await post(`${desk}/${suggestion}/answer`, { answer: '' }, headers)).status).toBe(422)
  const answer = '下週四起，每天 18:00 再發一輪。'
  expect((await post(`${desk}/${suggestion}/answer`, { answer }, headers)).status).toBe(303)
  expect((await post(`${desk}/${suggestion}/removal`, {}, headers)).status).toBe(404)
  const shown = await page()
  expect(shown).toContain('來不及')
  expect(shown).toContain(answer)
  expect(shown).not.toContain('0912')

  const other = crypto.randomUUID()
  await post(path, { suggestion: other, words: '不該公開的話' })
  expect((await post(`${desk}/${other}/removal`, {}, headers)).status).toBe(303)
  expect(await page()).not.toContain('不該公開')
  const kept = await station.db.selectFrom('supply.suggestions').select('sealed').execute()
  expect(kept.every(({ sealed }) => sealed === null)).toBe(true)
})
