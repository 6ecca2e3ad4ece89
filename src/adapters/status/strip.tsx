// Ninety days of an agency's system as one drawing: a tall block is a good day, a short dark one a
// day without. The words beside it say the same.

import type { Translate } from '../../core/i18n.ts'
import { HISTORY_DAYS } from './rules.ts'
import type { DayStanding, Standing } from './schema.ts'

const WIDTH = 4
const HEIGHT = 32
/** Heights differ, so that the drawing is right without any colour. */
const HEIGHTS: Record<Standing | 'unseen', number> = {
  up: HEIGHT,
  slow: 22,
  by_hand: 15,
  closed: 9,
  down: 9,
  unseen: 2,
}

export function DaysStrip({ days, t }: { days: DayStanding[]; t: Translate }) {
  return (
    <svg
      class="days-strip"
      viewBox={`0 0 ${HISTORY_DAYS * WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={stripWords(days, t)}
    >
      {runsOf(days).map(({ from, length, word }) => (
        <rect
          class={`days-${word}`}
          x={from * WIDTH}
          y={HEIGHT - HEIGHTS[word]}
          width={length * WIDTH - 1}
          height={HEIGHTS[word]}
        />
      ))}
    </svg>
  )
}

/** `過去 90 天：3 天有狀況` */
export function stripWords(days: DayStanding[], t: Translate): string {
  const seen = days.filter(({ worst }) => worst !== null)
  if (seen.length === 0) return t('adapters.status.days_unseen')
  const bad = seen.filter(({ worst }) => worst !== 'up').length
  const values = { seen: seen.length, bad }
  return bad === 0 ? t('adapters.status.days_good', values) : t('adapters.status.days_bad', values)
}

interface Run {
  from: number
  length: number
  word: Standing | 'unseen'
}

/** Neighbouring days that stood alike are one block: most agencies are well for months. */
function runsOf(days: DayStanding[]): Run[] {
  const runs: Run[] = []
  for (const [at, { worst }] of days.entries()) {
    const word = worst ?? 'unseen'
    const last = runs.at(-1)
    if (last?.word === word) last.length += 1
    else runs.push({ from: at, length: 1, word })
  }
  return runs
}
