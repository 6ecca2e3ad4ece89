// "When may I have how many?", answered in words. Pure, and bundled for the browser: there the
// question is asked, and nothing of it is sent.

import type { Language } from '../../core/i18n.ts'
import { sayDay, sayMoment } from '../../core/moments.ts'
import { type Allowance, allowance, type RationVersion, type Why } from './allowance.ts'
import type { Person, Taken } from './schema.ts'

/** Sentences with blanks, `{item}`, `{amount}`, `{at}`, `{why}`. */
export type AnswerWords = Record<'now' | 'later' | 'never' | 'again' | Why, string>

/** What a device needs: the rules from now on, and how to speak of them. */
export interface Desk {
  /** RFC 3339, the server's. */
  now: string
  lang: Language
  versions: (Omit<RationVersion, 'from'> & { from: string })[]
  items: { id: string; title: string; unit: string }[]
  words: AnswerWords
}

export interface Question {
  person: Person
  taken: Taken[]
  at: Date
}

/** One or two sentences an item. */
export function answerOf(desk: Desk, question: Question): string[] {
  const { items, words, lang } = desk
  const versions = desk.versions.map((version) => ({ ...version, from: new Date(version.from) }))
  const ids = items.map(({ id }) => id)
  const find = (item: string, asked: Question) => allowance(versions, [item], asked)[0]
  return allowance(versions, ids, question).flatMap((found, index) => {
    const { title = '', unit = '' } = items[index] ?? {}
    const amount = (count: number) => (lang === 'zh-TW' ? `${count} ${unit}` : String(count))
    if (found.now > 0) {
      const after = find(found.item, withTaken(question, found))
      return [
        fill(words.now, { item: title, amount: amount(found.now) }),
        ...(after?.nextAt
          ? [fill(words.again, { item: title, at: sayWhen(after.nextAt, lang) })]
          : []),
      ]
    }
    const why = found.why ? words[found.why] : ''
    if (found.why === 'needs_birth_year') return [fill(why, { item: title })]
    const then = found.nextAt && find(found.item, { ...question, at: found.nextAt })
    if (!found.nextAt || !then) return [fill(words.never, { item: title, why })]
    const at = sayWhen(found.nextAt, lang)
    return [fill(words.later, { item: title, why, at, amount: amount(then.now) })]
  })
}

const TAIPEI_MS = 8 * 3_600_000

/** As if all of it were had today. */
const withTaken = (question: Question, { item, now }: Allowance): Question => {
  const on = new Date(question.at.getTime() + TAIPEI_MS).toISOString().slice(0, 10)
  return { ...question, taken: [...question.taken, { on, item, pieces: now }] }
}

/** The hour only where it matters: a version that begins in the morning. */
function sayWhen(at: Date, lang: Language): string {
  const isMidnight = (at.getTime() + TAIPEI_MS) % 86_400_000 === 0
  return isMidnight ? sayDay(at, lang) : sayMoment(at, lang)
}

const fill = (words: string, values: Record<string, string>): string =>
  words.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
