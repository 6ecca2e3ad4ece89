// Where a problem of the answers stands on a page: ids and names of controls, the words beside them,
// the lines of the error summary.

import type { Problem } from '../core/errors.ts'
import { type Language, say, sayMessage, type Translate } from '../core/i18n.ts'
import { questionAt } from './rules/pages.ts'
import type { Journey } from './schema.ts'

/** Id of the control that answers for a pointer: `/members/0/birth` → `members-0-birth`. */
export const fieldId = (pointer: string): string => pointer.slice(1).replaceAll('/', '-')

/** Field name of a pointer: `/members/0/birth` → `members.0.birth`. */
export const fieldName = (pointer: string): string => pointer.slice(1).replaceAll('/', '.')

/**
 * Lines for the error summary: words, and the link to the control. With the journey each line says
 * which question it is about.
 */
export function problemLinks(
  problems: Problem[],
  lang: Language,
  t: Translate,
  journey?: Pick<Journey, 'pages'>,
): { href: string; text: string }[] {
  return problems
    .filter((problem) => problem.level !== 'info')
    .map(({ pointer, message, values }) => {
      const text = sayMessage(message, lang, t, values)
      const label = journey ? whereOf(journey, pointer, lang, t) : null
      return {
        href: `#${fieldId(pointer)}`,
        text: label ? t('journeys.part_line', { part: label, value: text }) : text,
      }
    })
}

/** `其他隊員（第 2 位）`; null for what speaks for itself, such as a trip. */
function whereOf(
  journey: Pick<Journey, 'pages'>,
  pointer: string,
  lang: Language,
  t: Translate,
): string | null {
  const found = questionAt(journey, pointer)
  if (!found || found.question.type === 'trip') return null
  const [first, second] = found.rest
  const number = /^\d+$/.test(first ?? '') ? Number(first) + 1 : null
  const asked = number === null ? first : second
  const inner = found.question.questions?.find((one) => one.id === asked)
  const label = say(found.question.label, lang)
  const whole = number === null ? label : t('journeys.group_member', { label, number })
  return inner ? t('journeys.part_line', { part: whole, value: say(inner.label, lang) }) : whole
}

/** Everything that is wrong with one field, in words. */
export function errorAt(
  problems: Problem[],
  pointer: string,
  lang: Language,
  t: Translate,
): string | undefined {
  const found = problems.filter((problem) => problem.pointer === pointer)
  const texts = found.map(({ message, values }) => sayMessage(message, lang, t, values))
  return texts.length > 0 ? texts.join(' ') : undefined
}
