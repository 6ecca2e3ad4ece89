// The main job, as a newcomer does it: a phone, no script, a trip of eight days, three agencies.

import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { eventually, openCity, type TestCity } from '../city.ts'
import { answerAll, goOn } from './walk.ts'

const EXAMPLE = JSON.parse(readFileSync('examples/hike-southern-section-2.json', 'utf8')) as {
  answers: Record<string, unknown>
}

let city: TestCity
let browser: Browser
let phone: BrowserContext
let page: Page

beforeAll(async () => {
  city = await openCity()
  browser = await launchBrowser()
  phone = await browser.newContext({
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
  })
  phone.setDefaultTimeout(50_000)
  page = await phone.newPage()
})
afterAll(async () => {
  await browser.close()
  await city.close()
})

const words = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ')

test('南二段 is planned day by day, and its three agencies appear before filing', async () => {
  await page.goto(`${city.url}/journeys/hike`)
  await page.locator('main form button').first().click()
  await page.fill('[name="trip.startOn.year"]', '115')
  await page.fill('[name="trip.startOn.month"]', '12')
  await page.fill('[name="trip.startOn.day"]', '27')
  await page.selectOption('[name="trip.route"]', 'southern-section-2')
  await page.click('button[value="trip:template"]')
  const text = await words()
  for (const agency of ['內政部警政署', '林業及自然保育署', '玉山國家公園管理處']) {
    expect(text).toContain(agency)
  }
  await goOn(page)
})

test('a button of the plan pressed without its choice says so, and keeps what was typed', async () => {
  await page.goBack()
  await page.click('button[value="trip:cut:6"]')
  await page.click('button[value="trip:add-node"]')
  expect(await page.title()).toMatch(/^錯誤：/)
  expect(await page.locator('.error-summary').innerText()).toContain('請選擇接下來去哪裡')
  expect(await page.locator('#trip-next-error').count()).toBe(1)
  expect(await page.inputValue('[name="trip.startOn.month"]')).toBe('12')
  // A place with two huts and no choice: the next day waits for the answer.
  await page.click('button[value="trip:clear"]')
  await page.selectOption('[name="trip.start"]', 'xueshan-entrance')
  await page.click('button[value="trip:start"]')
  await page.selectOption('[name="trip.next"]', 'qika')
  await page.click('button[value="trip:add-node"]')
  await page.click('button[value="trip:add-day"]')
  expect(await page.locator('.error-summary').innerText()).toContain('請選擇這一晚住哪裡')
  expect(await page.locator('#trip-days-1').count()).toBe(0)
  await page.click('button[value="trip:clear"]')
  await page.selectOption('[name="trip.route"]', 'southern-section-2')
  await page.click('button[value="trip:template"]')
  await goOn(page)
})

test('the questions are answered and filed without script', async () => {
  const { trip, ...answers } = EXAMPLE.answers
  expect(trip).toBeDefined()
  await answerAll(page, answers)
  expect(page.url()).toContain('/review')
  await page.locator('main form button').last().click()
  expect(page.url()).toContain('/status/')
  expect(await words()).toMatch(/TC-[2-79AC-Z]{4}-[2-79AC-Z]{4}/)
})

test('park, police and huts each hold exactly one right filing, and the status page has its number', async () => {
  const agencies = ['yushan-park', 'police', 'forestry']
  const seen = await eventually(
    () => city.oracle(),
    (counts) => agencies.every((agency) => counts[agency]?.filed === 1),
    60,
  )
  for (const agency of agencies) {
    expect(seen[agency], agency).toEqual({ received: 1, filed: 1, withdrawn: 0, duplicates: 0 })
  }
  const [order] = (await (await fetch(`${city.sandboxUrl}/oracle/forestry`)).json()) as {
    number: string
    fields: unknown
  }[]
  for (const line of ['嘉明湖山屋', '2026-12-27', '林怡君', 'B223456782']) {
    expect(JSON.stringify(order?.fields)).toContain(line)
  }
  await eventually(
    async () => {
      await page.reload()
      return words()
    },
    (text) => text.includes(order?.number ?? 'no order'),
  )
})

test('an officer rejects, and the reason stands on the status page within five seconds', async () => {
  const officer = await (await browser.newContext()).newPage()
  await officer.goto(`${city.sandboxUrl}/police/officer`)
  const number = /P\d{7}-\d{4}/.exec(await page.content())?.[0] ?? ''
  const asked = await fetch(`${city.sandboxUrl}/police/officer/act`, {
    method: 'POST',
    body: new URLSearchParams({ no: number, action: 'reject', reason: '路線封閉，請改期' }),
    redirect: 'manual',
  })
  expect(asked.status).toBeLessThan(400)
  await eventually(
    async () => {
      await page.reload()
      return words()
    },
    (text) => text.includes('路線封閉，請改期'),
    5,
  )
})

test('withdrawing empties every agency', async () => {
  await page.locator('a[href$="/withdrawal"]').click()
  await page.locator('main form button').click()
  await eventually(
    () => city.oracle(),
    (counts) => counts['yushan-park']?.filed === 0 && counts.forestry?.filed === 0,
    60,
  )
  expect((await city.oracle()).forestry).toMatchObject({ withdrawn: 1 })
  await page.reload()
  expect(await words()).toContain('撤回')
  expect(await page.locator('#huts').innerText()).not.toContain('收件到')
})
