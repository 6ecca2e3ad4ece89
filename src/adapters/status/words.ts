// What people are told of how an agency's system stands.

import type { Language, Translate } from '../../core/i18n.ts'
import { sayDay, sayMoment, sayTime } from '../../core/moments.ts'
import type { State } from '../../ui/state.tsx'
import type { Standing, Stands } from './schema.ts'

export const STATES: Record<Standing, State> = {
  up: 'done',
  slow: 'moving',
  by_hand: 'waiting',
  closed: 'waiting',
  down: 'refused',
}

export const standingWord = (standing: Standing, t: Translate): string =>
  t(`adapters.status.${standing}`)

/** The word with its end: `維護到 23:00`. The day is named when it is not today's. */
export function sayStands(
  { standing, until }: Stands,
  { t, lang, now }: { t: Translate; lang: Language; now: Date },
): string {
  if (standing !== 'closed' || !until) return standingWord(standing, t)
  const isToday = sayDay(until, lang) === sayDay(now, lang)
  return t('adapters.status.closed_until', {
    until: isToday ? sayTime(until) : sayMoment(until, lang),
  })
}

/** `2 小時 5 分` */
export function sayMinutes(minutes: number, t: Translate): string {
  const hours = Math.floor(minutes / 60)
  return hours === 0
    ? t('adapters.status.minutes', { minutes })
    : t('adapters.status.hours', { hours, minutes: minutes % 60 })
}
