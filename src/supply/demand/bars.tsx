// One bar a district: what went out this week for every thousand people, and a mark where it was last
// week. The table below says the same.

import type { Translate } from '../../core/i18n.ts'

export interface DistrictBar {
  label: string
  /** Pieces for every thousand people. */
  thisWeek: number
  lastWeek: number
}

const ROW = 28
const BAR = 14
const LABEL = 96
const NUMBER = 64
const AXIS = 28

/** Two widths, so that letters keep their size on a phone. */
export function DemandBars(props: { t: Translate; bars: DistrictBar[]; mean: number }) {
  return (
    <figure class="profile-figure">
      <Drawing {...props} width={328} className="profile-phone" />
      <Drawing {...props} width={612} className="profile-desk" />
      <figcaption class="hint">{props.t('demand.legend')}</figcaption>
    </figure>
  )
}

function Drawing(props: {
  t: Translate
  bars: DistrictBar[]
  mean: number
  width: number
  className: string
}) {
  const { t, bars, mean, width, className } = props
  const most = Math.max(1, mean, ...bars.flatMap(({ thisWeek, lastWeek }) => [thisWeek, lastWeek]))
  const room = width - LABEL - NUMBER
  const x = (value: number) => LABEL + (value / most) * room
  const height = AXIS + bars.length * ROW
  return (
    <svg class={`demand-bars ${className}`} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <text class="demand-axis" x={x(mean)} y={AXIS - 12} text-anchor="middle">
        {t('demand.mean', { count: round(mean) })}
      </text>
      {bars.map(({ label, thisWeek, lastWeek }, index) => {
        const top = AXIS + index * ROW
        return (
          <>
            <text class="demand-name" x={LABEL - 8} y={top + BAR} text-anchor="end">
              {label}
            </text>
            <rect
              class={thisWeek < mean ? 'bar-after' : 'bar-before'}
              x={LABEL}
              y={top + 2}
              width={Math.max(1, x(thisWeek) - LABEL)}
              height={BAR}
            />
            <rect
              class="demand-mark"
              x={x(lastWeek) - 1.5}
              y={top - 2}
              width={3}
              height={BAR + 8}
            />
            <text class="demand-number" x={width - NUMBER + 8} y={top + BAR}>
              {round(thisWeek)}
            </text>
          </>
        )
      })}
      <line class="demand-mean" x1={x(mean)} x2={x(mean)} y1={AXIS - 8} y2={height} />
    </svg>
  )
}

const round = (value: number): string => (Math.round(value * 10) / 10).toFixed(1)
