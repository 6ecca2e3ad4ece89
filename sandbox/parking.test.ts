// The stand-in of the parking office, used as a visitor uses it: in a browser, because without script
// there is nothing.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../tests/browser.ts'
import { type Sandbox, startSandbox } from './start.ts'

const dir = mkdtempSync(join(tmpdir(), 'sandbox-parking-'))
let sandbox: Sandbox
let browser: Browser
let page: Page

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true })
})
beforeEach(async () => {
  await order('/reset', {})
  await page?.close()
  page = await browser.newPage()
  page.setDefaultTimeout(8_000)
  await page.goto(`${sandbox.url}/parking/`)
})

const order = (path: string, body: unknown) =>
  fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })
const fault = (mode: string, more = {}) =>
  order('/faults', { agency: 'trailhead-parking', mode, ...more })
const oracle = async (path = '') => (await fetch(`${sandbox.url}/oracle${path}`)).json()
const officer = (path: string, form: Record<string, string>) =>
  fetch(`${sandbox.url}/parking/officer/${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })

async function fill(plate = 'ABC-1234'): Promise<void> {
  await page.getByText('下個月').click()
  await page.locator('td.on', { hasText: /^12餘/ }).click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('停放天數').selectOption('2天')
  await page.getByLabel('車種').selectOption('小型車')
  await page.getByLabel('停車區').selectOption('第二停車場（遊樂區內）')
  await page.getByLabel('車牌號碼').fill(plate)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('申請人姓名').fill('林怡君')
  await page.getByLabel('身分證字號').fill('B223456781')
  await page.getByLabel('行動電話').fill('0912345678')
  await page.getByLabel('備註').fill('key-1')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('我已閱讀並同意').click()
}

async function send(): Promise<string> {
  await page.getByRole('button', { name: '送出預約' }).click()
  await page.getByText('確定送出', { exact: true }).click()
  return page.locator('.toast, .panel').first().innerText()
}

async function mine(q: string): Promise<string> {
  // A booking that is done begins the wizard anew, over whatever is there by then.
  await page.locator('td.on').first().waitFor()
  await page.getByText('我的預約', { exact: true }).click()
  await page.getByLabel('身分證字號').fill('B223456781')
  await page.getByLabel('預約編號或備註').fill(q)
  await page.getByRole('button', { name: '查詢' }).click()
  return page.locator('#list > *').innerText()
}

test('without script the page is empty', async () => {
  const html = await (await fetch(`${sandbox.url}/parking/`)).text()
  expect(html).toContain('本網站需啟用JavaScript')
  expect(html).not.toContain('身分證字號')
})

test('a visitor books a place, finds it by the remark, and takes it back', async () => {
  await fill()
  expect(await send()).toBe('預約完成，預約編號 PK1151123-0001')
  expect(await mine('key-1')).toContain('受理中')
  expect(await oracle()).toMatchObject({
    'trailhead-parking': { received: 1, filed: 1, duplicates: 0 },
  })
  expect(await oracle('/trailhead-parking')).toMatchObject([
    { number: 'PK1151123-0001', key: 'key-1', fields: { date: '2026-12-12', plate: 'ABC-1234' } },
  ])

  await page.getByText('取消預約').click()
  await page.getByText('確定取消', { exact: true }).click()
  await page.locator('td', { hasText: '已取消' }).waitFor()
  expect(await oracle()).toMatchObject({ 'trailhead-parking': { filed: 0, withdrawn: 1 } })
})

test('an officer approves, or says why not', async () => {
  await fill()
  await send()
  expect((await officer('act', { no: 'PK1151123-0001', action: 'reject' })).status).toBe(400)
  await officer('act', { no: 'PK1151123-0001', action: 'reject', reason: '道路施工' })
  const list = await mine('PK1151123-0001')
  expect(list).toContain('不核准')
  expect(list).toContain('道路施工')
})

test('a day without places cannot be had', async () => {
  await officer('places', { kind: 'S', day: '2026-12-13', places: '0' })
  await page.getByText('下個月').click()
  await page.locator('td.on', { hasText: /^12餘/ }).click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('停放天數').selectOption('2天')
  await page.getByLabel('車種').selectOption('小型車')
  await page.getByLabel('停車區').selectOption('第二停車場（遊樂區內）')
  await page.getByLabel('車牌號碼').fill('ABC-1234')
  await page.getByRole('button', { name: '下一步' }).click()
  expect(await page.locator('.panel').innerText()).toContain('2026-12-13 車位已滿')
})

test('a token is good once: a page from before has to be loaded again', async () => {
  await fill()
  await order('/reset', {})
  expect(await send()).toContain('連線逾時')
  expect(await oracle()).toMatchObject({ 'trailhead-parking': { received: 0, filed: 0 } })
})

test('faults are the office’s own', async () => {
  await fill()
  await fault('duplicate_answer', { times: 1 })
  expect(await send()).toContain('重複送件')
  await page.getByText('確定', { exact: true }).click()
  await fault('drop_after', { times: 1 })
  // A browser asks a second time by itself when a kept connection closes; the token stops that.
  expect(await send()).toMatch(/網路連線異常|連線逾時/)
  expect(await oracle()).toMatchObject({ 'trailhead-parking': { received: 2, filed: 1 } })

  await fault('changed_layout')
  await page.goto(`${sandbox.url}/parking/`)
  await page.getByText('下個月').click()
  await page.locator('td.on', { hasText: /^13餘/ }).click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('牌照號碼').waitFor()
  await fault('maintenance')
  await page.goto(`${sandbox.url}/parking/`)
  await page.getByText('系統維護中').waitFor()
})
