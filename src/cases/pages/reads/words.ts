// Answers that agencies gave, in words.

import type { LocalText } from '../../../core/errors.ts'
import { type Language, say, type Translate } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'

/** `媽媽的資料：姓名` */
export function answerWord(
  { label, part }: { label: LocalText; part: string | null },
  { t, lang }: { t: Translate; lang: Language },
): string {
  const who = say(label, lang)
  return part === null ? who : t('cases.read_part', { who, part: t(`ui.person_${part}`) })
}

/** A day, an address in three parts, or a text. */
export function valueWord(value: unknown, lang: Language): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return sayDay(value, lang)
  if (typeof value !== 'object' || value === null) return String(value ?? '')
  const { city = '', district = '', street = '' } = value as Record<string, unknown>
  return `${city}${district}${street}`
}
