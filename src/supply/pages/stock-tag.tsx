// How many there are of one item: a drawing, a word, a hue and the number. The same parts stand in
// templates, from which the island renews a line, so every word is written once.

import type { Language, Translate } from '../../core/i18n.ts'
import { LEVELS, type Level, type SilenceUnit, silenceOf, type Told } from '../rules/levels.ts'
import { MARKS } from '../rules/marks.ts'
import { sayUntil } from '../rules/saying.ts'
import type { Programme } from '../schema/programme.ts'

export type Item = Programme['items'][number]

export interface Voice {
  t: Translate
  lang: Language
}

/** What a template leaves open; null: nobody has said it. */
export interface Blanks {
  amount: string | null
  count: string | null
  until: string | null
  why: string | null
}

const ALL_OPEN: Blanks = { amount: '{amount}', count: '{count}', until: '{until}', why: '{why}' }

export function LevelMark({ level }: { level: Level }) {
  const { d, isFilled } = MARKS[level]
  return (
    <svg
      class={isFilled ? 'mark mark-filled' : 'mark'}
      viewBox="0 0 20 20"
      width="20"
      height="20"
      aria-hidden="true"
    >
      <path d={d} />
    </svg>
  )
}

export function blanksOf(told: Told, { lang, now }: { lang: Language; now: Date }): Blanks {
  const { amount, silent, until, why } = told
  const numbers = new Intl.NumberFormat(lang)
  return {
    amount: amount === null ? null : numbers.format(amount),
    count: silent === null ? null : numbers.format(silenceOf(silent).count),
    until: until === null ? null : sayUntil(until, now.getTime(), lang),
    why,
  }
}

export function StockTag(props: Voice & { item: Item; told: Told; now: Date }) {
  const { item, told, ...rest } = props
  const unit = told.silent === null ? 'minutes' : silenceOf(told.silent).unit
  return <Tag {...rest} item={item} level={told.level} unit={unit} blanks={blanksOf(told, rest)} />
}

/** `word` of a level, without the number. */
export const wordOf = (t: Translate, level: Level, unit: SilenceUnit, count: string): string =>
  level === 'unreported'
    ? t(`supply.level_unreported_${unit}`, { count })
    : t(`supply.level_${level}`)

/** What stands behind the word, by what it needs to be said. */
function detailsOf({ t, lang, item, level, blanks }: TagProps) {
  const { amount, until, why } = blanks
  const pieces = t('supply.pieces', { amount: amount ?? '', unit: item.unit[lang] })
  const counted = ['plenty', 'some', 'few', 'none'].includes(level)
  const told = ['promised', 'disputed', 'unreported'].includes(level)
  const details = [
    { needs: 'amount', text: amount && counted && pieces, isNumber: true },
    { needs: 'amount', text: amount && told && t(`supply.detail_${level}`, { pieces }) },
    { needs: 'until', text: until && t('supply.detail_until', { until }) },
    { needs: 'why', text: why && t('supply.detail_why', { why }) },
  ]
  return details.filter(({ text }) => text)
}

interface TagProps extends Voice {
  item: Item
  level: Level
  unit: SilenceUnit
  blanks: Blanks
}

function Tag(props: TagProps) {
  const { t, lang, item, level, unit, blanks } = props
  return (
    <div class={`stock stock-${level}`} data-item={item.id} data-level={level}>
      <dt class="stock-item">{item.title[lang]}</dt>
      <dd class="stock-said">
        <span class="stock-word">
          <LevelMark level={level} />
          {wordOf(t, level, unit, blanks.count ?? '0')}
        </span>
        {detailsOf(props).map(({ needs, text, isNumber }) => (
          <span class={isNumber ? 'stock-amount' : 'stock-more'} data-needs={needs}>
            {' '}
            {text}
          </span>
        ))}
      </dd>
    </div>
  )
}

const UNITS: SilenceUnit[] = ['minutes', 'hours', 'days']

/** One for each item and level; silence has three, by its unit. */
export function StockTemplates({ items, ...voice }: Voice & { items: Item[] }) {
  const kinds = LEVELS.flatMap((level): { key: string; level: Level; unit: SilenceUnit }[] =>
    level === 'unreported'
      ? UNITS.map((unit) => ({ key: `unreported_${unit}`, level, unit }))
      : [{ key: level, level, unit: 'minutes' as const }],
  )
  return (
    <>
      {items.flatMap((item) =>
        kinds.map(({ key, level, unit }) => (
          <template data-tag={`${item.id} ${key}`}>
            <Tag {...voice} item={item} level={level} unit={unit} blanks={ALL_OPEN} />
          </template>
        )),
      )}
    </>
  )
}

/** The same in one sentence, for text, speech and paper. */
export function sayStock(props: Voice & { item: Item; told: Told; now: Date }): string {
  const { t, lang, item, told, now } = props
  const blanks = blanksOf(told, { lang, now })
  const unit = told.silent === null ? 'minutes' : silenceOf(told.silent).unit
  const word = wordOf(t, told.level, unit, blanks.count ?? '0')
  const details = detailsOf({ t, lang, item, level: told.level, unit, blanks })
  const words = [word, ...details.map(({ text }) => text)].join(t('supply.text_comma'))
  return t('supply.text_stock', { item: item.title[lang], words })
}
