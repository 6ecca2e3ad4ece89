// What an agency gets, as lines that can be copied one by one, in words and in the order of the form.

import type { LocalText } from '../../core/errors.ts'
import { type Language, say, type Translate } from '../../core/i18n.ts'
import { leavesOf } from '../rules/leaves.ts'

export interface CopyLine {
  name: string
  value: string
}

/** Parts that have a word in locales/ (`cases.field.<part>`); others show as the agency calls them. */
const WORDED = new Set([
  'account',
  'address',
  'applicant',
  'bail_out',
  'bank',
  'birth',
  'bring',
  'by',
  'bornAt',
  'child',
  'children',
  'contact',
  'count',
  'email',
  'entryOn',
  'entryPoint',
  'errand',
  'exitPoint',
  'give',
  'givenName',
  'holder',
  'home',
  'id_number',
  'leader',
  'lodging',
  'members',
  'mother',
  'name',
  'nationality',
  'nights',
  'number',
  'office',
  'on',
  'order',
  'parent',
  'people',
  'phone',
  'plan',
  'registration',
  'resident',
  'sex',
  'siblings',
  'surname',
  'team',
  'visit',
  'visitOn',
  'where',
  'whoGoes',
])

/** @param chosen what was chosen in a question, in its words, by the field's path joined with `.` */
export function copyLines(
  input: unknown,
  chosen: Record<string, LocalText>,
  { t, lang }: { t: Translate; lang: Language },
): CopyLine[] {
  const word = (part: string): string => {
    if (WORDED.has(part)) return t(`cases.field.${part}`)
    return /^\d+$/.test(part) ? String(Number(part) + 1) : part
  }
  const said = (path: string[], value: string): string => {
    const choice = chosen[path.join('.')]
    if (choice) return say(choice, lang)
    return path.at(-1) === 'nationality' ? t(`journeys.nationality_${value}`) : value
  }
  return leavesOf(input).map(({ path, value }) => ({
    name: path.map(word).join(' '),
    value: said(path, value),
  }))
}
