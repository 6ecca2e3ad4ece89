// The pages of what is scarce, as residents, a desk and a site's owner meet them.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { openCity, type TestCity } from '../city.ts'
import { axeFindings, tooSmall, tooWide, unfold } from './look.ts'

let city: TestCity
let browser: Browser
let page: Page

beforeAll(async () => {
  city = await openCity()
  browser = await launchBrowser()
  page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  // A list that renews itself would move while it is measured.
  await page.route('**/stream', (route) => route.abort())
})
afterAll(async () => {
  await browser?.close()
  await city?.close()
})

const SIGHTS = [
  { width: 320, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const

async function expectGood(path: string): Promise<void> {
  const answer = await page.goto(city.url + path)
  expect(answer?.status(), path).toBe(200)
  await unfold(page)
  for (const { width, colorScheme } of SIGHTS) {
    await page.setViewportSize({ width, height: 800 })
    // At rest: what has just changed is lit for a moment.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const where = `${path} at ${width} px`
    expect(await axeFindings(page), where).toEqual([])
    expect(await tooWide(page), where).toEqual([])
    // The page that is only text fetches no styles: its controls are the browser's own.
    if (!path.endsWith('/text')) expect(await tooSmall(page), where).toEqual([])
  }
}

test.each([
  '/supply',
  '/supply/masks',
  '/supply/rapid-tests',
  '/supply/masks/map',
  '/supply/masks/text',
  '/supply/masks/print',
  '/supply/masks/data',
  '/supply/masks/rules',
  '/supply/masks/when',
  '/supply/masks/demand',
  '/supply/rapid-tests/order',
])('%s', expectGood, 60_000)

test('one site, its reports and its numbers to queue by', async () => {
  await page.goto(`${city.url}/supply/rapid-tests`)
  const href = await page.locator('a[href*="/sites/"]').first().getAttribute('href')
  for (const path of ['', '/reports', '/slip']) await expectGood(`${href}${path}`)
}, 60_000)

test('the desk of a programme', async () => {
  await page.goto(`${city.url}/sign-in?back=/desk/supply`)
  await page.locator('form', { hasText: 'masks@taichung.example' }).locator('button').click()
  const code = /\d{6}/.exec(await page.locator('main').innerText())?.[0] ?? ''
  await page.fill('[name=code]', code)
  await page.locator('main form button').first().click()
  await page.waitForURL('**/desk/supply')
  const desk = '/desk/supply'
  const paths = [
    'masks/feeds',
    'masks/rules',
    'rapid-tests/rules',
    'masks/sites',
    'rapid-tests/hand-out',
  ]
  for (const path of ['', ...paths.map((one) => `/${one}`)]) await expectGood(desk + path)
}, 120_000)
