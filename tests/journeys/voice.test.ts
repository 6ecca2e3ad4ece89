// A voice from a phone: a few taps, also when the network is gone, also without script.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { openCity, type TestCity } from '../city.ts'

const PHONE = { width: 360, height: 740 }

let city: TestCity
let browser: Browser

beforeAll(async () => {
  city = await openCity()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await city?.close()
})

async function tap(page: Page): Promise<void> {
  await page.goto(`${city.url}/voices/new?service=mask-ration`)
  await page.check('[name="groups.works_late"]', { force: true })
  await page.check('[name="barriers.sold_out"]', { force: true })
  await page.check('[name=severity][value=cannot]', { force: true })
}

const countKept = async () => {
  const kept = await city.station.db
    .selectFrom('voices.reports')
    .select(({ fn }) => fn.countAll<string>().as('reports'))
    .executeTakeFirstOrThrow()
  return Number(kept.reports)
}

test('three taps and send give a receipt, without script', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE })
  const page = await context.newPage()
  await tap(page)
  await page.locator('main form button').click()
  await page.waitForURL('**/receipts/**')
  expect(await page.locator('.reference').innerText()).toMatch(/VO-/)
  await context.close()
})

test('without a network it stays on the phone, goes by itself afterwards, and is kept once', async () => {
  const before = await countKept()
  const context = await browser.newContext({ viewport: PHONE, userAgent: 'a phone' })
  const page = await context.newPage()
  await tap(page)
  await page.fill('[name=words]', '晚上八點半才下班')
  await context.setOffline(true)
  await page.locator('main form button').click()
  await page.getByText('現在連不上').waitFor()
  expect(await countKept()).toBe(before)
  await context.setOffline(false)
  await page.waitForURL('**/receipts/**')
  expect(await page.locator('main').innerText()).toContain('晚上八點半才下班')
  expect(await countKept()).toBe(before + 1)
  await context.close()
})

test('what is typed is there again when the page was closed before it was sent', async () => {
  const context = await browser.newContext({ viewport: PHONE })
  const page = await context.newPage()
  await tap(page)
  await page.fill('[name=words]', '還沒寫完')
  await page.goto(`${city.url}/voices`)
  await page.goto(`${city.url}/voices/new?service=mask-ration`)
  expect(await page.inputValue('[name=words]')).toBe('還沒寫完')
  expect(await page.isChecked('[name="groups.works_late"]')).toBe(true)
  await context.close()
})
