// The nearest places in short sentences that can be read out: for voice assistants, chat and a clerk
// on the phone. Plain text, no markup.

import { sayTime } from '../../../core/moments.ts'
import { districtName } from '../asking.ts'
import type { Line } from '../finding.ts'
import { sayStock } from '../stock-tag.tsx'
import { sayDistance, sayOpen } from '../words.ts'
import type { TextProps } from './text-view.tsx'

/** More than three nobody keeps in mind. */
export const SAID_LINES = 3

export function sayNearest(props: Omit<TextProps, 'page'>): string {
  const { t, lang, board, asked, found, city } = props
  const { at, sequence } = board.moment
  const district = asked.district ? districtName(asked.district, lang, city) : city.name[lang]
  const lines = found.groups.flatMap((group) => group.lines).slice(0, SAID_LINES)
  const title = board.programme.title[lang]
  return [
    t('supply.say_title', { title, district }),
    at === null
      ? t('supply.moment_none')
      : t('supply.say_moment', { sequence: String(sequence), time: sayTime(at) }),
    lines.length === 0
      ? t('supply.say_nothing', { phone: city.phone })
      : t('supply.say_count', { count: lines.length }),
    ...lines.map((line, index) => sayLine(props, line, index + 1)),
    '',
  ].join('\n')
}

function sayLine(props: Omit<TextProps, 'page'>, line: Line, count: number): string {
  const { t, lang, board, now } = props
  const { site } = line.place
  const voice = { t, lang }
  const stock = board.programme.items.flatMap((item) => {
    const told = line.told.find((one) => one.item === item.id)
    // Somebody who listens is told only what there may be.
    return told && told.level !== 'never' ? [sayStock({ ...voice, item, told, now })] : []
  })
  const sentences = [
    t('supply.say_site', { count: String(count), name: site.name }),
    line.metres === null ? '' : t('supply.say_end', { text: sayDistance(voice, line.metres) }),
    ...stock.map((text) => t('supply.say_end', { text })),
    t('supply.say_end', { text: sayOpen(voice, line, now) }),
    site.address && t('supply.say_end', { text: site.address }),
    site.phone && t('supply.say_phone', { phone: site.phone }),
  ]
  return sentences.filter(Boolean).join(t('supply.say_space'))
}
