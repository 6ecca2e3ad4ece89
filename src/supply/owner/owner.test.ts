// An owner with a phone, a desk, residents who found none: as they tap, twice, late and at once.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { changeStock, endStates } from '../actions/changes.ts'
import { boardOf } from '../board/board.ts'
import { listChanges } from '../store/changes.ts'
import { forgetNetworks, listReports } from '../store/reports.ts'
import { listSiteStock } from '../store/site-edits.ts'
import { findSite } from '../store/sites.ts'
import { findMoment } from '../store/stock.ts'
import { makeLink } from './links.ts'
import { loadSites, sitesOf } from './sites-file.ts'

const MORNING = '2026-11-23T09:30:00+08:00'
/** Slips 08:30, hand-out 11:00–13:00, Monday to Saturday. */
const SITE = '5999000101'
const PLACE = { programmeId: 'masks', siteId: SITE }
let station: TestStation
let app: ReturnType<typeof newApp>
let link = ''

beforeAll(async () => {
  station = await newStation({ now: MORNING })
  app = newApp(station)
  // Tests speak for several homes.
  station.config.trustProxy = true
})
beforeEach(async () => {
  await station.clock.move?.(new Date(MORNING))
  await say({ amount: 200, state: 'counted' })
  const made = await makeLink(station, { ...PLACE, deviceId: crypto.randomUUID(), by: 'masks' })
  link = new URL(made ?? '').pathname
})
afterAll(() => station.close())

const say = (change: { amount?: number; state?: 'counted' }) =>
  station.db.transaction().execute((tx) =>
    changeStock(tx, {
      programmeId: 'masks',
      at: station.clock.now(),
      source: 'console',
      by: null,
      changes: [
        { siteId: SITE, item: 'adult', ...change },
        { siteId: SITE, item: 'child', ...change },
      ],
    }),
  )
const post = (path: string, form: Record<string, string>, headers: HeadersInit = {}) =>
  app.request(path, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { origin: 'http://localhost', ...Object.fromEntries(new Headers(headers)) },
  })
const adult = async () => (await listSiteStock(station.db, PLACE)).find((s) => s.item === 'adult')
const sequence = async () => (await findMoment(station.db, 'masks'))?.sequence ?? 0
const at = (time: string) => station.clock.move?.(new Date(`2026-11-${time}:00+08:00`))

describe('the sites of the city', () => {
  test('are loaded once; loading them again changes nothing, and a desk’s words stay', async () => {
    expect(sitesOf(station, 'masks').length).toBeGreaterThanOrEqual(40)
    const before = await sequence()
    await loadSites(station)
    expect(await sequence()).toBe(before)
    const headers = await signIn(app, 'masks')
    const path = '/desk/supply/masks/sites/5999000102'
    const form = { name: '改過的藥局', slips: '一-五 08:00-08:30', handOut: '1-5 9:00-12:00' }
    expect((await post(path, form, headers)).status).toBe(303)
    await loadSites(station)
    const site = await findSite(station.db, 'masks', '5999000102')
    expect(site).toMatchObject({ name: '改過的藥局', source: 'console' })
    expect(site?.hours.handOut?.[0]).toEqual([1, '09:00', '12:00'])
    expect(site?.hours.sale).toBeUndefined()
  })

  test('invented ones stay out of a city that is no demo', () => {
    const real = { ...station, config: { ...station.config, sandbox: false } }
    expect(sitesOf(real, 'masks')).toEqual([])
  })
})

