// The pages of services as people meet them: lots on a phone and on paper, a wish and its answer, the
// lead's list of clients.

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

test('every service, its lot and its interface', async () => {
  await page.goto(`${city.url}/services`)
  await expectGood()
  const lots = await page
    .locator('main table a')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname))
  expect(lots).toContain('/services/parks')
  expect(lots).toContain('/services/exchange')
  for (const path of lots) {
    await page.goto(`${city.url}${path}`)
    await expectGood()
  }
  for (const path of ['/services/parks/api', '/services/civil-affairs-desk/api']) {
    await page.goto(`${city.url}${path}`)
    await expectGood()
  }
})

test('on paper a lot says what it is and leaves the way around out', async () => {
  await page.goto(`${city.url}/services/parks`)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.summary').isVisible()).toBe(true)
  expect(await page.locator('p.no-print').isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })
})

test('a wish without script: what is wrong is said, then it stands with its day, then its answer', async () => {
  const bare = await browser.newContext({ javaScriptEnabled: false })
  const plain = await bare.newPage()
  await plain.goto(`${city.url}/services/wishes/new`)
  await plain.fill('[name=fromSystem]', '戶政的出生登記')
  await plain.fill('[name=toSystem]', '衛生所的疫苗接種')
  await plain.fill('[name=why]', '打電話給我 0912-345-678')
  await plain.locator('main form button').click()
  expect(await plain.title()).toMatch(/^錯誤：/)
  expect(await plain.inputValue('[name=fromSystem]')).toBe('戶政的出生登記')
  await plain.fill('[name=why]', '新手爸媽要把寶寶的資料再寫一次給衛生所。')
  await plain.locator('main form button').click()
  const address = plain.url()
  expect(await plain.locator('main').innerText()).toContain('2026年12月7日')
  await bare.close()

  for (const path of ['/services/wishes', '/services/wishes/new']) {
    await page.goto(`${city.url}${path}`)
    await expectGood()
  }
  await page.goto(address)
  await expectGood()
  await signIn('lead@taichung.example')
  await page.goto(address)
  await expectGood()
  await page.locator('form[action$="/answer"] button').click()
  await expectGood()
  await page.check('[value=planned]', { force: true })
  await page.fill('[name=answer]', '明年三月由戶政和衛生局一起做。')
  await page.locator('form[action$="/answer"] button').click()
  expect(await page.locator('main').innerText()).toContain('明年三月')
  await expectGood()
  await page.goto(`${city.url}/promises`)
  expect(await page.locator('main').innerText()).toContain('公開回覆一則希望')
})

test('the lead lets a client in, and out again', async () => {
  await page.goto(`${city.url}/services/clients`)
  await expectGood()
  await page.locator('main form button').last().click()
  await expectGood()
  await page.fill('[name=name]', '南投縣登山服務')
  await page.fill('[name=contact]', 'api@nantou.example')
  await page.check('[name="adapterIds.parks"]', { force: true })
  await page.check('[name=isNamed]', { force: true })
  await page.locator('main form button').last().click()
  expect(await page.locator('main').innerText()).toMatch(/yzg_[\w-]{43}/)
  await expectGood()
  await page.goto(`${city.url}/services/parks`)
  expect(await page.locator('main').innerText()).toContain('南投縣登山服務')
  await page.goto(`${city.url}/services/clients`)
  expect(await page.locator('main').innerText()).not.toMatch(/yzg_/)
  await page.locator('form[action$="/end"] button').click()
  expect(await page.locator('main').innerText()).toContain('停用')
})
