// What is measured on a page in a real browser: axe's rules, width, the size of what is pressed.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const MIN_TARGET_PX = 44

/** What is folded away is part of the page. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
}

/** One line for each element that breaks a rule. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<AxeResults, string[]>(
    (values) =>
      (window as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
        runOnly: { type: 'tag', values },
      }),
    STANDARDS,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

/** What reaches beyond the screen's right edge. */
export const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const beyond = [...document.body.querySelectorAll('*')]
      .filter((element) => !element.closest('.unseen, .skip, thead'))
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
      .map((element) => element.outerHTML.slice(0, 120))
    const { scrollWidth } = document.documentElement
    return scrollWidth > window.innerWidth ? [`page: ${scrollWidth} px`, ...beyond] : beyond
  })

/** What is too small for a thumb. */
export const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate((minimum) => {
    const selector =
      'button, .button, .header-link, summary, select, textarea, .choice, input.input, .footer a'
    return [...document.querySelectorAll(selector)]
      .filter((element) => !element.matches('.unseen'))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect()
        return width < minimum || height < minimum
      })
      .map((element) => element.outerHTML.slice(0, 120))
  }, MIN_TARGET_PX)
