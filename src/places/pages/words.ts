// Days, amounts and rules in the reader's language.

import type { Language, Translate } from '../../core/i18n.ts'
import { sayDay } from '../../core/moments.ts'
import type { Ahead, Amount } from '../files.ts'
import { isDay } from '../rules/series.ts'
import type { Closed, Closure, Route } from '../schema.ts'

/** What every view here needs to speak. */
export interface Voice {
  t: Translate
  lang: Language
}

/** `2026年11月23日（一）`, `Mon 23 November 2026`; what is no day comes back as it is. */
export const dayText = ({ lang }: Voice, day: string): string =>
  isDay(day) ? sayDay(day, lang) : day

export function amountText({ t }: Voice, amount: Amount): string {
  return typeof amount === 'number'
    ? t('places.number', { count: amount })
    : t('places.weekday_holiday', amount)
}

export function aheadText({ t }: Voice, ahead: Ahead): string {
  if ('months' in ahead) return t('places.ahead_months', { count: ahead.months })
  return ahead.days === 0
    ? t('places.ahead_same_day')
    : t('places.ahead_days', { count: ahead.days })
}

export function nightsText({ t }: Voice, { nights }: Route): string {
  if (nights.max === 0) return t('places.one_day')
  if (nights.min === 0) return t('places.up_to_nights', { count: nights.max })
  return nights.min === nights.max
    ? t('places.nights', { count: nights.min })
    : t('places.nights_between', nights)
}

/** When something is closed, without what and why. */
export function closedText(voice: Voice, closed: Pick<Closed, 'from' | 'to'>): string {
  const from = dayText(voice, closed.from)
  return closed.to === null
    ? voice.t('places.since', { from })
    : voice.t('places.from_to', { from, to: dayText(voice, closed.to) })
}

export const closureText = (voice: Voice, closure: Closure): string =>
  closedText(voice, { from: closure.from, to: closure.to ?? null })

/** Hours of walking to a quarter of an hour, as people say them: `約 2 小時 15 分`. */
export function hoursText({ t }: Voice, hours: number): string {
  const quarters = Math.max(1, Math.round(hours * 4))
  const [count, minutes] = [Math.floor(quarters / 4), (quarters % 4) * 15]
  if (count === 0) return t('places.walk_minutes', { minutes })
  return minutes === 0
    ? t('places.walk_hours', { count })
    : t('places.walk_hours_minutes', { count, minutes })
}
