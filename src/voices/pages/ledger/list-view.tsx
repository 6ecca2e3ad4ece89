// The ledger of all services, and what this program itself asks of the front line.

import { sayDay } from '../../../core/moments.ts'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Card, Cards } from '../../../ui/link-card.tsx'
import { StateTag } from '../../../ui/state.tsx'
import { Table } from '../../../ui/table.tsx'
import { round } from '../../actions/ledger.ts'
import type { OwnAccount } from '../../actions/ledger-read.ts'
import { OWN_MINUTES_PER_CLERK_A_DAY, ROUND_MINUTES_A_WEEK } from '../../rules/ledger.ts'

export interface LedgersProps {
  frame: PageFrame
  services: { id: string; name: string; moved: number }[]
  own: OwnAccount | null
  groupName(groupId: string): string
  isStaff: boolean
}

export function LedgersPage(props: LedgersProps) {
  const { frame, services } = props
  const { t } = frame
  return (
    <Layout {...frame}>
      <h1>{frame.title}</h1>
      <p>{t('voices.ledger.list_lead')}</p>
      <Cards>
        {services.map(({ id, name, moved }) => (
          <Card
            href={`/ledger/${id}`}
            title={name}
            tag={
              moved > 0 ? (
                <StateTag state="refused" text={t('voices.ledger.moved_title', { count: moved })} />
              ) : undefined
            }
          />
        ))}
      </Cards>
      <OwnWork {...props} />
      {props.isStaff && (
        <p>
          <a href="/desk/ledger">{t('voices.ledger.desk_title')}</a>
        </p>
      )}
    </Layout>
  )
}

function OwnWork({ frame, own, groupName }: LedgersProps) {
  const { t, lang } = frame
  const limits = { day: OWN_MINUTES_PER_CLERK_A_DAY, week: ROUND_MINUTES_A_WEEK }
  return (
    <section>
      <h2>{t('voices.ledger.own')}</h2>
      <p>{t('voices.ledger.own_explain', limits)}</p>
      {own && (
        <>
          <Table
            caption={t('voices.ledger.own_week', { on: sayDay(own.weekOn, lang) })}
            columns={[
              { key: 'desk', label: t('voices.ledger.desk') },
              { key: 'reports', label: t('voices.ledger.own_reports'), numeric: true },
              { key: 'minutes', label: t('voices.ledger.own_minutes'), numeric: true },
              { key: 'limit', label: t('voices.ledger.own_limit') },
            ]}
            rows={own.desks.map(({ groupId, reports, minutesADay }) => ({
              cells: {
                desk: groupName(groupId),
                reports: t('voices.ledger.times', { count: reports }),
                minutes: t('voices.ledger.minutes', { count: round(minutesADay) }),
                limit: <LimitTag frame={frame} isKept={minutesADay <= limits.day} />,
              },
            }))}
            empty={t('voices.ledger.own_none')}
          />
          <p>
            {own.roundMinutes === null
              ? t('voices.ledger.round_none')
              : t('voices.ledger.round_took', { count: own.roundMinutes })}{' '}
            {own.roundMinutes !== null && (
              <LimitTag frame={frame} isKept={own.roundMinutes <= limits.week} />
            )}
          </p>
        </>
      )}
    </section>
  )
}

function LimitTag({ frame, isKept }: { frame: PageFrame; isKept: boolean }) {
  return isKept ? (
    <StateTag state="done" text={frame.t('voices.ledger.within')} />
  ) : (
    <StateTag state="refused" text={frame.t('voices.ledger.beyond')} />
  )
}
