// Telling a voice: what is asked, what is refused, what is counted once.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../tests/world.ts'
import { taipeiDay } from '../core/clock.ts'
import { keepReport } from './actions/reports.ts'
import { listFindings } from './store/findings.ts'

let station: TestStation
let app: ReturnType<typeof newApp>

beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
})
afterAll(() => station.close())

const sheetOf = async (path: string, headers = new Headers()) =>
  /name="sheet" value="([^"]+)"/.exec(await (await app.request(path, { headers })).text())?.[1] ??
  ''
const send = (path: string, fields: Record<string, string>, headers = new Headers()) => {
  headers.set('origin', 'http://localhost')
  return app.request(path, { method: 'POST', body: new URLSearchParams(fields), headers })
}
const SAID = {
  service: 'care-transport',
  severity: 'late',
  'groups.wheelchair': 'yes',
  'barriers.telephone': 'yes',
}
const receiptOf = async (response: Response) =>
  (await app.request(response.headers.get('location') ?? '')).text()
const findings = (serviceId: string) =>
  listFindings(station.db, { today: taipeiDay(station.clock.now()), serviceId, limit: 50 })

test('the example is taken by the interface, with a receipt that can be opened', async () => {
  const response = await app.request('/api/v1/voices', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: readFileSync('examples/voice-late-worker.json', 'utf8'),
  })
  expect(response.status).toBe(201)
  const { receipt, token } = (await response.json()) as { receipt: string; token: string }
  expect(receipt).toMatch(/^VO-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
  const page = await app.request(`/voices/receipts/${token}`)
  expect(await page.text()).toContain(receipt)
  const listed = await app.request('/api/v1/findings?service=mask-ration')
  expect(await listed.json()).toMatchObject({
    items: [{ service: 'mask-ration', group: 'works_late', people: null }],
  })
})

test('every wrong field is named, in the interface and on the page, and nothing typed is lost', async () => {
  const response = await app.request('/api/v1/voices', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ service: 'flying', groups: ['other'], happenedOn: '2027-01-01' }),
  })
  expect(response.status).toBe(422)
  const { errors } = (await response.json()) as { errors: { pointer: string }[] }
  expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual([
    '/groupWords',
    '/happenedOn',
    '/service',
    '/severity',
  ])
  const page = await send('/voices/new', {
    ...SAID,
    severity: '',
    people: 'many',
    wouldHelp: '加開一班',
  })
  expect(page.status).toBe(422)
  const text = await page.text()
  expect(text).toContain('加開一班')
  expect(text).toContain('請填 1 到 100000 的整數')
})

test('numbers of persons are covered and shown before anything is kept', async () => {
  const first = await send('/voices/new', {
    ...SAID,
    words: '王先生 A123456789，電話 0912-345-678，叫不到車',
  })
  expect(first.status).toBe(422)
  const text = await first.text()
  expect(text).toContain('叫不到車')
  expect(text).not.toContain('A123456789')
  expect(text).not.toContain('0912-345-678')
  const { count } = await station.db
    .selectFrom('voices.reports')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('service_id', '=', 'care-transport')
    .executeTakeFirstOrThrow()
  expect(Number(count)).toBe(0)
})

test('the same sheet sent twice is kept once and gives the same receipt', async () => {
  const fields = { ...SAID, sheet: await sheetOf('/voices/new') }
  const [once, twice] = [await send('/voices/new', fields), await send('/voices/new', fields)]
  expect(once.headers.get('location')).toBe(twice.headers.get('location'))
  expect(await findings('care-transport')).toMatchObject([{ reports: 1 }])
})

test('the same words from the same device count once, until the reporter says it is somebody else', async () => {
  const folded = await send('/voices/new', { ...SAID, sheet: await sheetOf('/voices/new') })
  expect(await receiptOf(folded)).toContain('和您剛才說的一樣')
  expect(await findings('care-transport')).toMatchObject([{ reports: 1 }])
  await send(`${folded.headers.get('location')}/count`, {})
  expect(await findings('care-transport')).toMatchObject([{ reports: 2, people: 2 }])
})

