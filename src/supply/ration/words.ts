// How a rule is said: pieces, years of birth, weekdays, last digits. Only words; the rule itself is
// in allowance.ts.

import { type Language, say, type Translate } from '../../core/i18n.ts'
import type { Programme } from '../schema/programme.ts'
import type { Share } from './schema.ts'

export interface Words {
  t: Translate
  lang: Language
}

const DIGITS = { odd: '13579', even: '02468' }
/** A Monday, for the names of weekdays. */
const MONDAY_MS = Date.UTC(2024, 0, 1, 12)
const DAY_MS = 86_400_000
const ROC_OFFSET = 1911

export const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

/** English counts by the number alone; Chinese needs its measure word. */
export function sayAmount(count: number, item: Programme['items'][number], lang: Language): string {
  const number = new Intl.NumberFormat(lang).format(count)
  return lang === 'zh-TW' ? `${number} ${say(item.unit, lang)}` : number
}

/** One line for each item; an item of which none is given is left out. */
export function sayPieces(pieces: Record<string, number>, programme: Programme, words: Words) {
  const { t, lang } = words
  return programme.items.flatMap((item) => {
    const count = pieces[item.id] ?? 0
    const values = { item: say(item.title, lang), amount: sayAmount(count, item, lang) }
    return count > 0 ? [t('ration.pieces', values)] : []
  })
}

export const list = (parts: string[], { t }: Words): string => parts.join(t('ration.comma'))

export function sayWeekday(day: number, lang: Language): string {
  const name = new Intl.DateTimeFormat(lang, { weekday: lang === 'en' ? 'short' : 'long' })
  return name.format(new Date(MONDAY_MS + (day - 1) * DAY_MS))
}

export function sayWeekdays(days: number[], words: Words): string {
  if (EVERY_DAY.every((day) => days.includes(day))) return words.t('ration.every_day')
  return list(
    days.map((day) => sayWeekday(day, words.lang)),
    words,
  )
}

export const sayDigits = (half: 'odd' | 'even', words: Words): string =>
  words.t('ration.digits', { digits: list([...DIGITS[half]], words) })

/** Whom a share is for, by the year of birth; null: everyone. */
export function sayBorn({ ages }: Share, year: number, { t }: Words): string | null {
  if (!ages) return null
  const { from, upTo } = ages
  const born = (age: number) => ({ year: String(year - age), roc: String(year - age - ROC_OFFSET) })
  return [
    ...(upTo === undefined ? [] : [t('ration.born_from', born(upTo))]),
    ...(from === undefined ? [] : [t('ration.born_until', born(from))]),
  ].join(t('ration.comma'))
}

/** Half of the last digits, and the days on which they are served. */
export const halvesOf = ({ byLastDigit }: Share) =>
  byLastDigit
    ? (['odd', 'even'] as const).map((half) => ({ half, days: byLastDigit[half] }))
    : [{ half: null, days: EVERY_DAY }]

/** Weekdays in groups: within one, the same digits are served. */
export function alikeDays(share: Share): number[][] {
  const halves = halvesOf(share)
  const served = (day: number) => halves.map(({ days }) => days.includes(day)).join()
  const kinds = [...new Set(EVERY_DAY.map(served))]
  return kinds.map((kind) => EVERY_DAY.filter((day) => served(day) === kind))
}
