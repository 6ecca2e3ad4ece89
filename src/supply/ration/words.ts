// Shares in words: who, how many, in how many days, on which days of the week. Pure.

import { taipeiTime } from '../../core/clock.ts'
import type { Language, Translate } from '../../core/i18n.ts'
import { say } from '../../core/i18n.ts'
import { sayDay } from '../../core/moments.ts'
import type { Programme } from '../schema/programme.ts'
import type { Share } from './schema.ts'

export interface Speaking {
  t: Translate
  lang: Language
  programme: Programme
}

/** `成人口罩 3 片、兒童口罩 5 片` */
export function itemWords(
  { items }: Pick<Share, 'items'>,
  { t, lang, programme }: Speaking,
): string {
  return Object.entries(items)
    .map(([id, count]) => {
      const item = programme.items.find((one) => one.id === id)
      const [title, unit] = item ? [say(item.title, lang), say(item.unit, lang)] : [id, '']
      return t('ration.pieces', { item: title, count, unit })
    })
    .join(t('ration.between'))
}

/** `一、三、五、日` */
export const weekdayWords = (days: number[], { t }: Pick<Speaking, 't'>): string =>
  days.map((day) => t(`ration.weekday_${day}`)).join(t('ration.between_days'))

/** `2026年11月26日 08:00` */
export const fromWords = (from: Date, lang: Language): string =>
  `${sayDay(from, lang)} ${taipeiTime(from).slice(11, 16)}`
