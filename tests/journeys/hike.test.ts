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
  phone.setDefaultTimeout(5_000)
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

test('the questions are answered and filed without script', async () => {
  const { trip, ...answers } = EXAMPLE.answers
  expect(trip).toBeDefined()
  await answerAll(page, answers)
  expect(page.url()).toContain('/review')
  await page.locator('main form button').last().click()
  expect(page.url()).toContain('/status/')
  expect(await words()).toMatch(/TC-[2-79AC-Z]{4}-[2-79AC-Z]{4}/)
})

test('park and police each hold exactly one filing', async () => {
  const seen = await eventually(
    () => city.oracle(),
    (counts) => counts['yushan-park']?.filed === 1 && counts.police?.filed === 1,
  )
  expect(seen['yushan-park']).toMatchObject({ received: 1, duplicates: 0 })
  expect(seen.police).toMatchObject({ received: 1, duplicates: 0 })
})

test('the clerk finds the hut order ready to copy, orders it, and writes the number down', async () => {
  const clerk = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await clerk.goto(`${city.url}/sign-in?back=/desk`)
  await clerk.locator('form', { hasText: 'huts@taichung.example' }).locator('button').click()
  const code = /\d{6}/.exec(await clerk.locator('main').innerText())?.[0] ?? ''
  await clerk.fill('[name=code]', code)
  await clerk.locator('main form button').first().click()
  await clerk.locator('main table a').first().click()
  await clerk.locator('main form button').first().click()
  expect(await clerk.locator('main').innerText()).toContain('嘉明湖山屋')

  await clerk.check('[name=kind][value=pending]', { force: true })
  await clerk.fill('[name=reference]', 'F1151227-001')
  await clerk.locator('form[action$="/outcome"] button').click()
  expect(clerk.url()).toBe(`${city.url}/desk`)
  await page.reload()
  expect(await words()).toContain('F1151227-001')
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

test('withdrawing empties what can be emptied, and says what a person still does', async () => {
  await page.locator('a[href$="/withdrawal"]').click()
  await page.locator('main form button').click()
  await eventually(
    () => city.oracle(),
    (counts) => counts['yushan-park']?.filed === 0 && counts['yushan-park']?.withdrawn === 1,
  )
  await page.reload()
  expect(await words()).toContain('撤回')
})
