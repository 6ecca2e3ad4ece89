// A mother lets the register of households answer: on a phone without script, from the questions that
// are not asked any more to the desk that sees who verified them.

import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { axeFindings, tooSmall, tooWide } from '../a11y/look.ts'
import { launchBrowser } from '../browser.ts'
import { eventually, openCity, type TestCity } from '../city.ts'
import { publishReadingBirth } from './reading.ts'
import { answerAll, answerPage, goOn } from './walk.ts'

const { answers } = JSON.parse(readFileSync('examples/birth.json', 'utf8')) as {
  answers: Record<string, unknown>
}
const { phone: _, ...MOTHER } = answers.mother as Record<string, string>
const SUBJECT = { mother: { id_number: MOTHER.id_number, birth: MOTHER.birth } }
/** What nobody types any more once the register has answered. */
const LEFT = { ...answers, mother: { phone: '0912-345-678' }, home: undefined }

let city: TestCity
let browser: Browser
let page: Page

beforeAll(async () => {
  city = await openCity()
  await publishReadingBirth(city.station)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await city.close()
})
beforeEach(async () => {
  await fetch(`${city.sandboxUrl}/reset`, { method: 'POST' })
  await sql`delete from adapters.readings`.execute(city.station.db)
  await sql`update adapters.lanes set failures = 0, paused_until = null`.execute(city.station.db)
  page = await newPhone()
})

async function newPhone(javaScriptEnabled = false): Promise<Page> {
  const phone = await browser.newContext({
    viewport: { width: 360, height: 740 },
    javaScriptEnabled,
    locale: 'zh-TW',
  })
  phone.setDefaultTimeout(50_000)
  return phone.newPage()
}

/** The very page that is shown, where the rules can be run. */
async function wrongIn(shown: Page): Promise<string[]> {
  const measured = await newPhone(true)
  const body = await shown.content()
  await measured.route(shown.url(), (route) => route.fulfill({ body, contentType: 'text/html' }))
  await measured.goto(shown.url())
  const found = [
    ...(await axeFindings(measured)),
    ...(await tooWide(measured)),
    ...(await tooSmall(measured)),
  ]
  await measured.close()
  return found
}

const fault = (mode: string, more = {}) =>
  fetch(`${city.sandboxUrl}/faults`, {
    method: 'POST',
    body: JSON.stringify({ agency: 'household-registration', mode, on: 'any', ...more }),
  })
const words = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ')
const queries = async () =>
  (await fetch(`${city.sandboxUrl}/oracle/household-registration`)).json() as Promise<
    { key: string; status: string; fields: { fields: string[] } }[]
  >
/** And waits for the page that comes of it, which has the same address. */
async function press(value: string): Promise<void> {
  const loaded = page.waitForEvent('load')
  await page.locator(`button[name=read][value^="${value}"]`).first().click()
  await loaded
}
const asked = (name: string) => page.locator(`[name^="${name}"]`).count()

/** The mother's page, with her number and her birthday typed. */
async function toMother(typed: Record<string, unknown> = SUBJECT): Promise<void> {
  await page.goto(`${city.url}/journeys/birth`)
  await page.locator('main form button').first().click()
  await page.waitForURL('**/pages/child')
  await answerPage(page, answers)
  await goOn(page)
  await page.waitForURL('**/pages/mother')
  await answerPage(page, typed)
}

async function askRegister(): Promise<void> {
  await toMother()
  await press('ask:')
}

test('it says whom it would ask, for what and how long, before anything is asked', async () => {
  const before = (await queries()).length
  await toMother()
  const said = await words()
  for (const part of [
    '請戶政查我的資料',
    '臺中市各區戶政事務所',
    '姓名：確認申請人是誰',
    '戶籍地址：',
    '同意到 2026年12月23日（三） 為止',
    '個人資料保護法第 16 條',
  ]) {
    expect(said).toContain(part)
  }
  expect(await queries()).toHaveLength(before)
  expect(await page.locator('main h1').innerText()).toBe('媽媽')
})

test('enter in a field goes on and consents to nothing', async () => {
  const before = (await queries()).length
  await toMother()
  await page.locator('[name="mother.id_number"]').press('Enter')
  await page.waitForLoadState()
  expect(await queries()).toHaveLength(before)
})

test('what the register answers is not asked, and stands with the case up to the desk', async () => {
  await askRegister()
  expect(await words()).toMatch(
    /媽媽的資料：姓名 林怡君 已由臺中市各區戶政事務所查證，2026年11月23日.{0,6}09:30/,
  )
  for (const name of ['mother.name', 'mother.id_number', 'mother.birth']) {
    expect(await asked(name), name).toBe(0)
  }
  expect(await asked('mother.phone')).toBe(1)
  expect(await wrongIn(page)).toEqual([])

  await answerAll(page, LEFT)
  expect(await words()).toContain('潮洋里12鄰臺灣大道三段99號')
  await page.locator('main form button').last().click()
  expect(await words()).toContain('機關已經查證的資料')
  expect(await wrongIn(page)).toEqual([])

  const clerk = await clerkOf('household@taichung.example')
  const row = clerk.locator('main table tr', { hasText: '戶政事務所' })
  await eventually(
    async () => {
      await clerk.goto(`${city.url}/desk`)
      return row.count()
    },
    (count) => count > 0,
  )
  const href = await row.first().locator('a').first().getAttribute('href')
  await clerk.goto(new URL(href ?? '', city.url).href)
  const task = await clerk.locator('main').innerText()
  expect(task).toContain('已由臺中市各區戶政事務所查證')
  expect(task).toContain('潮洋里12鄰臺灣大道三段99號')
  expect((await queries())[0]?.fields.fields).toEqual(['NAME', 'ADDR'])
})

