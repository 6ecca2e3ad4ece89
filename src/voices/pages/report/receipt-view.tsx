// The receipt: what was told, where it went, and what came of it.

import { Fragment } from 'hono/jsx'
import { say } from '../../../core/i18n.ts'
import { sayDay, sayMoment } from '../../../core/moments.ts'
import { Button, TextField } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Reference } from '../../../ui/reference.tsx'
import { StateTag } from '../../../ui/state.tsx'
import { SummaryList } from '../../../ui/summary-list.tsx'
import { Table } from '../../../ui/table.tsx'
import type { Decision, Finding } from '../../schema/finding.ts'
import type { Service } from '../../schema/service.ts'
import type { KeptReport } from '../../store/reports.ts'
import { LOOKS, sayPeople, titleOf } from '../words.ts'

export interface ReceiptProps {
  frame: PageFrame
  token: string
  report: KeptReport
  service: Service | null
  finding: Finding | null
  decisions: Decision[]
  /** Receipts of the same day summary. */
  others: string[]
  error: string | null
}

export function ReceiptPage(props: ReceiptProps) {
  const { frame, token, report, service, others } = props
  const { t, lang } = frame
  return (
    <Layout {...frame} noIndex>
      <h1 data-island="voice-kept">{t('voices.receipt.title')}</h1>
      <Reference label={t('voices.receipt.number')} value={report.receipt} />
      <p>{t('voices.receipt.lead')}</p>
      {report.state === 'folded' && <Folded frame={frame} token={token} />}
      {report.state === 'hidden' && (
        <Notice kind="warning" title={t('voices.receipt.hidden')}>
          <p>{report.hiddenWhy}</p>
        </Notice>
      )}
      {service?.endedOn && (
        <Notice kind="info">
          <p>{t('voices.receipt.service_ended', { day: sayDay(service.endedOn, lang) })}</p>
        </Notice>
      )}
      <CameOf {...props} />
      <Told {...props} />
      {others.length > 0 && (
        <section>
          <h2>{t('voices.receipt.others')}</h2>
          <ul>
            {others.map((other, index) => (
              <li>
                <a href={`/voices/receipts/${other}`}>
                  {t('voices.receipt.other', { number: index + 2 })}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        <a href={`/voices/new?service=${report.serviceId}`}>{t('voices.receipt.another')}</a>
      </p>
    </Layout>
  )
}

function Folded({ frame: { t }, token }: Pick<ReceiptProps, 'frame' | 'token'>) {
  return (
    <Notice kind="info" title={t('voices.receipt.folded_title')}>
      <p>{t('voices.receipt.folded')}</p>
      <form method="post" action={`/voices/receipts/${token}/count`}>
        <Button kind="secondary">{t('voices.receipt.count_it')}</Button>
      </form>
    </Notice>
  )
}

function CameOf({ frame, finding, decisions, token, report, error }: ReceiptProps) {
  const { t, lang } = frame
  return (
    <section>
      <h2>{t('voices.receipt.came_of')}</h2>
      {finding ? (
        <>
          <p>
            <a href={`/findings/${finding.findingId}`}>{titleOf(finding, t, lang)}</a>{' '}
            <StateTag
              state={LOOKS[finding.state]}
              text={t(`voices.finding_state.${finding.state}`)}
            />
          </p>
          <p>{t('voices.receipt.with_others', { people: sayPeople(finding.people, t) })}</p>
        </>
      ) : (
        <p>
          {t(`voices.receipt.sorted.${report.sortedBy === 'person' ? report.sortedAs : 'waits'}`)}
        </p>
      )}
      {decisions.map(({ decidedAt, kind, words, startsOn, promiseId }) => (
        <Fragment>
          <h3>{t(`voices.decision.${kind}`)}</h3>
          <p class="muted">{sayMoment(decidedAt, lang)}</p>
          <p>{words}</p>
          {startsOn && <p>{t('voices.decision.starts', { day: sayDay(startsOn, lang) })}</p>}
          {promiseId && <a href={`/promises/${promiseId}`}>{t('voices.decision.promise')}</a>}
        </Fragment>
      ))}
      {decisions.length > 0 && report.peopleServed < report.people && (
        <form method="post" action={`/voices/receipts/${token}/served`} novalidate>
          <TextField
            t={t}
            id="people"
            label={t('voices.receipt.served')}
            hint={t('voices.receipt.served_hint', { count: report.people - report.peopleServed })}
            error={error ?? undefined}
            inputMode="numeric"
            width="short"
          />
          <Button kind="secondary">{t('voices.receipt.served_send')}</Button>
        </form>
      )}
    </section>
  )
}

function Told({ frame: { t, lang }, report, service }: ReceiptProps) {
  const list = (ids: string[], words: string) =>
    ids.map((id) => t(`${words}.${id}`)).join(t('voices.list_comma'))
  const items = [
    {
      label: t('voices.report.field.service'),
      value: service ? say(service.name, lang) : report.serviceId,
    },
    { label: t('voices.receipt.kind'), value: t(`voices.kind.${report.kind}`) },
    { label: t('voices.report.field.happened'), value: sayDay(report.happenedOn, lang) },
    { label: t('voices.report.field.groups'), value: list(report.groups, 'voices.group') },
    {
      label: t('voices.report.field.barriers.missed'),
      value: list(report.barriers, 'voices.barrier'),
    },
    { label: t('voices.report.field.people'), value: String(report.people) },
    { label: t('voices.receipt.words'), value: report.words },
    { label: t('voices.report.field.would_help'), value: report.wouldHelp ?? '' },
  ].filter(({ value }) => value !== '')
  return (
    <section>
      <h2>{t('voices.receipt.told')}</h2>
      <SummaryList items={items} />
    </section>
  )
}

/** Everything that somebody signed in has told under their name. */
export function MinePage(props: {
  frame: PageFrame
  reports: KeptReport[]
  serviceName(id: string): string
}) {
  const { frame, reports, serviceName } = props
  const { t, lang } = frame
  return (
    <Layout {...frame} noIndex>
      <h1>{t('voices.mine.title')}</h1>
      <p>{t('voices.mine.lead')}</p>
      <Table
        caption={t('voices.mine.title')}
        isCaptionUnseen
        empty={t('voices.mine.empty')}
        columns={[
          { key: 'at', label: t('voices.mine.at') },
          { key: 'service', label: t('voices.report.field.service') },
          { key: 'words', label: t('voices.mine.what') },
          { key: 'state', label: t('voices.receipt.came_of') },
        ]}
        rows={reports.map((report) => ({
          cells: {
            at: sayDay(report.saidAt, lang),
            service: serviceName(report.serviceId),
            words: report.words || t(`voices.kind.${report.kind}`),
            state: report.findingId ? (
              <a href={`/findings/${report.findingId}`}>
                {t(report.answeredAt ? 'voices.mine.answered' : 'voices.mine.in_finding')}
              </a>
            ) : (
              t(report.state === 'hidden' ? 'voices.receipt.hidden' : 'voices.receipt.sorted.waits')
            ),
          },
        }))}
      />
      <p>
        <a href="/voices/new">{t('voices.receipt.another')}</a>
      </p>
    </Layout>
  )
}
