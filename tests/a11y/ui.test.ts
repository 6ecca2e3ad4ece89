// The parts as people meet them: in a real browser, narrow and wide, light and dark, with the
// program's own security policy.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { serveGallery } from './gallery-server.ts'
import { axeFindings, tooSmall, tooWide, unfold } from './look.ts'

let browser: Browser
let gallery: Awaited<ReturnType<typeof serveGallery>>

beforeAll(async () => {
  gallery = await serveGallery()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  gallery?.close()
})

const SIGHTS = [
  { width: 320, colorScheme: 'light', lang: 'zh-TW' },
  { width: 320, colorScheme: 'dark', lang: 'en' },
  { width: 1280, colorScheme: 'light', lang: 'en' },
  { width: 1280, colorScheme: 'dark', lang: 'zh-TW' },
] as const

for (const { width, colorScheme, lang } of SIGHTS) {
  describe(`at ${width} px, ${colorScheme}, ${lang}`, () => {
    let page: Page
    const complaints: string[] = []

    beforeAll(async () => {
      page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
      page.on('console', (message) => complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.goto(`${gallery.url}?lang=${lang}`, { waitUntil: 'networkidle' })
      await unfold(page)
    })

    afterAll(() => page.close())

    test('axe finds nothing', async () => {
      expect(await axeFindings(page)).toEqual([])
    })

    test('nothing makes the page wider than the screen', async () => {
      expect(await tooWide(page)).toEqual([])
    })

    test('what is pressed is large enough for a thumb', async () => {
      expect(await tooSmall(page)).toEqual([])
    })

    test('the security policy has nothing to refuse', () => {
      expect(complaints).toEqual([])
    })
  })
}

test('without script the page says the same', async () => {
  const words = async (javaScriptEnabled: boolean) => {
    const context = await browser.newContext({ javaScriptEnabled })
    const page = await context.newPage()
    await page.goto(gallery.url)
    const text = await page.locator('main').textContent()
    await context.close()
    return text
  }
  expect(await words(false)).toBe(await words(true))
})

test('the other calendar appears beside a year that is typed', async () => {
  const page = await browser.newPage()
  await page.goto(gallery.url)
  await page.fill('#start', '116')
  await page.press('#start', 'Tab')
  await expect
    .poll(() => page.locator('.date-both').first().textContent())
    .toBe('西元2027年，民國116年')
  await page.fill('#start', '12')
  await page.press('#start', 'Tab')
  await expect
    .poll(() => page.locator('.date-both').first().textContent())
    .toBe('西元1923年，民國12年')
  await page.close()
})

test('Enter in a repeated group goes on instead of removing somebody', async () => {
  const page = await browser.newPage()
  await page.goto(gallery.url)
  const sent = page.waitForRequest((request) => request.method() === 'POST')
  await page.press('#members-0-name', 'Enter')
  expect((await sent).postData()).not.toContain('do=')
  await page.close()
})

test('every focus is visible', async () => {
  const page = await browser.newPage()
  await page.goto(gallery.url)
  for (const selector of ['.home', '#team', '.header-link', '.button', '#night', 'summary']) {
    await page.keyboard.press('Tab')
    await page.locator(selector).first().focus()
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement as Element).outline,
    )
    expect(outline, selector).toContain('3px')
  }
  await page.close()
})

test('an apostrophe tears no English word apart', async () => {
  const page = await browser.newPage()
  await page.goto(`${gallery.url}?lang=en`, { waitUntil: 'networkidle' })
  const share = await page.evaluate(() => {
    const main = document.querySelector('main')
    const widthOf = (text: string) => {
      const span = main?.appendChild(document.createElement('span'))
      if (!span) return 0
      span.textContent = text
      return span.getBoundingClientRect().width
    }
    return widthOf('’') / widthOf('m')
  })
  expect(share).toBeLessThan(0.5)
  await page.close()
})
