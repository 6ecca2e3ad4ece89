// The parts as people meet them: in a real browser, narrow and wide, light and dark, with the
// program's own security policy.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { serveGallery } from './gallery-server.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const MIN_TARGET_PX = 44

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
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
    })

    afterAll(() => page.close())

    test('axe finds nothing', async () => {
      await page.evaluate(AXE)
      const { violations } = await page.evaluate<AxeResults, string[]>(
        (values) =>
          (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
            runOnly: { type: 'tag', values },
          }),
        STANDARDS,
      )
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
      )
      expect(found).toEqual([])
    })

    test('nothing makes the page wider than the screen', async () => {
      const overflow = await page.evaluate(() =>
        [...document.body.querySelectorAll('*')]
          .filter((element) => !element.closest('.unseen, .skip, thead'))
          .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
          .map((element) => element.outerHTML.slice(0, 120)),
      )
      expect(overflow).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    })

    test('what is pressed is large enough for a thumb', async () => {
      const small = await page.evaluate((minimum) => {
        const selector =
          'button, .button, .header-link, summary, select, textarea, .choice, input.input, .footer a'
        return [...document.querySelectorAll(selector)]
          .filter((element) => !element.matches('.unseen'))
          .filter((element) => {
            const { width, height } = element.getBoundingClientRect()
            return width < minimum || height < minimum
          })
          .map((element) => element.outerHTML.slice(0, 120))
      }, MIN_TARGET_PX)
      expect(small).toEqual([])
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
