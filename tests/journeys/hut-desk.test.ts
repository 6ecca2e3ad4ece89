// The same trip on a day when the hut site has changed: the robot does not guess, and a clerk of the hut
// desk orders by hand what the robot would have ordered.

import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileCase, withdrawCase } from '../../src/cases/index.ts'
import { launchBrowser } from '../browser.ts'
import { eventually, openCity, type TestCity } from '../city.ts'
import { cancelOrder, type Guest, logIn, orderHut } from './forest.ts'

const EXAMPLE = JSON.parse(readFileSync('examples/hike-southern-section-2.json', 'utf8')) as {
  answers: Record<string, unknown>
}

const TEAM: Guest[] = [
  { name: '林怡君', id: 'B223456782', birthday: '1986-03-02', phone: '0912345678' },
  { name: '陳志明', id: 'L122334452', birthday: '1990-12-31', phone: '0922333444' },
  { name: '黃美惠', id: 'P255667783', birthday: '1979-08-15', phone: '0933222111' },
]

let city: TestCity
let browser: Browser
let clerk: Page
let caseId: string
let hutOrder: string

beforeAll(async () => {
  city = await openCity()
  browser = await launchBrowser()
  await changeSite('changed_layout')
})
afterAll(async () => {
  await browser.close()
  await city.close()
})

const changeSite = (mode: string) =>
  fetch(`${city.sandboxUrl}/faults`, {
    method: 'POST',
    body: JSON.stringify({ agency: 'forestry', mode, on: 'any' }),
  })
const huts = async () => (await city.oracle()).forestry

test('the clerk finds the hut order ready to copy, orders it, and writes the number down', async () => {
  const filed = await fileCase(city.station, {
    journeyId: 'hike',
    answers: EXAMPLE.answers as never,
    idempotencyKey: 'hut-desk',
    channel: 'web',
    language: 'zh-TW',
  })
  if (!filed.ok) throw new Error(JSON.stringify(filed.problems))
  caseId = filed.caseId
  clerk = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await signIn(clerk, 'huts@taichung.example')
  await openFirstTask()
  const copied = await clerk.locator('main').innerText()
  for (const line of ['嘉明湖山屋', '2026-12-27', '林怡君', 'B223456782']) {
    expect(copied).toContain(line)
  }
  expect(await huts()).toMatchObject({ received: 0, filed: 0 })

  // A person finds the way about a page that looks different.
  await changeSite('none')
  const site = await (await browser.newContext()).newPage()
  await logIn(site, city.sandboxUrl)
  hutOrder = await orderHut(site, city.sandboxUrl, {
    night: '2026-12-27',
    hut: '嘉明湖山屋',
    remark: 'TC',
    guests: TEAM,
  })
  await writeDown('pending', hutOrder)
  expect(await huts()).toEqual({ received: 1, filed: 1, withdrawn: 0, duplicates: 0 })
})

test('what no machine can withdraw is a task of the desk, and then the oracle is empty', async () => {
  const doer = { actor: 'person', basis: 'own_request', channel: 'web' } as const
  await withdrawCase(city.station, { caseId, doer })
  const site = await (await browser.newContext()).newPage()
  await logIn(site, city.sandboxUrl)
  await cancelOrder(site, city.sandboxUrl, hutOrder)
  await openFirstTask()
  await writeDown('withdrawn')
  expect(await huts()).toMatchObject({ filed: 0, withdrawn: 1 })
})

async function signIn(visitor: Page, email: string): Promise<void> {
  await visitor.goto(`${city.url}/sign-in?back=/desk`)
  await visitor.locator('form', { hasText: email }).locator('button').click()
  const code = /\d{6}/.exec(await visitor.locator('main').innerText())?.[0] ?? ''
  await visitor.fill('[name=code]', code)
  await visitor.locator('main form button').first().click()
}

/** The robot tries first; the task is there when it has given up. */
async function openFirstTask(): Promise<void> {
  await eventually(
    async () => {
      await clerk.goto(`${city.url}/desk`)
      return clerk.locator('main table a').count()
    },
    (count) => count > 0,
    60,
  )
  await clerk.locator('main table a').first().click()
  await clerk.locator('form[action$="/taking"] button').click()
}

async function writeDown(kind: string, reference?: string): Promise<void> {
  await clerk.check(`[name=kind][value=${kind}]`, { force: true })
  if (reference) await clerk.fill('[name=reference]', reference)
  await clerk.locator('form[action$="/outcome"] button').click()
  expect(clerk.url()).toBe(`${city.url}/desk?settled`)
}
