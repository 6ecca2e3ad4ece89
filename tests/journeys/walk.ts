// Walks through a journey as a person does: reads the questions of each page, types the answers of an
// example, presses continue. Works without script, because people do.

import type { Page } from 'playwright-core'

type Answers = Record<string, unknown>

/** Types what the example says into every field that this page has. */
export async function answerPage(page: Page, answers: Answers): Promise<void> {
  for (const [id, answer] of Object.entries(answers)) {
    if (Array.isArray(answer)) await answerGroup(page, id, answer as Answers[])
    else await answerField(page, id, answer)
  }
}

/** Answers page after page until the check-your-answers page is there. */
export async function answerAll(page: Page, answers: Answers): Promise<void> {
  for (let pages = 0; pages < 20 && !page.url().endsWith('/review'); pages += 1) {
    const before = page.url()
    await answerPage(page, answers)
    await goOn(page)
    if (page.url() === before) throw new Error(await wrongOn(page))
  }
}

export const goOn = (page: Page) =>
  page.locator('main form button[type=submit]:not([name])').last().click()

export const wrongOn = async (page: Page): Promise<string> =>
  `${page.url()}: ${(await page.locator('main').innerText()).slice(0, 800)}`

async function answerGroup(page: Page, id: string, rows: Answers[]): Promise<void> {
  const add = page.locator(`button[value="add:${id}"]`)
  if ((await add.count()) === 0) return
  for (const [index, row] of rows.entries()) {
    if ((await page.locator(`[name="${id}.${index}.name"]`).count()) === 0) await add.click()
    await answerField(page, `${id}.${index}`, row)
  }
}

async function answerField(page: Page, name: string, answer: unknown): Promise<void> {
  if (answer !== null && typeof answer === 'object' && !Array.isArray(answer)) {
    // An address is one box on paper and on the page.
    if ((await page.locator(`[name="${name}"]`).count()) > 0) {
      return answerControl(page, name, Object.values(answer).join(''))
    }
    for (const [part, value] of Object.entries(answer)) {
      await answerField(page, `${name}.${part}`, value)
    }
    return
  }
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(answer))
  const year = page.locator(`[name="${name}.year"]`)
  if (date && (await year.count()) > 0) {
    await year.fill(date[1] ?? '')
    await page.fill(`[name="${name}.month"]`, String(Number(date[2])))
    await page.fill(`[name="${name}.day"]`, String(Number(date[3])))
    return
  }
  await answerControl(page, name, answer)
}

async function answerControl(page: Page, name: string, answer: unknown): Promise<void> {
  const control = page.locator(`[name="${name}"]`).first()
  if ((await control.count()) === 0) return
  const kind = await control.evaluate((element) =>
    element instanceof HTMLInputElement ? element.type : element.tagName.toLowerCase(),
  )
  if (kind === 'checkbox') await control.setChecked(answer === true, { force: true })
  else if (kind === 'radio') {
    // The label lies over its button, so that the whole line can be pressed.
    await page.check(`[name="${name}"][value="${String(answer)}"]`, { force: true })
  } else if (kind === 'select') await control.selectOption(String(answer))
  else if (kind !== 'hidden') await control.fill(String(answer))
}
