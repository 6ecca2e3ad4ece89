// Days and times as people read them: `2026年11月23日（一）`, 24 hours, always Taipei's.

import { taipeiTime } from './clock.ts'
import type { Language } from './i18n.ts'

const ZONE = 'Asia/Taipei'

const parts = {
  'zh-TW': new Intl.DateTimeFormat('zh-TW', {
    timeZone: ZONE,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'narrow',
  }),
  en: new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  }),
}
const clockFace = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** A day `YYYY-MM-DD`, or the Taipei day of a moment. */
export function sayDay(day: string | Date, language: Language): string {
  const moment = typeof day === 'string' ? new Date(`${day}T12:00:00+08:00`) : day
  const found = Object.fromEntries(
    parts[language].formatToParts(moment).map(({ type, value }) => [type, value]),
  )
  return language === 'en'
    ? `${found.weekday} ${found.day} ${found.month} ${found.year}`
    : `${found.year}年${found.month?.replace('月', '')}月${found.day}日（${found.weekday}）`
}

export const sayTime = (moment: Date): string => clockFace.format(moment)

export const sayMoment = (moment: Date, language: Language): string =>
  `${sayDay(moment, language)} ${sayTime(moment)}`

/** For a `datetime` attribute. */
export const machineMoment = taipeiTime