describe('the owner’s page', () => {
  test('one tap finishes today until the next window, can be undone, and ends by itself', async () => {
    expect((await post(`${link}/states`, { tap: 'finished' })).status).toBe(303)
    expect(await adult()).toMatchObject({ state: 'finished', amount: 200 })
    expect((await adult())?.stateUntil).toEqual(new Date('2026-11-24T11:00:00+08:00'))
    const page = await (await app.request(`${link}?done=finished`)).text()
    expect(page).toContain('已經公布：今天發完了')
    expect(page).toContain('改回來')
    await post(`${link}/states`, { tap: 'counted' })
    expect((await adult())?.state).toBe('counted')

    await post(`${link}/states`, { tap: 'finished', item: 'adult', why: '車子壞了' })
    expect(await adult()).toMatchObject({ state: 'finished', stateWhy: '車子壞了' })
    await at('24T10:59')
    await endStates(station)
    expect((await adult())?.state).toBe('finished')
    await at('24T11:00')
    await endStates(station)
    expect((await adult())?.state).toBe('counted')
  })

  test('slips that are gone promise the stock until slips are given out again', async () => {
    await post(`${link}/states`, { tap: 'promised' })
    expect(await adult()).toMatchObject({ state: 'promised', amount: 200 })
    expect((await adult())?.stateUntil).toEqual(new Date('2026-11-24T08:30:00+08:00'))
  })

  test('tapping twice, at once or late, changes nothing more, and says who and from where', async () => {
    const tap = () => post(`${link}/amounts`, { item: 'adult', was: '200', amount: '190' })
    const before = await sequence()
    for (const answer of await Promise.all([tap(), tap(), tap()])) expect(answer.status).toBe(303)
    await post(`${link}/states`, { tap: 'finished' })
    await post(`${link}/states`, { tap: 'finished' })
    // One amount and two items' states.
    expect(await sequence()).toBe(before + 3)
    const [change] = await listChanges(station.db, PLACE)
    expect(change?.source).toBe('owner')
    expect(change?.by).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a page that has grown old does not undo what was said since', async () => {
    await say({ amount: 120 })
    const late = await post(`${link}/amounts`, { item: 'adult', was: '200', amount: '199' })
    expect(late.headers.get('location')).toContain('done=moved')
    expect((await adult())?.amount).toBe(120)
  })

  test('a note is everybody’s at once', async () => {
    await post(`${link}/note`, { note: '今天 10:30 到貨' })
    const board = await boardOf(station, 'masks').fresh()
    await board.refresh()
    expect(board.places.get(SITE)?.site.note).toBe('今天 10:30 到貨')
  })

  test.each([
    ['states', { tap: 'gone' }],
    ['states', {}],
    ['states', { tap: 'finished', item: 'vaccine' }],
    ['amounts', { item: 'adult', was: '200', amount: '' }],
    ['amounts', { item: 'adult', was: '200', amount: '-5' }],
    ['amounts', { item: 'adult', was: '200', amount: '999999999' }],
    ['amounts', { item: 'nothing', was: '', amount: '5' }],
    ['note', { note: 'x'.repeat(501) }],
    ['reports', { item: 'adult', sequence: '99999999' }],
    ['settlements', { item: 'adult', settlement: 'perhaps' }],
  ])('%s %j is refused, and nothing changes', async (what, form) => {
    const before = await sequence()
    expect((await post(`${link}/${what}`, form as Record<string, string>)).status).toBe(422)
    expect(await sequence()).toBe(before)
  })

  test('a link made up, cut short or revoked opens nothing, and all look the same', async () => {
    const headers = await signIn(app, 'masks')
    expect((await app.request(link)).status).toBe(200)
    const page = await app.request(`/desk/supply/masks/sites/${SITE}`, { headers })
    for (const [path] of (await page.text()).matchAll(/\/desk\/[^"]+\/revocation/g)) {
      expect((await post(path, {}, headers)).status).toBe(303)
    }
    const forged = `/site/${station.secrets.randomToken()}`
    const texts: string[] = []
    for (const path of [link, forged, `${link.slice(0, -3)}abc`]) {
      const answer = await app.request(path)
      expect(answer.status).toBe(404)
      texts.push((await answer.text()).replace(/\b[0-9a-f]{8}\b|\/site\/[\w-]+/g, ''))
      expect((await post(`${path}/states`, { tap: 'finished' })).status).toBe(404)
    }
    expect(new Set(texts).size).toBe(1)
    expect((await adult())?.state).toBe('counted')
  })

  test('the link is kept as a hash only, and pressing twice makes one', async () => {
    const secret = link.split('/').at(-1) ?? ''
    const rows = await station.db.selectFrom('supply.devices').selectAll().limit(50).execute()
    expect(JSON.stringify(rows)).not.toContain(secret)
    const headers = await signIn(app, 'masks')
    const device = crypto.randomUUID()
    const make = () => post('/desk/supply/masks/sites/5999000103/links', { device }, headers)
    const first = await (await make()).text()
    const second = await (await make()).text()
    const [shown] = /\/site\/[\w-]{20,}/.exec(second) ?? []
    expect(first).toContain('<svg class="qr"')
    expect((await app.request(shown ?? '')).status).toBe(200)
    // Now it is in use: a third press shows nothing.
    expect((await make()).headers.get('location')).toContain('link_in_use')
  })
})

describe('what people find', () => {
  const tell = async (home: string, item = 'adult', seen?: number) =>
    post(
      `/supply/masks/sites/${SITE}/report`,
      { item, sequence: String(seen ?? (await sequence())) },
      { 'x-forwarded-for': home },
    )
  const settle = () => post(`${link}/settlements`, { item: 'adult', settlement: 'right' })
  beforeEach(settle)

  test('one home is counted, two within an hour put it in dispute, the owner settles it', async () => {
    const seen = await sequence()
    await tell('192.0.2.1')
    await tell('192.0.2.1')
    expect((await adult())?.state).toBe('counted')
    const [report] = await listReports(station.db, 'masks', SITE)
    expect(report).toMatchObject({
      sequence: seen,
      shown: 200,
      source: 'resident',
      settledAt: null,
    })
    const page = await (await app.request(`/supply/masks/sites/${SITE}/reports`)).text()
    expect(page).toContain('1 人回報，還沒有結論')

    await tell('192.0.2.2')
    expect(await adult()).toMatchObject({ state: 'disputed', amount: 200 })
    expect((await adult())?.stateWhy).toBe('2 人回報現場沒有')
    // It stays in dispute until somebody settles it.
    await at('25T12:00')
    await endStates(station)
    expect((await adult())?.state).toBe('disputed')
    await post(`${link}/settlements`, { item: 'adult', settlement: 'zero' })
    await post(`${link}/settlements`, { item: 'adult', settlement: 'zero' })
    expect(await adult()).toMatchObject({ state: 'counted', amount: 0 })
    const after = await listReports(station.db, 'masks', SITE, 2)
    expect(after.map(({ settlement }) => settlement)).toEqual(['zero', 'zero'])
  })

  test('two homes more than an hour apart make no dispute', async () => {
    await tell('192.0.2.3')
    await at('23T10:31')
    await tell('192.0.2.4')
    expect((await adult())?.state).toBe('counted')
  })

  test('the shop alone, or a person at the desk, makes the dispute', async () => {
    const told = { item: 'adult', sequence: String(await sequence()) }
    await post(`${link}/reports`, told)
    expect((await adult())?.state).toBe('disputed')
    await settle()
    const headers = await signIn(app, 'masks')
    const path = `/desk/supply/masks/sites/${SITE}`
    await post(`${path}/reports`, told, headers)
    expect(await adult()).toMatchObject({ state: 'disputed', stateWhy: '承辦單位說數字不對' })
    await post(`${path}/settlements`, { item: 'adult', amount: '35' }, headers)
    expect(await adult()).toMatchObject({ state: 'counted', amount: 35 })
  })

  test('what the map has said since is no dispute', async () => {
    const seen = await sequence()
    await say({ amount: 0 })
    await tell('192.0.2.5', 'adult', seen)
    await tell('192.0.2.6', 'adult', seen)
    expect((await adult())?.state).toBe('counted')
  })

  test('an app passes it on; what cannot be is refused, and nobody learns what others told', async () => {
    const path = `/api/v1/supply/masks/sites/${SITE}/reports`
    const send = (body: unknown, home: string, address = path) =>
      app.request(address, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', 'x-forwarded-for': home },
      })
    const told = { item: 'child', sequence: await sequence() }
    for (const home of ['192.0.2.7', '192.0.2.7', '192.0.2.8', '192.0.2.9']) {
      const answer = await send(told, home)
      expect(answer.status).toBe(202)
      expect(await answer.json()).toEqual({ told: true })
    }
    const { items } = (await (await app.request(path)).json()) as { items: object[] }
    expect(items.length).toBeGreaterThanOrEqual(3)
    expect(JSON.stringify(items)).not.toMatch(/192|network/)
    for (const wrong of [
      { ...told, sequence: 1e9 },
      { ...told, item: 'x' },
      {},
      { ...told, a: 1 },
    ]) {
      expect((await send(wrong, '192.0.2.10')).status).toBe(422)
    }
    expect((await send(told, '192.0.2.10', path.replace(SITE, 'none'))).status).toBe(404)
    expect((await send(told, '192.0.2.10', path.replace('masks', 'none'))).status).toBe(404)
    await forgetNetworks(station.db, new Date('2026-12-01'))
    const rows = await station.db.selectFrom('supply.reports').select('network_hash').execute()
    expect(rows.every((row) => row.network_hash === null)).toBe(true)
  })

  test('one home that taps without end is told to wait', async () => {
    const answers = []
    for (let count = 0; count < 31; count += 1) answers.push((await tell('192.0.2.99')).status)
    expect(answers.at(-1)).toBe(429)
  })
})

describe('who may', () => {
  test.each(['huts', 'resident'])('%s has no say over the sites of masks', async (who) => {
    const headers = await signIn(app, who)
    for (const path of ['sites', 'sites/new', `sites/${SITE}`]) {
      const answer = await app.request(`/desk/supply/masks/${path}`, { headers })
      expect(answer.status).toBe(403)
    }
    expect((await post(`/desk/supply/masks/sites/${SITE}`, { name: 'x' }, headers)).status).toBe(
      403,
    )
  })

  test('a desk adds a site, takes it off, and is told what is wrong with what it typed', async () => {
    const headers = await signIn(app, 'masks')
    const form = {
      siteId: 'NEW-1',
      name: '新的藥局',
      position: '24.15, 120.67',
      sale: '1-5 09:00-12:00',
    }
    const path = '/desk/supply/masks/sites/new'
    const wrong = await post(path, { ...form, sale: '每天', position: 'here', name: '' }, headers)
    expect(wrong.status).toBe(422)
    const text = await wrong.text()
    for (const words of ['每天', 'here', '請寫名稱', '時間看不懂', '位置看不懂']) {
      expect(text).toContain(words)
    }
    expect((await post(path, form, headers)).status).toBe(303)
    expect((await post(path, form, headers)).status).toBe(422)
    const made = await makeLink(station, {
      ...{ programmeId: 'masks', siteId: 'NEW-1', by: 'masks' },
      deviceId: crypto.randomUUID(),
    })
    await post('/desk/supply/masks/sites/NEW-1/leaving', {}, headers)
    expect((await app.request(new URL(made ?? '').pathname)).status).toBe(404)
    expect((await app.request('/desk/supply/masks/sites/NEW-1', { headers })).status).toBe(404)
  })
})
