// Whom do we miss: of the whole city, and of one service. The same page for the mayor.

import type { Child } from 'hono/jsx'
import { say } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import { Button } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Card, Cards } from '../../../ui/link-card.tsx'
import { SummaryList } from '../../../ui/summary-list.tsx'
import type { Finding, Round } from '../../schema/finding.ts'
import type { Service } from '../../schema/service.ts'
import { FindingsTable } from './parts.tsx'

export interface MissedProps {
  frame: PageFrame
  findings: Finding[]
  closed: Finding[]
  services: Service[]
  round: Round | null
  median: { days: number; reports: number } | null
  signals: Child
  /** A demo city can play a story through. */
  isDemo: boolean
}

export function MissedPage(props: MissedProps) {
  const { frame, findings, closed, services, round, median, signals } = props
  const { t, lang } = frame
  const serviceOf = (id: string) => services.find((service) => service.id === id) ?? null
  const oldest = findings.find(({ severity }) => severity === 'cannot')
  return (
    <Layout {...frame}>
      <h1>{t('voices.missed.title')}</h1>
      <p>{t('voices.missed.lead')}</p>
      <p>
        <Button href="/voices/new">{t('voices.missed.tell')}</Button>
      </p>
      {props.isDemo && (
        <p>
          <a href="/demo/voices">{t('voices.story.link')}</a>
        </p>
      )}
      <SummaryList
        items={[
          {
            label: t('voices.missed.open'),
            value: t('voices.missed.items', { count: findings.length }),
          },
          {
            label: t('voices.missed.oldest'),
            value: oldest ? sayDay(oldest.firstOn, lang) : t('voices.missed.none'),
          },
          {
            label: t('voices.missed.median'),
            value: median
              ? t(median.days === 0 ? 'voices.missed.median_today' : 'voices.missed.median_days', {
                  count: median.days,
                  reports: median.reports,
                })
              : t('voices.missed.median_none'),
          },
          {
            label: t('voices.missed.round'),
            value: round ? (
              <a href={`/rounds/${round.heldOn}`}>{sayDay(round.heldOn, lang)}</a>
            ) : (
              t('voices.missed.none')
            ),
          },
        ]}
      />
      <FindingsTable
        t={t}
        lang={lang}
        caption={t('voices.missed.ranked')}
        findings={findings}
        serviceOf={serviceOf}
      />
      <p class="hint">{t('voices.missed.how_ranked')}</p>
      {closed.length > 0 && (
        <FindingsTable
          t={t}
          lang={lang}
          caption={t('voices.missed.closed')}
          findings={closed}
          serviceOf={serviceOf}
        />
      )}
      <h2>{t('voices.missed.signals')}</h2>
      {signals}
      <h2>{t('voices.missed.by_service')}</h2>
      <Cards>
        {services.map(({ id, name, about }) => (
          <Card
            href={`/voices/services/${id}`}
            title={say(name, lang)}
            text={say(about, lang)}
            level={3}
          />
        ))}
      </Cards>
    </Layout>
  )
}

export interface ServiceProps {
  frame: PageFrame
  service: Service
  findings: Finding[]
  signals: Child
  /** The promise to all of its journey. */
  promise: Child
}

export function ServicePage({ frame, service, findings, signals, promise }: ServiceProps) {
  const { t, lang } = frame
  const { id, name, about, owner, keeper, doors, journey } = service
  return (
    <Layout {...frame}>
      <p>
        <a href="/voices">{t('voices.missed.title')}</a>
      </p>
      <h1>{say(name, lang)}</h1>
      <p>{say(about, lang)}</p>
      <p>
        <Button href={`/voices/new?service=${id}`}>{t('voices.missed.tell')}</Button>
      </p>
      <SummaryList
        items={[
          { label: t('voices.service.owner'), value: say(owner.name, lang) },
          { label: t('voices.service.keeper'), value: say(keeper, lang) },
          {
            label: t('voices.service.doors'),
            value: doors
              .map((door) => t(`voices.weighing.door.${door}`))
              .join(t('voices.list_comma')),
          },
        ]}
      />
      <FindingsTable t={t} lang={lang} caption={t('voices.missed.ranked')} findings={findings} />
      <h2>{t('voices.missed.signals')}</h2>
      {signals}
      <ul>
        <li>
          <a href={`/voices/services/${id}/served`}>{t('voices.service.served')}</a>
        </li>
        <li>
          <a href={`/ledger/${id}`}>{t('voices.service.ledger')}</a>
        </li>
        {journey && (
          <li>
            <a href={`/journeys/${journey}`}>{t('voices.service.journey')}</a>
          </li>
        )}
      </ul>
      {promise}
    </Layout>
  )
}
