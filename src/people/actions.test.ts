import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../tests/world.ts'
import { endGrant, forgetExpired, grantTo, logView, mayActFor } from './actions.ts'
import { VIEW_REASONS } from './schema.ts'

let station: TestStation
beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

const MOTHER = { helperId: 'counter', subject: 'A123456789', purpose: 'hike' }
const given = (over = {}) =>
  grantTo(station, {
    ...MOTHER,
    basis: 'present',
    fromAt: station.clock.now(),
    untilAt: new Date('2026-12-01T00:00:00+08:00'),
    ...over,
  })

test('acting for somebody holds for that person, that purpose and that helper only', async () => {
  const grantId = await given()
  expect(await mayActFor(station, MOTHER)).toBe(true)
  expect(await mayActFor(station, { ...MOTHER, purpose: 'birth' })).toBe(false)
  expect(await mayActFor(station, { ...MOTHER, subject: 'B123456780' })).toBe(false)
  expect(await mayActFor(station, { ...MOTHER, helperId: 'huts' })).toBe(false)
  await endGrant(station, grantId)
})

test('acting for somebody begins and ends with its days', async () => {
  const grantId = await given({ fromAt: new Date('2026-11-24T00:00:00+08:00') })
  expect(await mayActFor(station, MOTHER)).toBe(false)
  await station.clock.move?.(new Date('2026-11-25T09:00:00+08:00'))
  expect(await mayActFor(station, MOTHER)).toBe(true)
  await station.clock.move?.(new Date('2026-12-01T00:00:00+08:00'))
  expect(await mayActFor(station, MOTHER)).toBe(false)
  await station.clock.move?.(new Date(station.city.demo.start))
  await endGrant(station, grantId)
})

test('what was ended holds no longer, and is not ended twice', async () => {
  const grantId = await given()
  await endGrant(station, grantId)
  expect(await mayActFor(station, MOTHER)).toBe(false)
  await expect(endGrant(station, grantId)).rejects.toMatchObject({ kind: 'conflict' })
})

test.each([
  ['without an end', new Date('2026-11-23T09:30:00+08:00')],
  ['of more than a year', new Date('2028-01-01T00:00:00+08:00')],
])('a grant %s is refused', async (_, untilAt) => {
  await expect(given({ untilAt })).rejects.toMatchObject({ kind: 'invalid' })
})

test('for whom it is given is not written down, only recognised', async () => {
  const grantId = await given()
  const rows = await station.db.selectFrom('people.grants').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain('A123456789')
  await endGrant(station, grantId)
})

test('every look at what is private is shown to the lead, newest first, and to nobody else', async () => {
  const actor = { accountId: 'counter' }
  await logView(station, station.db, { actor, subject: 'case:1', reason: 'search' })
  await logView(station, station.db, { actor, subject: 'case:2', reason: 'task' })
  const app = newApp(station)
  const html = await (
    await app.request('/desk/views', { headers: await signIn(app, 'lead') })
  ).text()
  expect(html).toContain('陳怡君')
  expect(html.indexOf('case:2')).toBeLessThan(html.indexOf('case:1'))
  expect(html).toContain('辦理任務')
  expect(html).toContain('查詢案件')

  const clerk = await signIn(app, 'huts')
  expect((await app.request('/desk/views', { headers: clerk })).status).toBe(403)
  expect((await app.request('/desk/views')).headers.get('location')).toContain('/sign-in')
})

test('a look is undone with the transaction that would have shown it', async () => {
  const rolledBack = station.db.transaction().execute(async (tx) => {
    const actor = { accountId: 'counter' }
    await logView(station, tx, { actor, subject: 'case:never', reason: 'task' })
    throw new Error('nothing was shown')
  })
  await expect(rolledBack).rejects.toThrow()
  const rows = await station.db
    .selectFrom('people.views')
    .select('view_id')
    .where('subject', '=', 'case:never')
    .execute()
  expect(rows).toEqual([])
})

test('a session whose time is over is forgotten, one that runs is not', async () => {
  const app = newApp(station)
  await signIn(app, 'owner')
  const past = { expires_at: new Date('2020-01-01') }
  const owner = station.db.updateTable('people.sessions').where('account_id', '=', 'owner')
  await owner.set(past).execute()
  const running = await signIn(app, 'childcare')
  await forgetExpired(station)
  const left = await station.db.selectFrom('people.sessions').select('account_id').execute()
  expect(left.map(({ account_id }) => account_id)).not.toContain('owner')
  expect(await (await app.request('/agencies', { headers: running })).text()).toContain('吳佩珊')
})

test.each(['zh-TW', 'en'] as const)('every reason for a look has its words in %s', (language) => {
  const t = station.words[language]
  for (const reason of VIEW_REASONS) expect(t(`people.reason.${reason}`)).not.toContain('[')
})
