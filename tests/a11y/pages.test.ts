// The pages as people meet them on the way through a journey and at a desk: narrow and dark, wide
// and light.

import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { openCity, type TestCity } from '../city.ts'
import { answerAll, goOn } from '../journeys/walk.ts'
import { axeFindings, tooSmall, tooWide, unfold } from './look.ts'

const { trip: _, ...answers } = JSON.parse(
  readFileSync('examples/hike-southern-section-2.json', 'utf8'),
).answers as Record<string, unknown>

let city: TestCity
let browser: Browser
let page: Page

beforeAll(async () => {
  city = await openCity()
  // The huts' robot stands still, so that their desk has something to do.
  await sql`update adapters.lanes set stopped_at = now() where adapter_id = 'forest-huts'`.execute(
    city.station.db,
  )
  browser = await launchBrowser()
  page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  // A status page that notices news would load itself again while it is measured.
  await page.route('**/stamp', (route) => route.abort())
})

afterAll(async () => {
  await browser?.close()
  await city?.close()
})

const SIGHTS = [
  { width: 320, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const

async function expectGood(): Promise<void> {
  // A click is over when the next page begins, before its styles are there.
  await page.waitForLoadState('load')
  await unfold(page)
  for (const { width, colorScheme } of SIGHTS) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    const where = `${new URL(page.url()).pathname} at ${width} px`
    expect(await axeFindings(page), where).toEqual([])
    expect(await tooWide(page), where).toEqual([])
    expect(await tooSmall(page), where).toEqual([])
  }
}

async function signIn(email: string): Promise<void> {
  await page.goto(`${city.url}/sign-in?back=/desk`)
  await page.locator('form', { hasText: email }).locator('button').click()
  const code = /\d{6}/.exec(await page.locator('main').innerText())?.[0] ?? ''
  await page.fill('[name=code]', code)
  await page.locator('main form button').first().click()
}

test('what everybody may read', async () => {
  await page.goto(city.url)
  const linked = await page
    .locator('.footer a, main a')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname))
  const pages = [...linked.filter((path) => !path.startsWith('/api/')), '/sign-in', '/no-such-page']
  for (const path of new Set(pages)) {
    await page.goto(`${city.url}${path}`)
    await expectGood()
  }
})

test('planning, answering, checking, following, withdrawing', async () => {
  await page.goto(`${city.url}/journeys/hike`)
  await page.locator('main form button').first().click()
  await expectGood()
  await page.fill('[name="trip.startOn.year"]', '115')
  await page.fill('[name="trip.startOn.month"]', '12')
  await page.fill('[name="trip.startOn.day"]', '27')
  await page.selectOption('[name="trip.route"]', 'southern-section-2')
  await page.click('button[value="trip:template"]')
  await expectGood()
  await goOn(page)
  await expectGood()
  await goOn(page)
  await expectGood()
  expect(await page.title()).toMatch(/^錯誤：/)
  await answerAll(page, answers)
  await expectGood()
  await page.locator('main form button').last().click()
  await expectGood()
  await page.locator('a[href$="/withdrawal"]').click()
  await expectGood()
})

test('a desk and its task', async () => {
  await signIn('huts@taichung.example')
  await expectGood()
  await page.locator('main table a').first().click()
  await expectGood()
  await page.locator('main form button').first().click()
  await expectGood()
})

test('what was weighed, who tried it, and a closed test without script', async () => {
  for (const path of ['/voices/trials', '/voices/trials/hike', '/voices/weighings/birth/1']) {
    await page.goto(`${city.url}${path}`)
    await expectGood()
  }
  await signIn('owner@taichung.example')
  await page.goto(`${city.url}/desk/trials/new?journey=birth&version=1`)
  await page.locator('main form button').click()
  await expectGood()
  await page.check('[value=script_off]', { force: true })
  await page.locator('main form button').click()
  await expectGood()
  const address = page.url()

  const bare = await browser.newContext({ javaScriptEnabled: false })
  const other = await bare.newPage()
  await other.goto(address)
  await other.locator('main form button').click()
  await other.locator('a[href*="/end?"]').click()
  await other.locator('main form button').click()
  await bare.close()
  await page.goto(`${city.url}/voices/trials/birth`)
  const run = await page.locator('tr', { hasText: '停在半路' }).innerText()
  expect(run).toContain('網頁程式關著')
  expect(run).toContain('停在「寶寶」')
  await expectGood()
})

test('whose time a service takes, who is served, and the forms of a desk', async () => {
  for (const path of ['/ledger', '/ledger/newborn', '/voices/services/mask-ration/served']) {
    await page.goto(`${city.url}${path}`)
    await expectGood()
  }
  await page.context().clearCookies()
  await signIn('masks@taichung.example')
  for (const path of ['/desk/ledger', '/desk/served', '/desk/served/sample', '/desk/calls']) {
    await page.goto(`${city.url}${path}`)
    await expectGood()
    await page.locator('main form button').first().click()
    await expectGood()
  }
})

test('telling a voice, its receipt, whom we miss, a finding, a round and its decision', async () => {
  await page.context().clearCookies()
  for (const path of [
    '/voices/new',
    '/voices/new?kind=burden',
    '/voices/new?kind=idea',
    '/voices/day',
  ]) {
    await page.goto(`${city.url}${path}`)
    await expectGood()
    await page.locator('main form button').click()
    // The form looks for the network before it goes.
    await page.locator('.error-summary').waitFor()
    await expectGood()
  }
  await page.goto(`${city.url}/voices/new?service=mask-ration`)
  await page.check('[name="groups.works_late"]', { force: true })
  await page.check('[name="barriers.sold_out"]', { force: true })
  await page.check('[name=severity][value=cannot]', { force: true })
  await page.locator('details summary').click()
  await page.fill('[name=people]', '12')
  await page.selectOption('[name=place]', 'xitun')
  await page.locator('main form button').click()
  await page.waitForURL('**/receipts/**')
  await expectGood()
  await page.locator('main a[href^="/findings/"]').click()
  await expectGood()
  const finding = page.url()
  await signIn('masks@taichung.example')
  await page.goto(finding)
  await expectGood()
  await page.locator('a[href$="/decision"]').click()
  await expectGood()
  for (const path of [
    '/voices',
    '/voices/services/mask-ration',
    '/rounds',
    '/desk/voices',
    '/desk',
    '/demo/voices',
    '/voices/mine',
  ]) {
    await page.goto(`${city.url}${path}`)
    await expectGood()
  }
})

test('supply: a site’s own phone, the desk’s sites, reports, supply against demand', async () => {
  await page.context().clearCookies()
  for (const path of ['/supply/masks/demand', '/supply/masks/sites/5999000102/reports?told=1']) {
    await page.goto(`${city.url}${path}`)
    await expectGood()
  }
  await signIn('masks@taichung.example')
  for (const path of ['sites', 'sites/new', 'suggestions', 'sites/5999000102']) {
    await page.goto(`${city.url}/desk/supply/masks/${path}`)
    await expectGood()
  }
  await page.locator('form[action$="/links"] button').click()
  await expectGood()
  const link = (await page.locator('.copy').innerText()).trim()
  await page.goto(link)
  await expectGood()
  await page.locator('button[value=finished]').first().click()
  await page.waitForURL('**done=finished')
  await expectGood()
})
