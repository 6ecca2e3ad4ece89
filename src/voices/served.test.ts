import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../tests/world.ts'
import { createDraft } from '../cases/index.ts'
import { taipeiDay } from '../core/clock.ts'
import { mondayOf } from '../core/weeks.ts'
import { countServed, readServed, recordServed } from './actions/served.ts'
import { countSignals, signalsOf } from './actions/signals.ts'
import { endedWeeks } from './rules/ledger.ts'
import { getService } from './services.ts'

let station: TestStation
let app: ReturnType<typeof newApp>
let masks: Headers

beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
  masks = await signIn(app, 'masks')
})
afterAll(() => station.close())

const pageOf = async (path: string) => (await app.request(path)).text()
const post = (path: string, form: Record<string, string>, headers: Headers) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(form), headers })
const weeks = () => {
  const today = taipeiDay(station.clock.now())
  return [mondayOf(today), ...endedWeeks(today, 4)]
}
const signals = (serviceId: string | null) => signalsOf(station.db, { serviceId, weeks: weeks() })

const COUNTED = {
  desk: 'mask-desk',
  service: 'mask-ration',
  week: '2026-11-16',
  source: 'hand_outs',
  door: 'store',
  district: 'xitun',
  age: '65+',
  came: '120',
  finished: '90',
  couldNot: '30',
}

test('a page without counts says so, and an unknown service is not found', async () => {
  expect(await pageOf('/voices/services/mask-ration/served')).toContain('還沒有人數過')
  expect((await app.request('/voices/services/flying/served')).status).toBe(404)
})

test('what a desk counted stands by district, with a rate, and the gaps beside it', async () => {
  expect((await post('/desk/served', COUNTED, masks)).status).toBe(303)
  expect(
    (await post('/desk/served', { ...COUNTED, came: '10', finished: '10', couldNot: '' }, masks))
      .status,
  ).toBe(303)
  const page = await pageOf('/voices/services/mask-ration/served')
  expect(page).toContain('130 人')
  expect(page).toContain('28 個區沒有人辦好')
  const { counted } = await readServed(station, station.db, getService(station, 'mask-ration'))
  expect(counted.districts.find(({ of }) => of === 'xitun')).toMatchObject({ finished: 100 })
})

test('one to four people are said as fewer than five', async () => {
  const few = {
    ...COUNTED,
    district: 'heping',
    age: '0-14',
    came: '3',
    finished: '3',
    couldNot: '0',
  }
  expect((await post('/desk/served', few, masks)).status).toBe(303)
  const page = await pageOf('/voices/services/mask-ration/served')
  const row = page.slice(
    page.indexOf('和平區</span>'),
    page.indexOf('</tr>', page.indexOf('和平區</span>')),
  )
  expect(row).toContain('少於 5 人')
  expect(row).not.toContain('>3 人')
})

test('counts that do not add up come back as they were typed', async () => {
  const wrong = await post('/desk/served', { ...COUNTED, came: '7', finished: '很多' }, masks)
  expect(wrong.status).toBe(422)
  const page = await wrong.text()
  expect(page).toContain('href="#finished"')
  expect(page).toContain('value="很多"')
  expect((await post('/desk/served', { ...COUNTED, came: '20' }, masks)).status).toBe(422)
  expect((await post('/desk/served', { ...COUNTED, desk: 'front-desk' }, masks)).status).toBe(403)
})

test('people served for a finding are not added to everybody', async () => {
  const before = await readServed(station, station.db, getService(station, 'mask-ration'))
  const findingId = '00000000-0000-4000-8000-000000000001'
  await station.db.transaction().execute(async (tx) => {
    await sql`insert into voices.findings (finding_id, service_id, group_id, barrier_id, severity, first_on, last_on, opened_at)
              values (${findingId}, 'mask-ration', 'works_late', 'sold_out', 'cannot', '2026-11-02', '2026-11-02', now())`.execute(
      tx,
    )
    const row = {
      serviceId: 'mask-ration',
      findingId,
      weekOn: '2026-11-18',
      door: 'store',
      districtId: 'unknown',
      ageBand: 'unknown' as const,
      source: 'hand_outs' as const,
      came: 12,
      finished: 12,
      couldNot: 0,
    }
    await recordServed(station, tx, row)
    await recordServed(station, tx, row)
  })
  const { rows } =
    await sql`select week_on, finished from voices.served where finding_id is not null`.execute(
      station.db,
    )
  expect(rows).toEqual([{ week_on: '2026-11-16', finished: 24 }])
  const after = await readServed(station, station.db, getService(station, 'mask-ration'))
  expect(after.counted.all).toEqual(before.counted.all)
})

