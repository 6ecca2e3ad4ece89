// "When may I have how many?", worked out on the device from the rules that the page brought. Nothing
// that is typed here is sent anywhere.

import { island } from '../../ui/island.ts'
import { bothYears } from '../../ui/roc-year.ts'
import { answerOf, type Desk } from './answer.ts'
import type { Taken } from './schema.ts'
import type { Asking } from './when-view.tsx'

island<HTMLElement>('ration', (section) => {
  const desk = JSON.parse(section.dataset.desk ?? '{}') as Desk & Asking
  const form = section.querySelector('form')
  const answer = section.querySelector<HTMLElement>('[data-answer]')
  if (!form || !answer) return
  const opened = performance.now()
  /** The city's time, which a demo may have moved, and not the device's. */
  const now = () => new Date(Date.parse(desk.now) + performance.now() - opened)

  section.hidden = false
  form.noValidate = true
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const read = readForm(form, desk, now())
    if ('wrong' in read) {
      read.wrong.setAttribute('aria-invalid', 'true')
      show(answer, [read.words])
      read.wrong.focus()
      return
    }
    show(answer, answerOf(desk, read.question))
  })
})

type Control = HTMLInputElement | HTMLSelectElement
type Read = { question: Parameters<typeof answerOf>[1] } | { wrong: Control; words: string }

function readForm(form: HTMLFormElement, { errors }: Asking, at: Date): Read {
  for (const control of form.querySelectorAll('[aria-invalid]')) {
    control.removeAttribute('aria-invalid')
  }
  const digit = form.querySelector<HTMLSelectElement>('#digit')
  if (digit && digit.value === '') return { wrong: digit, words: errors.digit }
  const year = form.querySelector<HTMLInputElement>('#year')
  const years = year && bothYears(year.value)
  if (year && year.value.trim() !== '' && !years) return { wrong: year, words: errors.year }

  const taken: Taken[] = []
  for (const row of form.querySelectorAll('[data-taken]')) {
    const part = (name: string) => row.querySelector<Control>(`[data-part=${name}]`)
    const [on, item, pieces] = [part('on'), part('item'), part('pieces')]
    if (!on || !item || !pieces || (on.value === '' && pieces.value.trim() === '')) continue
    const count = Number(pieces.value.normalize('NFKC'))
    const isPast = on.value !== '' && new Date(`${on.value}T00:00:00+08:00`) <= at
    const isCount = Number.isInteger(count) && count > 0
    if (!isPast || !isCount) return { wrong: isPast ? pieces : on, words: errors.taken }
    taken.push({ on: on.value, item: item.value, pieces: count })
  }
  const lastDigit = digit ? Number(digit.value) : null
  const birthYear = years ? years.western : null
  return { question: { person: { lastDigit, birthYear }, taken, at } }
}

function show(answer: HTMLElement, lines: string[]): void {
  answer.className = 'notice notice-info'
  const words = document.createElement('div')
  words.className = 'notice-words'
  words.append(
    ...lines.map((line) => Object.assign(document.createElement('p'), { textContent: line })),
  )
  answer.replaceChildren(words)
}
