// A birth, as a family meets it: a phone without script, three offices by desk, one visit.

import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { eventually, openCity, type TestCity } from '../city.ts'
import { answerAll } from './walk.ts'

const { answers } = JSON.parse(readFileSync('examples/birth.json', 'utf8')) as {
  answers: Record<string, unknown>
}

let city: TestCity
let browser: Browser
let page: Page

beforeAll(async () => {
  city = await openCity()
  browser = await launchBrowser()
  page = await newPhone()
})
afterAll(async () => {
  await browser.close()
  await city.close()
})

async function newPhone(): Promise<Page> {
  const phone = await browser.newContext({
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
  })
  phone.setDefaultTimeout(50_000)
  return phone.newPage()
}

const wordsOf = async (shown: Page) =>
  (await shown.locator('main').innerText()).replace(/\s+/g, ' ')

/** The page of a clerk who has signed in, at their desk. */
async function clerkOf(email: string): Promise<Page> {
  const clerk = await newPhone()
  await clerk.goto(`${city.url}/sign-in?back=/desk`)
  await clerk.locator('form', { hasText: email }).locator('button').click()
  const code = /\d{6}/.exec(await clerk.locator('main').innerText())?.[0] ?? ''
  await clerk.fill('[name=code]', code)
  await clerk.locator('main form button').first().click()
  return clerk
}

/** Waits for an agency's task, takes it unless it is theirs already, and stays on its page. */
async function take(clerk: Page, agency: string): Promise<string> {
  const row = clerk.locator('main table tr', { hasText: agency })
  await eventually(
    async () => {
      await clerk.goto(`${city.url}/desk`)
      return row.count()
    },
    (count) => count > 0,
  )
  // Gone to by its address: a click may return before the next page is there.
  const href = await row.first().locator('a').first().getAttribute('href')
  await clerk.goto(new URL(href ?? '', city.url).href)
  const taking = clerk.locator('form[action$="/taking"] button')
  if (await taking.count()) {
    await taking.click()
    await clerk.locator('[name=kind]').first().waitFor({ state: 'attached' })
  }
  return wordsOf(clerk)
}

async function settle(clerk: Page, kind: string, reference = ''): Promise<void> {
  await clerk.check(`[name=kind][value=${kind}]`, { force: true })
  if (reference) await clerk.fill('[name=reference]', reference)
  await clerk.locator('form[action$="/outcome"] button').click()
  expect(clerk.url(), await wordsOf(clerk)).toBe(`${city.url}/desk?settled`)
}

const tasksOf = async (clerk: Page) => {
  await clerk.goto(`${city.url}/desk`)
  return clerk.locator('main table a').count()
}

let household: Page
let childcare: Page

test('a birth is told once, on a phone without script', async () => {
  await page.goto(`${city.url}/journeys/birth`)
  await page.locator('main form button').first().click()
  await answerAll(page, answers)
  await page.locator('main form button').last().click()
  expect(page.url()).toContain('/status/')
  expect(await wordsOf(page)).toMatch(/TC-[2-79AC-Z]{4}-[2-79AC-Z]{4}/)
})

test('one counter has both parts at once, the third waits for the registration', async () => {
  household = await clerkOf('household@taichung.example')
  childcare = await clerkOf('childcare@taichung.example')
  await take(household, '戶政事務所')
  expect(await tasksOf(household)).toBe(2)
  expect(await tasksOf(childcare)).toBe(0)
})

test('a desk reads words, not the codes of a form', async () => {
  const words = await take(household, '戶政事務所')
  for (const part of ['女', '跟爸爸姓', '出生證明書正本']) expect(words).toContain(part)
  expect(words).not.toMatch(/[a-z]{3,}/)
})

test('the desk asks once for one visit; where, what to bring and until when are there already', async () => {
  await settle(household, 'needs_visit')
  expect(await tasksOf(household)).toBe(2)
  await page.reload()
  const words = await wordsOf(page)
  expect(words.match(/地點：/g)).toHaveLength(1)
  for (const part of [
    '出生登記、生育津貼',
    '西屯區戶政事務所',
    '出生證明書正本',
    '申請人的身分證和印章',
    '2027年1月15日',
  ]) {
    expect(words).toContain(part)
  }
})

test('that visit settles registration and allowance in one form', async () => {
  await take(household, '戶政事務所')
  await household.locator('[name^="reference."]').fill('A1151201-07')
  await settle(household, 'approved', 'R1151201-07')
  expect(await tasksOf(household)).toBe(0)
  await page.reload()
  const words = await wordsOf(page)
  for (const number of ['R1151201-07', 'A1151201-07']) expect(words).toContain(number)
})

test('the third desk has its papers afterwards, with the number of the registration', async () => {
  const words = await take(childcare, '社會局')
  for (const part of ['R1151201-07', '00211234567890']) expect(words).toContain(part)
  await settle(childcare, 'approved', 'C1151201-07')
  await page.reload()
  expect(await wordsOf(page)).toContain('C1151201-07')
})