test('the questionnaire keeps numbers only, apart from what was counted', async () => {
  const asked = {
    service: 'emergency-aid',
    door: 'counter',
    district: 'xitun',
    age: '65+',
    outcome: 'could_not',
    times: 'third_or_more',
    way: 'over_60',
    barrier: 'papers',
  }
  expect((await post('/desk/served/sample', { ...asked, barrier: '' }, masks)).status).toBe(422)
  for (let one = 0; one < 5; one += 1) {
    expect((await post('/desk/served/sample', asked, masks)).status).toBe(303)
  }
  const account = await readServed(station, station.db, getService(station, 'emergency-aid'))
  expect(account.counted.all.came).toBe(0)
  expect(account.sampled.all).toEqual({ came: 5, finished: 0, couldNot: 5 })
  expect(account.answers).toContainEqual({ question: 'barrier', answer: 'papers', answers: 5 })
})

test('a draft nobody went on with for a week is a signal, and somebody who came and could not', async () => {
  const { token } = await createDraft(station, {
    journeyId: 'hike',
    journeyVersion: 1,
    channel: 'phone',
    language: 'zh-TW',
  })
  expect(token).toBeTruthy()
  await station.clock.move?.(new Date('2026-11-29T09:00:00+08:00'))
  await countSignals(station)
  expect(await signals('mountain-trip')).toEqual([])
  await station.clock.move?.(new Date('2026-11-30T09:00:00+08:00'))
  await countSignals(station)
  await countSignals(station)
  await countServed(station)
  expect(await signals('mountain-trip')).toEqual([
    { serviceId: 'mountain-trip', kind: 'abandoned', cause: 'phone', times: 1 },
  ])
  const { counted } = await readServed(station, station.db, getService(station, 'mountain-trip'))
  expect(counted.doors).toMatchObject([{ of: 'phone', came: 1, finished: 0, couldNot: 1 }])
  expect(await pageOf('/voices/services/mountain-trip/served')).toContain('少於 5 人')
})

test('the day’s calls are entered by reason; said again, the newer number counts', async () => {
  const called = {
    desk: 'mask-desk',
    service: 'mask-ration',
    day: '2026-11-30',
    reason: 'nobody_answers',
  }
  expect((await post('/desk/calls', { ...called, calls: '9' }, masks)).status).toBe(303)
  expect((await post('/desk/calls', { ...called, calls: '12' }, masks)).status).toBe(303)
  await countSignals(station)
  expect(await signals('mask-ration')).toEqual([
    { serviceId: 'mask-ration', kind: 'call', cause: 'nobody_answers', times: 12 },
  ])
  const wrong = await post('/desk/calls', { ...called, calls: '一堆' }, masks)
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toContain('value="一堆"')
  expect(
    (await post('/desk/calls', { ...called, day: '2026-12-24', calls: '1' }, masks)).status,
  ).toBe(422)
})

test('words nobody finds are kept from the fifth search on, numbers never', async () => {
  const misses = async () =>
    (
      await sql<{ times: number; words: string | null }>`
      select times, words from journeys.search_misses order by times`.execute(station.db)
    ).rows
  for (let one = 0; one < 4; one += 1) await pageOf('/?q=%E5%9E%83%E5%9C%BE%E6%B8%85%E9%81%8B')
  await pageOf('/?q=A123456789')
  expect(await misses()).toEqual([{ times: 4, words: null }])
  await pageOf('/?q=%E5%9E%83%E5%9C%BE%E6%B8%85%E9%81%8B')
  expect(await misses()).toEqual([{ times: 5, words: '垃圾清運' }])
  await countSignals(station)
  expect(await signals(null)).toContainEqual({
    serviceId: null,
    kind: 'search',
    cause: '垃圾清運',
    times: 5,
  })
})
