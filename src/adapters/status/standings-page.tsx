// All agencies' systems on one page: a sentence that says how it is, then one row a system.

import { say } from '../../core/i18n.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { StateTag } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import type { LaneStanding } from './actions.ts'
import { hoursOf, StartButton } from './parts.tsx'
import type { DayStanding } from './schema.ts'
import { DaysStrip, stripWords } from './strip.tsx'
import { STATES, sayStands } from './words.ts'

interface Props {
  frame: PageFrame
  standings: LaneStanding[]
  days: Map<string, DayStanding[]>
  now: Date
  mayStart: boolean
  nameOf: (agencyId: string) => string
}

export function StandingsPage(props: Props) {
  const { frame, standings } = props
  const { t } = frame
  const troubled = standings.filter(
    ({ lane, stands }) => stands.standing !== 'up' && lane.kind !== 'desk',
  )
  return (
    <Layout {...frame}>
      <h1>{t('adapters.title')}</h1>
      <p>{t('adapters.intro')}</p>
      {standings.length > 0 && (
        <Notice
          kind={troubled.length > 0 ? 'info' : 'success'}
          title={
            troubled.length > 0
              ? t('adapters.status.some', { count: troubled.length })
              : t('adapters.status.all_well')
          }
        >
          {troubled.length > 0 && <p>{t('adapters.status.what_happens')}</p>}
        </Notice>
      )}
      <Table
        caption={t('adapters.caption')}
        columns={[
          { key: 'title', label: t('adapters.column_title') },
          { key: 'standing', label: t('adapters.column_health') },
          { key: 'days', label: t('adapters.status.column_days') },
          { key: 'hours', label: t('adapters.column_hours') },
          { key: 'kind', label: t('adapters.column_kind') },
        ]}
        rows={machinesFirst(standings).map((standing) => ({ cells: cellsOf(standing, props) }))}
        empty={t('adapters.none')}
      />
      <p>
        <a href="/adapters/feed">{t('adapters.status.feed')}</a>
        {' · '}
        <a href="/api/v1/adapters">{t('adapters.as_data')}</a>
      </p>
    </Layout>
  )
}

/** What can break stands first; desks are open whenever they are open. */
const machinesFirst = (standings: LaneStanding[]): LaneStanding[] => [
  ...standings.filter(({ lane }) => lane.kind !== 'desk'),
  ...standings.filter(({ lane }) => lane.kind === 'desk'),
]

function cellsOf({ lane, stands }: LaneStanding, { frame, days, now, mayStart, nameOf }: Props) {
  const { t, lang } = frame
  const own = days.get(lane.adapterId) ?? []
  return {
    title: (
      <>
        <a href={`/adapters/${lane.adapterId}`}>{say(lane.title, lang)}</a>
        <br />
        <span class="hint">{lane.agencies.map(nameOf).join(t('adapters.and'))}</span>
      </>
    ),
    standing: (
      <>
        <StateTag state={STATES[stands.standing]} text={sayStands(stands, { t, lang, now })} />
        {stands.reason && <p class="hint">{stands.reason}</p>}
        {mayStart && lane.stoppedAt && <StartButton t={t} adapterId={lane.adapterId} />}
      </>
    ),
    days:
      lane.kind === 'desk' ? (
        t('adapters.on_the_case')
      ) : (
        <>
          <span class="hint" aria-hidden="true">
            {stripWords(own, t)}
          </span>
          <DaysStrip days={own} t={t} />
        </>
      ),
    hours: hoursOf(lane, now, t),
    kind: t(`adapters.kind_${lane.kind}`),
  }
}
