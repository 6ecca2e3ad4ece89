// "When may I have how many?": the table answers everybody without script, the device answers one
// person, and nothing that is typed leaves it.

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { axeFindings, tooSmall, tooWide, unfold } from '../../../tests/a11y/look.ts'
import { launchBrowser } from '../../../tests/browser.ts'
import { openCity, type TestCity } from '../../../tests/city.ts'

let city: TestCity
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  city = await openCity()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await city?.close()
})
beforeEach(async () => {
  await context?.close()
  context = await browser.newContext({ locale: 'zh-TW' })
  page = await context.newPage()
  page.setDefaultTimeout(10_000)
})

const setNow = (at: string) => city.station.clock.move?.(new Date(at))
const answer = () => page.locator('[data-answer]').innerText()

/** What the page asks of the city while it is used. */
async function use(path: string, act: () => Promise<void>): Promise<string[]> {
  await page.goto(`${city.url}${path}`)
  await page.locator('[data-island=ration]:not([hidden])').waitFor()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await act()
  return asked
}
const workOut = () => page.locator('[data-island=ration] form button').click()

test('without script the table says it for every digit, weekday and age', async () => {
  await setNow('2020-03-10T09:00:00+08:00')
  const bare = await browser.newContext({ locale: 'zh-TW', javaScriptEnabled: false })
  const plain = await bare.newPage()
  await plain.goto(`${city.url}/supply/masks/when`)
  expect(await plain.locator('form:visible').count()).toBe(1)
  const rows = (table: number) => plain.locator('main table').nth(table).locator('tbody tr')
  expect(await rows(0).count()).toBe(1)
  expect(await rows(0).innerText()).toContain('兒童口罩 5 片')
  expect(await rows(1).locator('th').allInnerTexts()).toEqual([
    '星期一、星期三、星期五',
    '星期二、星期四、星期六',
    '星期日',
  ])
  const tuesday = (await rows(1).nth(1).locator('td').allInnerTexts()).map((text) => text.trim())
  expect(tuesday).toEqual(['這天不能領', '成人口罩 3 片'])
  await bare.close()
})

test('the device says how many now, or when, and sends nothing', async () => {
  await setNow('2020-03-10T09:00:00+08:00')
  const asked = await use('/supply/masks/when', async () => {
    await page.selectOption('#digit', '3')
    await workOut()
    expect(await answer()).toContain('兒童口罩：填了出生年才知道。')
    await page.fill('#year', '民國69')
    await workOut()
    expect(await answer()).toContain(
      '成人口罩：現在不能領，今天不是這個尾數的日子。2020年3月11日（三）起可以領 3 片。',
    )
    await page.selectOption('#digit', '0')
    await page.locator('[data-island=ration] summary').click()
    await page.fill('#taken-1-on', '2020-03-07')
    await page.fill('#taken-1-pieces', '2')
    await workOut()
    expect(await answer()).toContain('成人口罩：現在可以領 1 片。')
    expect(await answer()).toContain('領了之後，下一次是 2020年3月14日（六）')
  })
  expect(asked).toEqual([])
  expect(page.url()).toBe(`${city.url}/supply/masks/when`)
})

test('what is missing or cannot be is said, and the field has the focus', async () => {
  await setNow('2020-03-10T09:00:00+08:00')
  await use('/supply/masks/when', async () => {
    await workOut()
    expect(await answer()).toBe('請選卡號的最後一碼。')
    expect(await page.locator(':focus').getAttribute('id')).toBe('digit')
    await page.selectOption('#digit', '3')
    await page.fill('#year', '五年級')
    await workOut()
    expect(await page.locator(':focus').getAttribute('id')).toBe('year')
    await page.fill('#year', '')
    await page.locator('[data-island=ration] summary').click()
    await page.fill('#taken-1-on', '2020-03-11')
    await page.fill('#taken-1-pieces', '2')
    await workOut()
    expect(await answer()).toContain('日子不能在今天之後')
  })
})

test('where the rule asks for no digit and no age, neither does the page', async () => {
  await setNow('2026-11-23T09:30:00+08:00')
  const asked = await use('/supply/rapid-tests/when', async () => {
    expect(await page.locator('#digit, #year').count()).toBe(0)
    await workOut()
    expect(await answer()).toContain('快篩試劑：現在可以領 5 劑。')
  })
  expect(asked).toEqual([])
})

test('rules, table and desk fit a phone and break no rule of accessibility', async () => {
  await page.goto(`${city.url}/sign-in?back=/desk`)
  await page.locator('form', { hasText: 'masks@' }).locator('button').click()
  const code = /\d{6}/.exec(await page.locator('main').innerText())?.[0] ?? ''
  await page.fill('[name=code]', code)
  await page.locator('main form button').first().click()
  for (const path of [
    '/supply/masks/rules',
    '/supply/masks/when',
    '/desk/supply/rapid-tests/rules',
  ])
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(`${city.url}${path}`)
      expect(new URL(page.url()).pathname).toBe(path)
      await unfold(page)
      const found = [await axeFindings(page), await tooWide(page), await tooSmall(page)]
      expect(found.flat(), `${path} at ${width} px`).toEqual([])
    }
})
