// What an agency asks of any trip, in a few lines: for a journey's start page, before a day is known.

import type { AgencyOutline, FeeRange } from '../rules/outlines.ts'
import { aheadText, type Voice } from './words.ts'

export function AgencyOutlineLines({ outline, ...voice }: Voice & { outline: AgencyOutline }) {
  const { t, lang } = voice
  return (
    <ul class="hint">
      <li>
        {t(`places.outline_window_${outline.countedFrom}`, {
          opens: aheadText(voice, outline.opens.value),
          closes: aheadText(voice, outline.closes.value),
        })}
      </li>
      <li>{answerText(outline, voice)}</li>
      {outline.fees.map((fee) => (
        <li>
          {t(`places.outline_fee_${fee.per}`, {
            amount: rangeText(fee, voice),
            agency: fee.paidTo[lang],
          })}{' '}
          {!fee.isVerified && t('places.number_unconfirmed')}
        </li>
      ))}
    </ul>
  )
}

function answerText({ draw, answerDays }: AgencyOutline, voice: Voice): string {
  const count = answerDays.value
  if (!draw) return voice.t('places.outline_answer', { count })
  const ahead = aheadText(voice, draw.ahead)
  return voice.t(draw.isAlways ? 'places.outline_draw' : 'places.outline_draw_some', {
    count,
    ahead,
  })
}

const rangeText = ({ fromTwd, toTwd }: FeeRange, { t }: Voice): string =>
  fromTwd === toTwd
    ? t('places.number', { count: fromTwd })
    : t('places.number_range', { from: fromTwd, to: toTwd })