test('a day in three lines is three reports, each with its receipt', async () => {
  const district = await signIn(app, 'district')
  const response = await send(
    '/voices/day',
    {
      service: 'emergency-aid',
      sheet: await sheetOf('/voices/day', district),
      '0-groups': 'older',
      '0-barriers': 'papers',
      '0-severity': 'hard',
      '0-people': '８',
      '1-groups': 'no_phone',
      '1-barriers': 'website',
      '1-severity': 'cannot',
    },
    district,
  )
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toContain('with=')
  expect(await findings('emergency-aid')).toMatchObject([
    { group: 'no_phone', severity: 'cannot', people: 1 },
    { group: 'older', severity: 'hard', people: 8 },
  ])
})

test('a day without a line, and a line that lacks something, say so', async () => {
  const empty = await send('/voices/day', { service: 'emergency-aid' })
  expect(await empty.text()).toContain('請至少填一行')
  const half = await send('/voices/day', { service: 'emergency-aid', '2-groups': 'older' })
  expect(half.status).toBe(422)
  expect(await half.text()).toContain('id="2-severity-error"')
})

test('who gives a name finds the report on the own list, and nobody else does', async () => {
  const district = await signIn(app, 'district')
  const named = {
    ...SAID,
    isNamed: 'yes',
    words: '電梯壞了，推不上去',
    sheet: await sheetOf('/voices/new'),
  }
  await send('/voices/new', named, district)
  const mine = await app.request('/voices/mine', { headers: district })
  expect(await mine.text()).toContain('電梯壞了')
  const other = await signIn(app, 'pharmacist')
  expect(await (await app.request('/voices/mine', { headers: other })).text()).not.toContain(
    '電梯壞了',
  )
  expect((await app.request('/voices/mine')).headers.get('location')).toContain('/sign-in')
})

test('a forged receipt opens nothing', async () => {
  expect((await app.request('/voices/receipts/nothing')).status).toBe(404)
})

test('a flood from one device is stopped with a time to wait', async () => {
  const fields = { service: 'mountain-trip', severity: 'hard', 'groups.older': 'yes' }
  let last: Response | null = null
  for (let sent = 0; sent < 45 && last?.status !== 429; sent += 1)
    last = await send('/voices/new', fields, new Headers({ 'user-agent': 'one device' }))
  expect(last?.status).toBe(429)
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('a row of a file that comes twice is kept once', async () => {
  const report = {
    serviceId: 'mask-ration',
    kind: 'missed' as const,
    shape: 'form' as const,
    severity: 'cannot' as const,
    happenedOn: '2026-11-20',
    door: 'file' as const,
    language: 'zh-TW' as const,
    deskId: null,
    districtId: null,
    siteCode: '5901012345',
    placeWords: null,
    people: 1,
    isEstimate: true,
    groups: ['far_away' as const],
    barriers: ['distance' as const],
    groupWords: null,
    words: '住山上，走下來就發完了',
    wouldHelp: null,
    link: null,
    minutes: null,
    afterHours: false,
    sinceOn: null,
    isKeptFromSuperiors: false,
    accountId: null,
    deviceHash: null,
    sourceKey: 'row 1',
    saidAt: null,
    sortedAs: 'voice' as const,
    sortedBy: 'rule' as const,
  }
  const keep = () => station.db.transaction().execute((tx) => keepReport(station, tx, report))
  expect(await keep()).not.toBeNull()
  expect(await keep()).toBeNull()
})

test('a voice of a form whose place nobody could tell is looked at by a person', async () => {
  const [known] = await station.db
    .selectFrom('voices.reports')
    .select('report_id')
    .where('source_key', '=', 'row 1')
    .execute()
  const masks = await signIn(app, 'masks')
  const list = async () => (await app.request('/desk/voices', { headers: masks })).text()
  expect(await list()).not.toContain('住山上')
  await station.db
    .updateTable('voices.reports')
    .set({ site_code: null })
    .where('report_id', '=', known?.report_id ?? '')
    .execute()
  expect(await list()).toContain('住山上')
})
