// Sorting, deciding and what goes wrong with it: two at once, a change taken back, the oldest passed over.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../tests/world.ts'
import { taipeiDay, taipeiMoment } from '../core/clock.ts'
import { tellVoice } from './actions/reports.ts'
import { openRound } from './actions/rounds.ts'
import type { Finding } from './schema/finding.ts'
import { VoiceRequest } from './schema/report.ts'
import { listFindings } from './store/findings.ts'
import { listRounds } from './store/rounds.ts'

let station: TestStation
let app: ReturnType<typeof newApp>
let masks: Headers

beforeEach(async () => {
  station = await newStation()
  app = newApp(station)
  masks = await signIn(app, 'masks')
})
afterEach(() => station.close())

const VOICE = {
  service: 'mask-ration',
  severity: 'cannot',
  groups: ['works_late'],
  barriers: ['sold_out'],
  words: '晚上來都沒有',
} as const

const tell = (more: Record<string, unknown> = {}) =>
  tellVoice(station, VoiceRequest.parse({ ...VOICE, ...more }), {
    actor: null,
    device: null,
    door: 'counter',
    shape: 'moment',
    language: 'zh-TW',
    sheet: null,
  })
const all = (): Promise<Finding[]> =>
  listFindings(station.db, { today: taipeiDay(station.clock.now()), limit: 50 })
const post = (path: string, form: Record<string, string>, headers = masks) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(form), headers })
const pageOf = async (path: string, headers = new Headers()) =>
  (await app.request(path, { headers })).text()
const first = async () => (await all())[0] as Finding

const DECISION = {
  kind: 'change_now',
  words: '留二十份到晚上八點',
  severity: 'cannot',
  agency: 'health',
  by: '口罩供應窗口',
  'dueOn.year': '115',
  'dueOn.month': '12',
  'dueOn.day': '10',
  revision: '1',
}

test('two people decide at once: the second sees what the first decided, and keeps what they wrote', async () => {
  await tell()
  await openRound(station)
  const { findingId } = await first()
  const path = `/desk/findings/${findingId}/decision`
  expect((await post(path, DECISION)).status).toBe(303)
  const late = await post(path, { ...DECISION, words: '改成晚上九點' })
  expect(late.status).toBe(409)
  const text = await late.text()
  expect(text).toContain('改成晚上九點')
  expect(text).toContain('有人剛剛決定過這一件')
  expect(await pageOf(`/findings/${findingId}`)).not.toContain('改成晚上九點')
})

test('a decision that lacks something names each field', async () => {
  await tell()
  await openRound(station)
  const { findingId } = await first()
  const response = await post(`/desk/findings/${findingId}/decision`, {
    revision: '1',
    severity: 'cannot',
    words: '先寫一半',
  })
  expect(response.status).toBe(422)
  const text = await response.text()
  for (const field of ['kind', 'dueOn', 'by']) expect(text).toContain(`href="#${field}"`)
  expect(text).toContain('先寫一半')
})

test('only whoever answers for the service decides, and only the lead closes', async () => {
  await tell()
  await openRound(station)
  const { findingId } = await first()
  const district = await signIn(app, 'district')
  expect((await post(`/desk/findings/${findingId}/decision`, DECISION, district)).status).toBe(403)
  expect((await post('/desk/rounds/close', {}, masks)).status).toBe(403)
})

test('a round does not close before the oldest total exclusion is decided, however few', async () => {
  await tell({ people: 1, happenedOn: '2026-10-01', groups: ['no_papers'], barriers: ['papers'] })
  for (let more = 0; more < 3; more += 1) await tell({ people: 500, words: `第 ${more} 家` })
  await openRound(station)
  const lead = await signIn(app, 'lead')
  const [oldest, big] = await all()
  expect([oldest?.group, big?.group]).toEqual(['no_papers', 'works_late'])
  expect((await post(`/desk/findings/${big?.findingId}/decision`, DECISION)).status).toBe(303)
  expect((await post('/desk/rounds/close', { minutes: '30' }, lead)).status).toBe(409)
  const cannot = { ...DECISION, kind: 'cannot', words: '中央規定要證件，三月再看一次' }
  expect((await post(`/desk/findings/${oldest?.findingId}/decision`, cannot)).status).toBe(303)
  expect((await post('/desk/rounds/close', { minutes: '30' }, lead)).status).toBe(303)
  expect(await (await app.request('/api/v1/rounds/latest')).json()).toMatchObject({
    heldOn: '2026-11-23',
    startsOn: '2026-11-26',
    state: 'closed',
    minutes: 30,
    decisions: expect.arrayContaining([
      expect.objectContaining({ kind: 'change_now', startsOn: '2026-11-26' }),
      expect.objectContaining({ kind: 'cannot', startsOn: null, promise: null }),
    ]),
  })
})

