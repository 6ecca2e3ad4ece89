// The stories that the module is for, from the first voice to people served.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { drainJobs, newApp, newStation, signIn, type TestStation } from '../../tests/world.ts'
import { taipeiDay, taipeiMoment } from '../core/clock.ts'
import {
  collectAtNight,
  countFirstWeek,
  decideAgain,
  type Told,
  tellAndDecide,
  tellOfTheLatest,
} from './actions/demo-story.ts'
import { judgeFindings } from './actions/judging.ts'
import { listFindings } from './store/findings.ts'

let station: TestStation
let app: ReturnType<typeof newApp>
let told: Told

beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
})
afterAll(() => station.close())

const go = (day: string) => station.clock.move?.(taipeiMoment(day, '09:30'))
const pageOf = async (path: string, headers = new Headers()) =>
  (await app.request(path, { headers })).text()
const find = async (group: string) => {
  const today = taipeiDay(station.clock.now())
  const findings = await listFindings(station.db, { today, limit: 50 })
  const found = findings.find((finding) => finding.group === group)
  if (!found) throw new Error(`nobody told of ${group}`)
  return found
}

test('pharmacists tell, the round answers, and the change starts on Thursday', async () => {
  expect(await pageOf('/ledger/mask-ration')).toContain('多 1.5 分鐘')
  told = await tellAndDecide(station)
  await drainJobs(station)
  const finding = await find('works_late')
  expect(finding).toMatchObject({ reports: 4, people: 19, state: 'changing', severity: 'cannot' })
  const round = await pageOf('/rounds/2026-11-23')
  expect(round).toContain('每天一百份裡留二十份')
  expect(round).toContain('2026年11月26日（四）')
  expect(await pageOf(`/voices/receipts/${told.late[0]}`)).toContain('每天一百份裡留二十份')
  expect(await pageOf('/log')).toContain('決定怎麼回答沒被服務到的人')
  expect(await pageOf('/promises')).toContain('每天一百份裡留二十份')
})

test('who leaves work at ten is missed still, so the finding is open again', async () => {
  await go('2026-11-30')
  await tellOfTheLatest(station)
  await go('2026-12-04')
  await countFirstWeek(station, told)
  expect(await find('works_late')).toMatchObject({ state: 'open', reopened: 0 })
  expect(await pageOf('/voices')).toContain('還沒解決')
})

test('nine to an envelope is a burden that ends when the pharmacists say so', async () => {
  await go('2026-12-07')
  await judgeFindings(station)
  expect((await find('front_line')).state).toBe('closed')
  expect(await pageOf('/ledger/mask-ration')).toContain('少 1.3 分鐘')
})

test('the next round lets people order ahead, and it closes on those who collect at night', async () => {
  await decideAgain(station)
  await drainJobs(station)
  expect((await find('works_late')).state).toBe('changing')
  await go('2026-12-21')
  await collectAtNight(station)
  const finding = await find('works_late')
  expect(finding.state).toBe('closed')
  const page = await pageOf(`/findings/${finding.findingId}`)
  expect(page).toContain('有幫助：以前拿不到的人拿到了')
  expect(page).toContain('還有人拿不到。')
  expect(await pageOf(`/voices/receipts/${told.late[3]}`)).toContain('到二十四小時的店拿')
})

test('it opens again by itself when somebody is missed again', async () => {
  const response = await app.request('/api/v1/voices', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      service: 'mask-ration',
      severity: 'cannot',
      groups: ['works_late'],
      barriers: ['sold_out'],
      words: '今天又沒有了',
    }),
  })
  expect(response.status).toBe(201)
  expect(await find('works_late')).toMatchObject({ state: 'open', reopened: 1 })
})

test('a service that this program does not run gets its first voice at a district counter', async () => {
  const district = await signIn(app, 'district')
  const form = await pageOf('/voices/new', district)
  const sheet = /name="sheet" value="([^"]+)"/.exec(form)?.[1] ?? ''
  const post = (fields: Record<string, string>) =>
    app.request('/voices/new', {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: district,
    })
  const fields = {
    sheet,
    service: 'emergency-aid',
    severity: 'late',
    'groups.no_papers': 'yes',
    'barriers.papers': 'yes',
  }
  const first = await post(fields)
  expect(first.status).toBe(303)
  const again = await post(fields)
  expect(again.headers.get('location')).toBe(first.headers.get('location'))
  const receipt = await pageOf(first.headers.get('location') ?? '')
  expect(receipt).toContain('少於 5 人')
  expect(await find('no_papers')).toMatchObject({ serviceId: 'emergency-aid', reports: 1 })
})
