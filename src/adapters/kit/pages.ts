// What an adapter reads from a page: its words, its tables, and whether it shows back what we wrote.

import type { Node } from './fields.ts'
import type { FormValues, Upload, Values } from './form.ts'
import type { Page } from './page.ts'
import { AgencyTrouble } from './trouble.ts'

export { buttonsOf, labelsOf, type Page, type Shape, titleOf } from './page.ts'
export type { FormValues, Upload, Values }

/** Visible text of the first element that fits, '' when none does. */
export const textAt = (page: Page, selector: string): string =>
  page.$(selector).first().text().trim()

/** Visible lines of every element that fits: `<br>` and list bullets divide them. */
export function linesAt(page: Page, selector: string): string[] {
  const { $ } = page
  return $(selector)
    .toArray()
    .flatMap((node) => ($(node).html() ?? '').split(/<br\s*\/?>/i))
    .map((line) =>
      $('<i>')
        .html(line)
        .text()
        .trim()
        .replace(/^[・●．*-]\s*/, ''),
    )
    .filter(Boolean)
}

/** Rows of a table by its heading row: `[{ 申請編號: '…', 狀態: '…' }]`. */
export function tableRows(page: Page, selector: string): Record<string, string>[] {
  const { $ } = page
  const [head, ...rows] = $(selector).first().find('tr').toArray()
  const cells = (row: Node | undefined) =>
    row
      ? $(row)
          .children('td, th')
          .toArray()
          .map((cell) => $(cell).text().trim())
      : []
  const names = cells(head)
  return rows.map((row) => {
    const texts = cells(row)
    return Object.fromEntries(names.map((name, at) => [name, texts[at] ?? '']))
  })
}

/** Rows of exactly two cells, anywhere on the page, as a record. The first of one name counts. */
export function tablePairs(page: Page): Record<string, string> {
  const { $ } = page
  const pairs = $('tr')
    .toArray()
    .map((row) => $(row).children('td, th'))
    .filter((cells) => cells.length === 2 && cells.find('input, select, textarea').length === 0)
    .map((cells) => [cells.eq(0).text().trim(), cells.eq(1).text().trim()] as const)
  return Object.fromEntries(pairs.reverse())
}

/**
 * Before the last click: the page that shows everything shows what we wrote, character by character.
 * A name that an old system cannot hold is found here and not on the permit.
 * @throws AgencyTrouble
 */
export function expectShown(page: Page, values: FormValues): void {
  const shown = tablePairs(page)
  for (const [label, value] of Object.entries(values)) {
    if (typeof value !== 'string' || value === '') continue
    if (shown[label] !== value.trim()) throw new AgencyTrouble('not_shown_as_written')
  }
}
