// Where each agency stands, from received to answered, one row each, the next step at the end of
// the row. The stages are text in a list and CSS draws the line, so the drawing reads at any width;
// the table below holds the same facts.

import type { Translate } from '../core/i18n.ts'
import { Icon } from './icon.tsx'
import { STATE_ICONS, type State, StateTag } from './state.tsx'
import { Table } from './table.tsx'

export interface Stage {
  label: string
  done: boolean
  current: boolean
}

export interface LegLine {
  agency: string
  state: State
  stateText: string
  next?: string | undefined
  stages: Stage[]
}

export function LegsLine(props: { t: Translate; legs: LegLine[] }) {
  const { t, legs } = props
  return (
    <div class="legs">
      <ul class="legs-rows">
        {legs.map((leg) => (
          <LegRow t={t} leg={leg} />
        ))}
      </ul>
      <details class="as-table">
        <summary>{t('ui.as_table')}</summary>
        <LegsTable t={t} legs={legs} />
      </details>
    </div>
  )
}

function LegRow({ t, leg }: { t: Translate; leg: LegLine }) {
  return (
    <li class={`leg leg-${leg.state}`}>
      <div class="leg-who">
        <strong>{leg.agency}</strong>
        <StateTag state={leg.state} text={leg.stateText} />
      </div>
      <ol class="stages">
        {leg.stages.map((stage) => (
          <li
            class={`stage stage-${placeOf(stage)}`}
            aria-current={stage.current ? 'step' : undefined}
          >
            <span class="stage-mark">
              {(stage.current || stage.done) && (
                <Icon name={stage.current ? STATE_ICONS[leg.state] : 'tick'} />
              )}
            </span>
            <span class="stage-label">{stage.label}</span>
            <span class="unseen">{t(`ui.stage_${placeOf(stage)}`)}</span>
          </li>
        ))}
      </ol>
      {leg.next && (
        <p class="leg-next">
          <span class="leg-next-label">{t('ui.next_step')}</span>
          {leg.next}
        </p>
      )}
    </li>
  )
}

function placeOf(stage: Stage): string {
  if (stage.current) return 'current'
  return stage.done ? 'done' : 'ahead'
}

function LegsTable({ t, legs }: { t: Translate; legs: LegLine[] }) {
  const columns = [
    { key: 'agency', label: t('ui.agency') },
    { key: 'state', label: t('ui.state') },
    { key: 'reached', label: t('ui.reached') },
    { key: 'next', label: t('ui.next_step') },
  ]
  const rows = legs.map(({ agency, stateText, stages, next }) => {
    const reached = stages.findLast((stage) => stage.current || stage.done)
    return {
      cells: {
        agency,
        state: stateText,
        reached: reached?.label ?? t('ui.none'),
        next: next ?? t('ui.none'),
      },
    }
  })
  return <Table caption={t('ui.legs_caption')} columns={columns} rows={rows} />
}
