// How a line says where, when and how far; each said in one way on every page.

import { taipeiDay } from '../../core/clock.ts'
import { sayDay, sayTime } from '../../core/moments.ts'
import type { Moment } from '../board/board.ts'
import { roundedMetres, shortHash } from '../rules/saying.ts'
import { closesAt, type DayWindows, nearDay, windowsToday } from '../rules/today.ts'
import type { Site } from '../schema/stock.ts'
import type { Line } from './finding.ts'
import type { Voice } from './stock-tag.tsx'

export function sayDistance({ t }: Voice, metres: number): string {
  const { unit, count } = roundedMetres(metres)
  return t(`supply.distance_${unit}`, { count })
}

/** Whether one can go now: `現在開著，到 12:00`. */
export function sayOpen(voice: Voice, { open, opens, place }: Line, now: Date): string {
  const { t, lang } = voice
  if (open === null) return t('supply.open_unknown')
  if (open) return t('supply.open_now', { until: closesAt(place.site.hours, now) ?? '' })
  if (!opens) return t('supply.open_never')
  const day = nearDay(opens, now)
  const time = sayTime(opens)
  return day
    ? t(`supply.opens_${day}`, { time })
    : t('supply.opens_on', { day: sayDay(opens, lang), time })
}

/** `發號碼牌 08:30–09:00；販售 09:00–12:00、13:00–17:00`; empty: nothing that day. */
export const sayWindows = ({ t }: Voice, windows: DayWindows[]): string =>
  windows
    .map(({ kind, spans }) =>
      t('supply.windows_of', { kind: t(`supply.window_${kind}`), spans: saySpans({ t }, spans) }),
    )
    .join(t('supply.list_semicolon'))

/** A line never breaks inside a span of time. */
const DASH = '\u2060–\u2060'

export const saySpans = ({ t }: Pick<Voice, 't'>, spans: (readonly [string, string])[]): string =>
  spans.map(([from, to]) => `${from}${DASH}${to}`).join(t('supply.list_comma'))

export function sayToday(voice: Voice, { hours }: Pick<Site, 'hours'>, now: Date): string {
  const words = sayWindows(voice, windowsToday(hours, now))
  return words === '' ? '' : voice.t('supply.today', { windows: words })
}

export interface MomentWords {
  sequence: string
  time: string
  hash: string
}

/** The number of the moment: two people who see the same one see the same amounts. */
export function momentWords(moment: Moment, { lang, now }: Pick<Voice, 'lang'> & { now: Date }) {
  const { sequence, at, hash } = moment
  const isToday = at !== null && taipeiDay(at) === taipeiDay(now)
  const day = at === null || isToday ? '' : `${sayDay(at, lang)} `
  const time = at === null ? '' : `${day}${sayTime(at)}`
  return { sequence: String(sequence), time, hash: shortHash(hash) } satisfies MomentWords
}

/** What a site offers those who need it: a word of ours, or as the register writes it. */
export function sayAccess({ t }: Voice, access: string): string {
  return KNOWN_ACCESS.includes(access) ? t(`supply.access_${access}`) : access
}
const KNOWN_ACCESS = ['wheelchair', 'toilet', 'parking', 'seats', 'sign']

/** A language's own name for the reader: `越南文`, `Vietnamese`. */
export function sayLanguage({ lang }: Voice, code: string): string {
  try {
    return new Intl.DisplayNames(lang, { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
