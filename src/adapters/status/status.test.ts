import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { drainJobs, newApp, newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { callAdapter } from '../actions.ts'
import { ENTRY } from '../filings.examples.ts'
import { listStandings, watchStandings } from './actions.ts'
import { daysOf, maySpeakFor } from './rules.ts'
import type { Spell } from './schema.ts'

const START = '2026-11-23T09:30:00+08:00'
const at = (time: string) => new Date(`2026-11-${time}:00+08:00`)

describe('ninety days', () => {
  const spell = (standing: Spell['standing'], from: string, to: string | null): Spell => ({
    adapterId: 'parks',
    standing,
    fromAt: at(from),
    toAt: to ? at(to) : null,
  })

  test('a day is told by its worst hour, and by the minutes nothing could be filed', () => {
    const days = daysOf(
      [
        spell('up', '21T00:00', '22T10:00'),
        spell('down', '22T10:00', '22T11:30'),
        spell('slow', '22T11:30', '23T08:00'),
        spell('by_hand', '23T08:00', null),
      ],
      new Date(START),
    )
    expect(days).toHaveLength(90)
    expect(days.slice(-3)).toEqual([
      { on: '2026-11-21', worst: 'up', minutesAway: 0 },
      { on: '2026-11-22', worst: 'down', minutesAway: 90 },
      { on: '2026-11-23', worst: 'by_hand', minutesAway: 90 },
    ])
    expect(days[0]).toEqual({ on: '2026-08-26', worst: null, minutesAway: 0 })
  })

  test('only an officer of that agency, or the lead, speaks for a system', () => {
    const actor = (roles: string[], agencyId: string | null) => ({ roles, agencyId })
    expect(maySpeakFor(actor(['officer'], 'police'), ['police'])).toBe(true)
    expect(maySpeakFor(actor(['officer'], 'forestry'), ['police'])).toBe(false)
    expect(maySpeakFor(actor(['resident'], 'police'), ['police'])).toBe(false)
    expect(maySpeakFor(actor(['lead'], null), ['police'])).toBe(true)
    expect(maySpeakFor(null, ['police'])).toBe(false)
  })
})

describe('of a city', () => {
  let station: TestStation
  let app: ReturnType<typeof newApp>
  let lead: Headers
  beforeAll(async () => {
    station = await newStation({ now: START })
    app = newApp(station)
    lead = await signIn(app, 'lead')
  })
  afterAll(() => station.close())
  beforeEach(async () => {
    await station.clock.move?.(new Date(START))
    await sql`delete from adapters.announcements`.execute(station.db)
    await sql`delete from adapters.spells`.execute(station.db)
    await sql`update adapters.lanes set failures = 0, stopped_at = null`.execute(station.db)
  })

  const standing = async (id: string) =>
    (await listStandings(station)).find(({ lane }) => lane.adapterId === id)?.stands
  const read = async (path: string, headers: Headers | Record<string, string> = {}) =>
    (await app.request(path, { headers })).text()
  const moment = (name: string, [day = '', time = '']: string[]) => {
    const [year = '', month = '', on = ''] = day.split('-')
    return {
      [`${name}.year`]: year,
      [`${name}.month`]: month,
      [`${name}.day`]: on,
      [`${name}_at`]: time,
    }
  }
  const announceBy = (
    headers: Headers,
    { from, to, reason }: { from: string; to: string; reason: string },
    id = 'police-entry',
  ) =>
    app.request(`/adapters/${id}/announcements`, {
      method: 'POST',
      headers: { ...Object.fromEntries(headers), 'accept-language': 'zh-TW' },
      body: new URLSearchParams({
        ...moment('from', from.split('T')),
        ...moment('to', to.split('T')),
        reason,
      }),
    })
  const MAINTENANCE = { from: '2026-11-23T09:00', to: '2026-11-23T12:00', reason: '資料庫更新' }

  test('says which system works, which is closed until when, and what people do by hand', async () => {
    expect(await standing('police-entry')).toMatchObject({ standing: 'up' })
    await station.clock.move?.(at('23T23:30'))
    expect(await standing('parks')).toMatchObject({ standing: 'closed', until: at('24T07:00') })
    await station.clock.move?.(new Date(START))
    await sql`update adapters.lanes set stopped_at = now()`.execute(station.db)
    expect(await standing('parks')).toMatchObject({ standing: 'by_hand' })
    expect(await standing('police-entry')).toMatchObject({ standing: 'down' })
  })

  test('answers that take three times as long as usual are told as slow', async () => {
    const calls = (count: number, hoursAgo: number, ms: number) =>
      sql`
      insert into adapters.calls (call_id, adapter_id, operation, started_at, ended_at, outcome, duration_ms)
      select gen_random_uuid(), 'police-entry', 'health', at, at, 'well', ${ms}
        from (select ${station.clock.now()}::timestamptz - make_interval(hours => ${hoursAgo}) as at) t,
             generate_series(1, ${count})`.execute(station.db)
    await calls(20, 30, 900)
    await calls(5, 0, 2600)
    expect(await standing('police-entry')).toMatchObject({ standing: 'up' })
    await calls(7, 0, 4000)
    expect(await standing('police-entry')).toMatchObject({ standing: 'slow' })
    await sql`delete from adapters.calls`.execute(station.db)
  })

  test('a change is written down once, and a closed night is no change', async () => {
    await watchStandings(station)
    await watchStandings(station)
    await sql`update adapters.lanes set failures = 5 where adapter_id = 'parks'`.execute(station.db)
    await station.clock.move?.(at('23T10:00'))
    await watchStandings(station)
    await station.clock.move?.(at('23T23:30'))
    await watchStandings(station)
    const history = JSON.parse(await read('/api/v1/adapters/parks/history'))
    expect(history.items).toEqual([
      { standing: 'up', from: START, to: '2026-11-23T10:00:00+08:00' },
      { standing: 'down', from: '2026-11-23T10:00:00+08:00', to: null },
    ])
  })

  test('announced maintenance keeps every call back, and is told with its end and reason', async () => {
    expect((await announceBy(lead, MAINTENANCE)).status).toBe(303)
    const args = { key: 'k', input: ENTRY }
    const report = await callAdapter(station, 'police-entry', 'submit', args)
    expect(report).toMatchObject({
      isTried: false,
      outcome: { kind: 'unavailable', cause: 'closed', retryAfter: '2026-11-23T12:00:00+08:00' },
    })
    const page = await read('/adapters/police-entry', { 'accept-language': 'zh-TW' })
    expect(page).toContain('關閉到 12:00')
    expect(page).toContain('資料庫更新')
    expect(page).not.toContain('公布</button>')
    expect(await read('/adapters', { 'accept-language': 'zh-TW' })).toContain('關閉到 12:00')
    const feed = await read('/adapters/feed', { 'accept-language': 'zh-TW' })
    expect(feed).toContain('http://www.w3.org/2005/Atom')
    expect(feed).toContain('資料庫更新')

    const listed = JSON.parse(await read('/api/v1/adapters/police-entry/announcements'))
    const path = `/adapters/police-entry/announcements/${listed.items[0].id}/withdrawals`
    const off = () => app.request(path, { method: 'POST', headers: lead })
    expect((await off()).status).toBe(303)
    expect((await off()).status).toBe(404)
    expect(await standing('police-entry')).toMatchObject({ standing: 'up' })
    await drainJobs(station)
  })

  test('nobody else may announce, and a time that makes no sense is refused with the reason', async () => {
    const clerk = await signIn(app, 'counter')
    expect(
      (await announceBy(new Headers({ origin: 'http://localhost' }), MAINTENANCE)).status,
    ).toBe(401)
    expect((await announceBy(clerk, MAINTENANCE)).status).toBe(403)
    expect((await announceBy(lead, MAINTENANCE, 'nobody')).status).toBe(404)
    const late = { ...MAINTENANCE, from: MAINTENANCE.to, to: MAINTENANCE.from }
    const refusals = [
      [late, '結束要在開始之後'],
      [{ ...MAINTENANCE, from: '2026-11-22T09:00', to: '2026-11-23T09:00' }, '這段時間已經過了'],
      [{ ...MAINTENANCE, to: '2027-03-01T00:00' }, '一次最多 30 天'],
      [{ ...MAINTENANCE, reason: ' ' }, '請寫原因'],
      [{ ...MAINTENANCE, reason: '長'.repeat(201) }, '原因最多 200 個字'],
    ] as const
    for (const [sent, words] of refusals) {
      const answer = await announceBy(lead, sent)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain(words)
    }
  })

  test('the form keeps what was typed, says what is missing, and announces', async () => {
    const typed = { from: '115-11-30T22:30', to: '115-11-30T', reason: '換機器' }
    const send = (sent: typeof typed) => announceBy(lead, sent, 'parks')
    const refused = await send(typed)
    expect(refused.status).toBe(422)
    const again = await refused.text()
    expect(again).toContain('請寫完整的日期和時間')
    expect(again).toContain('換機器')
    expect((await send({ ...typed, to: '115-11-30T23:00' })).status).toBe(303)
    expect(await read('/adapters/parks', { 'accept-language': 'zh-TW' })).toContain(
      '2026年11月30日（一） 22:30 到 2026年11月30日（一） 23:00：換機器',
    )
  })
})