test('the second parent is the spouse, asked for only when there is one', async () => {
  await askRegister()
  await answerPage(page, LEFT)
  await goOn(page)
  await page.waitForURL('**/pages/parent')
  expect(await asked('parent.name')).toBe(1)
  await press('ask:')
  expect(await words()).toContain('陳志明')
  expect(await asked('parent.name')).toBe(0)
  expect(await asked('parent.birth.year')).toBe(1)
  expect((await queries()).at(-1)?.fields.fields).toEqual(['SPOUSE'])
})

test('a wrong answer is typed over, and the officer is told that it differs', async () => {
  await askRegister()
  await press('wrong:/mother/name')
  expect(page.url()).toContain('#mother-name')
  await page.fill('[name="mother.name"]', '林怡筠')
  await answerPage(page, LEFT)
  const mother = page.url()
  await goOn(page)
  await page.waitForURL('**/pages/parent')
  await page.goto(mother)
  expect(await words()).toContain('由您自己填寫。臺中市各區戶政事務所的是「林怡君」')
  expect(await page.inputValue('[name="mother.name"]')).toBe('林怡筠')
})

test('a consent taken back removes what was answered, and what was typed stands again', async () => {
  await toMother({ mother: { ...MOTHER, name: '怡君' } })
  await page.locator('[name="mother.name"]').fill('怡君')
  await press('ask:')
  expect(await words()).toContain('林怡君')
  await press('withdraw:')
  expect(await words()).not.toContain('已由')
  expect(await page.inputValue('[name="mother.name"]')).toBe('怡君')
  expect(await page.inputValue('[name="mother.id_number"]')).toBe(MOTHER.id_number)
})

test('nobody of that number and another birthday look the same, and nothing typed is lost', async () => {
  const seen: string[] = []
  const others: Record<string, string>[] = [
    { ...MOTHER, id_number: 'A123456789' },
    { ...MOTHER, birth: '1986-03-03' },
  ]
  for (const mother of others) {
    await toMother({ mother: { ...mother, phone: '0912-345-678' } })
    await press('ask:')
    seen.push(await page.locator('.read-offer .notice').innerText())
    expect(await page.inputValue('[name="mother.phone"]')).toBe('0912-345-678')
    expect(await page.inputValue('[name="mother.id_number"]')).toBe(mother.id_number)
  }
  expect(seen[0]).toBe(seen[1])
  expect(seen[0]).toContain('查不到和這兩項相符的資料')
})

test('without number and birthday it says what is missing', async () => {
  await toMother({})
  await press('ask:')
  expect(await page.locator('.error-summary a').count()).toBe(2)
  expect(await wrongIn(page)).toEqual([])
})

test.each([
  ['drop_before', {}],
  ['maintenance', {}],
  ['slow', { delayMs: 9000 }],
])('when the register does not answer (%s) the questions stand as ever', async (mode, more) => {
  await fault(mode, { times: 1, ...more })
  await askRegister()
  expect(await words()).toContain('戶政的系統現在沒有回答')
  expect(await asked('mother.name')).toBe(1)
  expect(await page.inputValue('[name="mother.id_number"]')).toBe(MOTHER.id_number)
})

test('a fifth asking from one draft on one day is not made, and nobody else is asked about', async () => {
  await toMother()
  for (let time = 0; time < 4; time += 1) {
    await fault('maintenance', { times: 1 })
    await press('ask:')
  }
  const before = (await queries()).length
  await press('ask:')
  expect(await words()).toContain('今天已經向戶政查太多次了')
  expect(await queries()).toHaveLength(before)
})

test('another person is not asked about from the same draft', async () => {
  await askRegister()
  await press('withdraw:')
  await answerPage(page, { mother: { id_number: 'B123456780', birth: '1984-09-18' } })
  const before = (await queries()).length
  await press('ask:')
  expect(await words()).toContain('不能再查第二個人')
  expect(await queries()).toHaveLength(before)
})

async function clerkOf(email: string): Promise<Page> {
  const clerk = await newPhone()
  await clerk.goto(`${city.url}/sign-in?back=/desk`)
  await clerk.locator('form', { hasText: email }).locator('button').click()
  const code = /\d{6}/.exec(await clerk.locator('main').innerText())?.[0] ?? ''
  await clerk.fill('[name=code]', code)
  await clerk.locator('main form button').first().click()
  return clerk
}
