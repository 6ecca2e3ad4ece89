// The residents' pages in a real browser: new at once, put in order from where one is, with a map and
// without script, and good to see, hear and press.

import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { axeFindings, tooSmall, tooWide, unfold } from '../../../tests/a11y/look.ts'
import { launchBrowser } from '../../../tests/browser.ts'
import { openPages, type Pages, say } from './sites.examples.ts'

let pages: Pages
let browser: Browser
let context: BrowserContext | null = null

beforeAll(async () => {
  pages = await openPages()
  browser = await launchBrowser()
})
afterEach(() => context?.close())
afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  context = await browser.newContext({ locale: 'zh-TW', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(`${pages.url}${path}`)
  return page
}
const siteNames = (page: Page) => page.locator('.sites .site-name').allInnerTexts()
const child = (page: Page) =>
  page.locator('[data-site="5936010001"] .stock[data-item="child"] .stock-said')

test('an open list says a new amount by itself, with the number of its moment', async () => {
  const page = await open('/supply/masks?district=西屯區')
  expect(await child(page).innerText()).toMatch(/快沒了\s*12 片/)
  const before = await page.locator('[data-moment=sequence]').innerText()

  await say(pages.station, [{ siteId: '5936010001', item: 'child', amount: 150 }])
  await page.locator('[data-site="5936010001"] .stock-plenty[data-item="child"]').waitFor()
  expect(await child(page).innerText()).toMatch(/還很多\s*150 片/)
  expect(await page.locator('[data-moment=sequence]').innerText()).not.toBe(before)

  const state = { state: 'promised' as const, why: '發完了' }
  await say(pages.station, [{ siteId: '5936010001', item: 'child', ...state }])
  await page.locator('[data-site="5936010001"] .stock-promised[data-item="child"]').waitFor()
  expect(await child(page).innerText()).toMatch(/帳上的 150 片已經有人等著領\s*「發完了」/)
  expect(await page.locator('[data-again]').isVisible()).toBe(true)
  // Who listens is told once in a while.
  await page
    .locator('[data-said]', { hasText: '數量更新了：平安藥局' })
    .waitFor({ state: 'attached' })
})

test('a page that is cut off says from when its numbers are', async () => {
  const page = await open('/supply/masks')
  await context?.setOffline(true)
  await page.locator('[data-offline]').waitFor()
  expect(await page.locator('[data-offline]').innerText()).toContain('09:')
  await context?.setOffline(false)
  await page.locator('[data-offline]').waitFor({ state: 'hidden' })
})

test('a press puts the list in order from here, and the position stays out of the address', async () => {
  const page = await open('/supply/masks', {
    geolocation: { longitude: 120.883456, latitude: 24.175432 },
    permissions: ['geolocation'],
  })
  const asked: string[] = []
  page.on('request', (request) => asked.push(decodeURIComponent(request.url())))
  expect((await siteNames(page))[0]).not.toBe('和平衛生所')
  await page.locator('[data-locate]').click()
  await page.locator('.site-far').first().waitFor()
  expect(await page.locator('[data-found]').innerText()).toContain('從您現在的位置排起')
  expect(await siteNames(page)).toContain('和平衛生所')
  expect(asked.some((address) => address.includes('lon=120.883&lat=24.175'))).toBe(true)
  expect(asked.some((address) => address.includes('120.8834'))).toBe(false)
  expect(page.url()).not.toContain('lon=')
})

test('a site pressed on the map is told below it, and renews itself', async () => {
  const page = await open('/supply/masks/map?district=和平區')
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  await page.locator('.map[data-ready]').waitFor()
  const map = page.locator('.map canvas')
  await map.scrollIntoViewIfNeeded()
  const chosen = page.locator('[data-chosen]')
  // Marks are drawn some frames after their data came.
  await expect
    .poll(async () => {
      await map.click()
      return chosen.isVisible()
    })
    .toBe(true)
  expect(await chosen.innerText()).toMatch(/和平衛生所[\s\S]*快沒了\s*15 片/)

  await say(pages.station, [{ siteId: '5936010007', item: 'adult', amount: 0 }])
  await chosen.locator('.stock-none[data-item=adult]').waitFor()
  expect([...hosts]).toEqual([new URL(pages.url).host])
})

test('without script the list, its filters and the page of the map are right', async () => {
  const page = await open('/supply/masks', { javaScriptEnabled: false })
  expect(await page.locator('[data-locate]').isVisible()).toBe(false)
  await page.selectOption('[name=district]', '南屯區')
  await page.locator('.finder summary').click()
  await page.check('[name=all]', { force: true })
  await page.locator('.finder button[type=submit]').click()
  expect(await siteNames(page)).toContain('大墩藥局')
  await page.goto(`${pages.url}/supply/masks/map`)
  expect(await page.locator('.map').innerText()).toContain('下面的清單一樣完整')
  expect(await siteNames(page)).toContain('大墩藥局')
})

const SIGHTS = [
  { width: 320, colorScheme: 'dark', locale: 'en' },
  { width: 1280, colorScheme: 'light', locale: 'zh-TW' },
] as const

for (const path of [
  '',
  '?district=西屯區&all=yes',
  '/sites/5936010003',
  '/data',
  '/map',
  '/print',
  '/text',
]) {
  test(`/supply/masks${path} is good to see, hear and press`, async () => {
    for (const { width, ...options } of SIGHTS) {
      // Without a style sheet the ground is the browser's own, which axe takes for white.
      if (path === '/text' && options.colorScheme === 'dark') continue
      const page = await open(`/supply/masks${path}`, {
        ...options,
        viewport: { width, height: 800 },
      })
      await page.waitForLoadState('load')
      if (path === '/map') await page.locator('.map[data-ready]').waitFor()
      await unfold(page)
      expect(await axeFindings(page), `${width} px`).toEqual([])
      expect(await tooWide(page), `${width} px`).toEqual([])
      // A page without a style sheet has the browser's own sizes.
      if (path !== '/text') expect(await tooSmall(page), `${width} px`).toEqual([])
      await context?.close()
    }
  })
}
