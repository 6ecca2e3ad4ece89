// What an agency gets, as lines that can be copied one by one, in words and in the order of the form.

import type { LocalText } from '../../../core/errors.ts'
import { type Language, say, type Translate } from '../../../core/i18n.ts'
import { leavesOf } from '../../rules/leaves.ts'
import { fieldWord } from '../field-words.ts'

export interface CopyLine {
  name: string
  value: string
}

/** @param chosen what was chosen in a question, in its words, by the field's path joined with `.` */
export function copyLines(
  input: unknown,
  chosen: Record<string, LocalText>,
  { t, lang }: { t: Translate; lang: Language },
): CopyLine[] {
  const said = (path: string[], value: string): string => {
    const choice = chosen[path.join('.')]
    if (choice) return say(choice, lang)
    return path.at(-1) === 'nationality' ? t(`journeys.nationality_${value}`) : value
  }
  return leavesOf(input).map(({ path, value }) => ({
    name: path.map((part) => fieldWord(part, t)).join(' '),
    value: said(path, value),
  }))
}
