// How long it takes to tell a voice: a scripted browser with a phone's window taps, another one uses
// the keyboard alone. Page loads are in it; a person's thinking
// is not, so presses are counted too.

import { once } from 'node:events'
import { serve } from '@hono/node-server'
import type { Page } from 'playwright-core'
import { buildApp } from '../src/app.ts'
import { launchBrowser } from '../tests/browser.ts'
import { type Bench, type Figure, median } from './figure.ts'
import { openBench } from './station.ts'

const ROUNDS = 5
const LIMIT_SECONDS = 20
const PHONE = { width: 360, height: 740 }

export const bench: Bench = {
  name: 'voice-entry',
  about: `telling a voice on a phone's window, from the page to the receipt (${ROUNDS} rounds, medians)`,
  async run() {
    const station = await openBench()
    const server = serve({ fetch: buildApp(station).fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    const address = server.address()
    const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    // The page calls itself by the address it was asked at.
    station.config.baseUrl = base
    const browser = await launchBrowser()
    try {
      const page = await (await browser.newContext({ viewport: PHONE })).newPage()
      const url = `${base}/voices/new?service=mask-ration`
      return [...(await timed(page, url, 'taps', tap)), ...(await timed(page, url, 'keys', type))]
    } finally {
      await browser.close()
      server.close()
      await station.close()
    }
  },
}

const WHO = '[name="groups.works_late"]'
const WHAT = '[name="barriers.sold_out"]'
const HOW_BAD = '[name=severity][value=cannot]'

async function tap(page: Page): Promise<number> {
  for (const field of [WHO, WHAT, HOW_BAD]) await page.locator(`${field} + label`).click()
  await page.locator('main form button').click()
  return 4
}

/** Tab from field to field, space to choose, Enter to send; every key counts. */
async function type(page: Page): Promise<number> {
  let keys = 0
  const press = async (key: string) => {
    keys += 1
    await page.keyboard.press(key)
  }
  const is = (selector: string) =>
    page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)
  await page.locator('#service').focus()
  for (const field of [WHO, WHAT, '[name=severity]']) {
    while (!(await is(field))) await press('Tab')
    await press('Space')
  }
  while (!(await is('main form button'))) await press('Tab')
  await press('Enter')
  return keys
}

async function timed(
  page: Page,
  url: string,
  name: string,
  enter: (page: Page) => Promise<number>,
): Promise<Figure[]> {
  const seconds: number[] = []
  let presses = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now()
    await page.goto(url)
    presses = await enter(page)
    await page.waitForURL('**/receipts/**')
    seconds.push((performance.now() - start) / 1000)
  }
  const scripted = median(seconds)
  const figure = (label: string, value: number, unit: string, limit: number | null): Figure => ({
    figure: `voice_entry_${name}_${label}`,
    value,
    unit,
    peer: limit === null ? null : 'limit',
    peerValue: limit,
  })
  return [
    figure('presses', presses, 'presses', null),
    figure('scripted', scripted, 's', LIMIT_SECONDS),
  ]
}
