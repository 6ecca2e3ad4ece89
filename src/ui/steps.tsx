// How far along a form one is. The words say it; the line of marks only shows it.

import type { Translate } from '../core/i18n.ts'

const MARK_WIDTH = 24
const MARK_GAP = 4

export function Steps(props: { t: Translate; current: number; total: number; label: string }) {
  const { t, current, total, label } = props
  const width = total * (MARK_WIDTH + MARK_GAP) - MARK_GAP
  return (
    <div class="steps">
      <p>{t('ui.step', { current, total, label })}</p>
      <svg
        class="steps-line"
        viewBox={`0 0 ${width} 4`}
        width={width}
        height="4"
        aria-hidden="true"
      >
        {Array.from({ length: total }, (_, index) => (
          <rect
            class={index < current ? 'steps-done' : 'steps-todo'}
            x={index * (MARK_WIDTH + MARK_GAP)}
            y="0"
            width={MARK_WIDTH}
            height="4"
          />
        ))}
      </svg>
    </div>
  )
}
