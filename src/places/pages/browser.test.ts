import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { serve } from '@hono/node-server'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../tests/browser.ts'
import type { Language } from '../../core/i18n.ts'
import { servedPlaces } from './served.examples.tsx'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** Directory for pictures to look at; none are taken without it. */
const PICTURES = process.env.PICTURES

let browser: Browser
const servers: { close(): void }[] = []

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  for (const server of servers) server.close()
})

const listen = (lang: Language): Promise<string> =>
  new Promise((resolve) => {
    const server = serve({ fetch: servedPlaces(lang).fetch, port: 0 }, ({ port }) =>
      resolve(`http://localhost:${port}`),
    )
    servers.push(server)
  })

/** Presses the row, as a thumb does. */
const sleepAt = (page: Page, lodging: string) =>
  page.check(`[name="trip.day.0.lodging"][value="${lodging}"]`, { force: true })

async function look(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true })
  const overflow = await page.evaluate(() =>
    [...document.body.querySelectorAll('*')]
      .filter((element) => !element.closest('.unseen, .skip, thead'))
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
      .map((element) => element.outerHTML.slice(0, 120)),
  )
  expect(overflow, name).toEqual([])
}

test('南二段 is planned at 360 px without script, and concerns three agencies', async () => {
  const url = await listen('zh-TW')
  const page = await browser.newPage({
    viewport: { width: 360, height: 780 },
    javaScriptEnabled: false,
  })
  await page.goto(`${url}/trip`)
  await page.fill('[name="trip.startOn.year"]', '115')
  await page.fill('[name="trip.startOn.month"]', '12')
  await page.fill('[name="trip.startOn.day"]', '26')
  await page.selectOption('[name="trip.route"]', 'southern-section-2')
  await page.click('button:has-text("帶入這條路線")')
  expect(await page.textContent('.trip-follows')).toContain('目前要向 3 個機關申請')

  await sleepAt(page, 'jiaming-lake-camp')
  await page.press('[name="trip.startOn.day"]', 'Enter')
  expect(await page.textContent('.trip-follows')).toContain('目前要向 2 個機關申請')

  await sleepAt(page, 'jiaming-lake-hut')
  await page.click('button[value="next"]')
  const facts = JSON.parse((await page.textContent('pre, body')) ?? '')
  expect(facts.agencies).toEqual(['police', 'forestry', 'yushan-park'])
  await page.close()
})

test('a trip is built step by step without script, and what is wrong is shown at its place', async () => {
  const url = await listen('zh-TW')
  const page = await browser.newPage({ viewport: { width: 360, height: 780 } })
  await page.goto(`${url}/trip`)
  await page.fill('[name="trip.startOn.year"]', '2026')
  await page.fill('[name="trip.startOn.month"]', '12')
  await page.fill('[name="trip.startOn.day"]', '7')
  await page.selectOption('[name="trip.start"]', 'xueshan-entrance')
  await page.click('button[value="trip:start"]')
  await page.selectOption('[name="trip.next"]', 'qika')
  await page.click('button[value="trip:add-node"]')
  await page.click('button[value="next"]')
  expect(await page.textContent('#trip-days-0-nodes')).toContain('最後一天要走到登山口')
  await look(page, 'wrong-360')

  await page.click('button[value="trip:add-day"]')
  await sleepAt(page, 'qika-lodge')
  await page.selectOption('[name="trip.next"]', 'xueshan-entrance')
  await page.click('button[value="trip:add-node"]')
  expect(await page.textContent('body')).toContain('已經走到登山口')
  const here = await page.locator('#trip-here').boundingBox()
  expect(here?.y, 'the page opens at the day that is being built').toBeLessThan(400)
  await page.click('button[value="next"]')
  expect(JSON.parse((await page.textContent('pre, body')) ?? '')).toMatchObject({
    agencies: ['sheipa-park'],
    policeBureaus: [],
  })
  await page.close()
})

const SIGHTS = [
  { width: 320, lang: 'zh-TW', colorScheme: 'light' },
  { width: 1280, lang: 'en', colorScheme: 'dark' },
] as const

test.each(SIGHTS)(
  'axe finds nothing at $width px in $lang',
  async ({ width, lang, colorScheme }) => {
    const url = await listen(lang)
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
    const paths = [
      '/places',
      '/places?q=39',
      '/places/sanliujiu',
      '/places/routes/southern-section-2',
      '/trip',
    ]
    for (const path of paths) {
      await page.goto(url + path, { waitUntil: 'networkidle' })
      if (path === '/trip') {
        await page.selectOption('[name="trip.route"]', 'nenggao-andongjun')
        await page.click('button[value="trip:template"]')
      }
      await look(page, `${path.replaceAll(/\W/g, '-').slice(1)}-${width}-${lang}`)
      await page.evaluate(AXE)
      const { violations } = await page.evaluate<AxeResults, string[]>(
        (values) =>
          (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
            runOnly: { type: 'tag', values },
          }),
        [...STANDARDS],
      )
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        path,
      ).toEqual([])
    }
    await page.close()
  },
)
