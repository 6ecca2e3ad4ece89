// Writes what a row now says into a line that already stands, from the page's own templates. For the
// browser; every word was written by the server.

import type { BoardRow } from '../../board/words.ts'
import { type Bounds, type Hearing, levelsOf, silenceOf, type Told } from '../../rules/levels.ts'
import { sayUntil, shortHash } from '../../rules/saying.ts'
import type { News } from './live.ts'

const HIGHLIGHT_MS = 150

export const pageLanguage = (): string => (document.documentElement.lang === 'en' ? 'en' : 'zh-TW')

/** @returns whether anything is said differently than before */
export function renewSite(
  site: HTMLElement,
  row: BoardRow,
  items: Bounds[],
  hearing: Hearing,
): boolean {
  site.dataset.row = JSON.stringify(row)
  const renewed = levelsOf(row, items, hearing).map((told) => {
    const old = site.querySelector<HTMLElement>(`.stock[data-item="${told.item}"]`)
    const tag = tagFor(told, hearing)
    if (!old || !tag || old.textContent === tag.textContent) return false
    old.replaceWith(tag)
    tag.classList.add('stock-renewed')
    setTimeout(() => tag.classList.remove('stock-renewed'), HIGHLIGHT_MS)
    return true
  })
  return renewed.includes(true)
}

/** A new element from the page's templates; null: the page has none for it. */
export function tagFor(told: Told, { now }: Hearing): HTMLElement | null {
  const { amount, silent, until, why } = told
  const silence = silenceOf(silent ?? 0)
  const key = told.level === 'unreported' ? `unreported_${silence.unit}` : told.level
  const named = `template[data-tag="${told.item} ${key}"]`
  const tag = document.querySelector<HTMLTemplateElement>(named)?.content.firstElementChild
  if (!tag) return null
  const made = tag.cloneNode(true) as HTMLElement
  const numbers = new Intl.NumberFormat(pageLanguage())
  fill(made, {
    amount: amount === null ? null : numbers.format(amount),
    count: numbers.format(silence.count),
    until: until === null ? null : sayUntil(until, now, pageLanguage()),
    why,
  })
  return made
}

function fill(element: HTMLElement, blanks: Record<string, string | null>): void {
  for (const part of element.querySelectorAll<HTMLElement>('[data-needs]')) {
    if (blanks[part.dataset.needs ?? ''] === null) part.remove()
  }
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode as Text
    text.data = text.data.replace(/\{(\w+)\}/g, (whole, name: string) => blanks[name] ?? whole)
  }
}

/** The number of the moment, wherever the page says it. */
export function renewMoment({ sequence, at, hash }: News, now: number): void {
  const said = {
    sequence: `#${sequence}`,
    time: at ? sayUntil(at, now, pageLanguage()) : '',
    hash: shortHash(hash),
  }
  for (const [name, text] of Object.entries(said)) {
    for (const part of document.querySelectorAll<HTMLElement>(`[data-moment="${name}"]`)) {
      part.textContent = text
      if (name === 'time' && at) part.setAttribute('datetime', at)
      if (name === 'hash') part.title = hash
    }
  }
  for (const field of document.querySelectorAll<HTMLInputElement>('input[name="sequence"]')) {
    field.value = String(sequence)
  }
}
