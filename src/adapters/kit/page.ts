// One page of an old site, and whether it is still the page the adapter was written for.

import { type CheerioAPI, load } from 'cheerio'
import { fieldsOf, type Node } from './fields.ts'
import { ChangedLayout } from './trouble.ts'

export interface Page {
  url: string
  status: number
  html: string
  $: CheerioAPI
}

/** What the adapter's author saw. What is left out is not looked at. */
export interface Shape {
  /** A part of the title. */
  title?: string
  /** Labels in their order, with `*` behind those the page asks for: `['姓名*', '手機']`. */
  fields?: string[]
  /** Other fields may stand between or behind the named ones. */
  isOpen?: boolean
  /** Beginnings of the warnings that stand on the page; `[]` is a page without any. */
  warnings?: string[]
  button?: string
}

export function readPage(url: string, status: number, html: string): Page {
  return { url, status, html, $: load(html) }
}

export const titleOf = (page: Page): string => page.$('title').first().text().trim()

/** Labels of the page's form in their order: for writing a shape, and for comparing with one. */
export function labelsOf(page: Page, button?: string): string[] {
  const form = formWith(page, button)
  if (!form) return []
  return fieldsOf(page.$, form).map((field) => field.label + (field.required ? '*' : ''))
}

/** @throws ChangedLayout naming each difference */
export function expectShape(page: Page, shape: Shape): void {
  const title = titleOf(page)
  const differences = [
    shape.title && !title.includes(shape.title) ? `title “${title}”, not “${shape.title}”` : '',
    shape.button && !formWith(page, shape.button) ? `no button “${shape.button}”` : '',
    ...(shape.fields ? fieldDifferences(labelsOf(page, shape.button), shape.fields, shape) : []),
    ...(shape.warnings ? warningDifferences(warningsOf(page), shape.warnings) : []),
  ].filter(Boolean)
  if (differences.length > 0) throw new ChangedLayout(differences)
}

/** True when the page is the one of that shape, and not an empty one. */
export function hasShape(page: Page, shape: Shape): boolean {
  try {
    expectShape(page, shape)
    return page.$('body').text().trim() !== ''
  } catch {
    return false
  }
}

const WARNING = /(^|[-_\s])(warn|warning|alert|danger|caution|error)([-_\s]|$)/i

/** What the page warns of, its errors, too. A button in a warning colour is none. */
export function warningsOf({ $ }: Page): string[] {
  const isWarning = (node: Node) =>
    $(node).is('[role=alert], font[color=red]') || WARNING.test($(node).attr('class') ?? '')
  return $('[role=alert], [class], font[color=red]')
    .toArray()
    .filter((node) => isWarning(node) && $(node).closest('a, button').length === 0)
    .filter((node) => !$(node).parents().toArray().some(isWarning))
    .map((node) => $(node).text().replace(/\s+/g, ' ').trim())
    .filter(Boolean)
}

function warningDifferences(seen: string[], wanted: string[]): string[] {
  const missing = wanted.filter((words) => !seen.some((one) => one.startsWith(words)))
  const added = seen.filter((one) => !wanted.some((words) => one.startsWith(words)))
  return [
    ...missing.map((words) => `warning gone: “${words}”`),
    ...added.map((words) => `new warning: “${words.slice(0, 100)}”`),
  ]
}

function fieldDifferences(seen: string[], wanted: string[], { isOpen }: Shape): string[] {
  const compared = isOpen ? seen.filter((label) => wanted.includes(label)) : seen
  if (compared.join('\n') === wanted.join('\n')) return []
  const missing = wanted.filter((label) => !compared.includes(label))
  const added = compared.filter((label) => !wanted.includes(label))
  return missing.length + added.length === 0
    ? ['fields in another order']
    : [...missing.map((label) => `missing ${label}`), ...added.map((label) => `new ${label}`)]
}

/** The form with that button; without a button, the one with most fields. Null when there is none. */
export function formWith(page: Page, button?: string): Node | null {
  const forms = page.$('form').toArray()
  if (button !== undefined) return forms.find((form) => buttonOf(page, form, button)) ?? null
  const sizes = forms.map((form) => fieldsOf(page.$, form).length)
  return forms[sizes.indexOf(Math.max(...sizes))] ?? null
}

/** Visible texts of a form's submit buttons. */
export function buttonsOf(page: Page): string[] {
  const form = formWith(page)
  return form ? buttonsIn(page, form).map((node) => shownOn(page, node)) : []
}

/** By its visible text; the first submit button when no text is given. */
export function buttonOf(page: Page, form: Node, text?: string): Node | null {
  const isIt = (node: Node) =>
    text === undefined || buttonText(shownOn(page, node)) === buttonText(text)
  return buttonsIn(page, form).find(isIt) ?? null
}

const buttonsIn = ({ $ }: Page, form: Node): Node[] =>
  $(form)
    .find('input[type=submit], input[type=image], button')
    .toArray()
    .filter((node) => ($(node).attr('type') ?? 'submit') !== 'button')

const shownOn = ({ $ }: Page, node: Node): string =>
  ($(node).attr('value') ?? '') || $(node).text().trim()

const buttonText = (text: string) => text.replace(/\s/g, '')
