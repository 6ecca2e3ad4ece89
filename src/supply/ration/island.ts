// When may I get how many, worked out on the device: what is typed here is never sent.

import { island } from '../../ui/island.ts'
import { allowance, type RationVersion } from './allowance.ts'
import type { Taken } from './schema.ts'

interface Item {
  id: string
  title: string
  unit: string
}
type Patterns = Record<'now' | 'next' | 'never' | 'needs', string>

island<HTMLFormElement>('ration', (form) => {
  const { rules = '', items = '[]', patterns = '{}', lang = 'zh-TW', now = '' } = form.dataset
  // The city's time, which in a demo is not the device's.
  const opened = Date.parse(now) - performance.now()
  const answer = form.querySelector<HTMLElement>('.ration-answer')
  if (!answer) return
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const versions = await read(rules)
    const known = JSON.parse(items) as Item[]
    const asked = {
      person: personIn(form),
      taken: takenIn(form),
      at: new Date(opened + performance.now()),
    }
    const found = allowance(
      versions,
      known.map(({ id }) => id),
      asked,
    )
    const words = JSON.parse(patterns) as Patterns
    answer.replaceChildren(
      ...found.map((one, index) => {
        const line = document.createElement('p')
        line.textContent = wordsOf(one, known[index] as Item, words, lang)
        return line
      }),
    )
    answer.focus()
  })
})

async function read(address: string): Promise<RationVersion[]> {
  const answer = await fetch(address)
  const { items } = (await answer.json()) as { items: (RationVersion & { from: string })[] }
  return items.map((version) => ({ ...version, from: new Date(version.from) }))
}

const valueIn = (form: HTMLElement, id: string): string =>
  form.querySelector<HTMLInputElement | HTMLSelectElement>(`#${id}`)?.value.trim() ?? ''

function personIn(form: HTMLElement) {
  const [digit, born] = [valueIn(form, 'digit'), Number(valueIn(form, 'born'))]
  // Whoever writes 97 means the Republic's year.
  const birthYear = born > 0 && born < 200 ? born + 1911 : born
  return {
    lastDigit: digit === '' ? null : Number(digit),
    birthYear: birthYear >= 1880 ? birthYear : null,
  }
}

function takenIn(form: HTMLElement): Taken[] {
  return [0, 1].flatMap((line) => {
    const [on, item] = [valueIn(form, `on-${line}`), valueIn(form, `item-${line}`)]
    const pieces = Number(valueIn(form, `pieces-${line}`))
    return on !== '' && pieces > 0 ? [{ on, item, pieces }] : []
  })
}

function wordsOf(
  { now, next, why }: ReturnType<typeof allowance>[number],
  { title, unit }: Item,
  patterns: Patterns,
  lang: string,
): string {
  const fill = (pattern: string) =>
    pattern
      .replace('{item}', title)
      .replace('{count}', String(now))
      .replace('{unit}', unit)
      .replace('{day}', next === null ? '' : dayIn(lang, next))
  if (now > 0) return fill(patterns.now)
  if (why === 'needs_birth_year') return fill(patterns.needs)
  return fill(next === null ? patterns.never : patterns.next)
}

const dayIn = (lang: string, day: string): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(day))