test('a change that is taken back opens its finding again and says why', async () => {
  await tell()
  await openRound(station)
  const { findingId } = await first()
  await post(`/desk/findings/${findingId}/decision`, DECISION)
  const page = await pageOf(`/findings/${findingId}`, masks)
  const path = /\/desk\/decisions\/[^/]+\/rollback/.exec(page)?.[0] ?? ''
  expect((await post(path, { why: '' })).status).toBe(422)
  expect((await post(path, { why: '人手不夠，晚上沒人發' })).status).toBe(303)
  expect((await first()).state).toBe('open')
  expect(await pageOf(`/findings/${findingId}`)).toContain('人手不夠，晚上沒人發')
  expect((await post(path, { why: '再一次' })).status).toBe(409)
})

test('a report that only has words waits for a person, who puts it where it belongs', async () => {
  await tell()
  await tell({ groups: [], barriers: [], words: '晚上來都沒有，怎麼辦' })
  const list = await pageOf('/desk/voices', masks)
  const path = /\/desk\/voices\/[0-9a-f-]{36}/.exec(list)?.[0] ?? ''
  const page = await pageOf(path, masks)
  expect(page).toContain('group=works_late&amp;barrier=sold_out')
  const sorted = { sort: 'voice', service: 'mask-ration', group: 'works_late', barrier: 'sold_out' }
  expect((await post(path, { ...sorted, why: '' })).status).toBe(422)
  expect((await post(path, { ...sorted, why: '同一件事' })).status).toBe(303)
  expect(await first()).toMatchObject({ reports: 2 })
})

test('spite is hidden with a reason that its writer reads, and no longer counts', async () => {
  const { token } = await tell({ words: '那個藥師很壞' })
  const page = await pageOf(`/desk/findings/${(await first()).findingId}/reports`, masks)
  const path = /\/desk\/voices\/[0-9a-f-]{36}/.exec(page)?.[0] ?? ''
  await post(path, {
    sort: 'voice',
    service: 'mask-ration',
    isHidden: 'yes',
    why: '罵人，沒有說誰拿不到',
  })
  expect(await all()).toEqual([])
  expect(await pageOf(`/voices/receipts/${token}`)).toContain('罵人，沒有說誰拿不到')
})

test('a report of the wrong service is moved to the right one', async () => {
  await tell()
  const page = await pageOf(`/desk/findings/${(await first()).findingId}/reports`, masks)
  const path = /\/desk\/voices\/[0-9a-f-]{36}/.exec(page)?.[0] ?? ''
  const moved = { sort: 'voice', service: 'emergency-aid', group: 'older', barrier: 'queue' }
  await post(path, { ...moved, why: '是急難救助的事' })
  expect(await all()).toMatchObject([{ serviceId: 'emergency-aid', group: 'older', reports: 1 }])
})

test('an idea kept from superiors is read by the front desk alone', async () => {
  await tell({
    kind: 'idea',
    severity: undefined,
    groups: [],
    words: '改用抽號',
    isKeptFromSuperiors: true,
  })
  expect(await pageOf('/desk/voices', masks)).not.toContain('改用抽號')
  expect(await pageOf('/desk/voices', await signIn(app, 'lead'))).toContain('改用抽號')
})

test('two findings that are one become one, with all their reports', async () => {
  await tell()
  await tell({ groups: ['older'], words: '排不到' })
  const [one, other] = await all()
  const path = `/desk/findings/${other?.findingId}/merge`
  expect((await post(path, { into: one?.findingId ?? '' })).status).toBe(303)
  expect(await all()).toMatchObject([{ findingId: one?.findingId, reports: 2 }])
  expect(await pageOf(`/findings/${other?.findingId}`)).toContain(`/findings/${one?.findingId}`)
})

test('fewer than five people are said as that, without place or quote', async () => {
  await tell({ people: 4, place: 'xitun' })
  const page = await pageOf(`/findings/${(await first()).findingId}`)
  expect(page).toContain('少於 5 人')
  expect(page).not.toContain('西屯區')
  const { items } = (await (await app.request('/api/v1/findings')).json()) as { items: unknown[] }
  expect(items).toMatchObject([{ people: null, peopleWeeks: null }])
})

test('a round with nothing left to decide ends when the next week opens', async () => {
  await openRound(station)
  await station.clock.move?.(taipeiMoment('2026-11-30', '09:30'))
  await openRound(station)
  const rounds = await listRounds(station.db, { limit: 5 })
  expect(rounds.map(({ heldOn, state }) => [heldOn, state])).toEqual([
    ['2026-11-30', 'open'],
    ['2026-11-23', 'closed'],
  ])
})

test('a round is not over while the oldest total exclusion waits, and what it decides late starts later', async () => {
  await tell()
  await openRound(station)
  await station.clock.move?.(taipeiMoment('2026-12-01', '09:30'))
  await openRound(station)
  expect(await listRounds(station.db, { limit: 5 })).toMatchObject([
    { heldOn: '2026-11-23', state: 'open' },
  ])
  const { findingId } = await first()
  expect((await post(`/desk/findings/${findingId}/decision`, DECISION)).status).toBe(303)
  expect(await pageOf(`/findings/${findingId}`)).toContain('2026年12月3日（四）開始')
})
