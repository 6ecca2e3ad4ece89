// The sorting list of whoever looks after a service, and one report on it.

import { say } from '../../../core/i18n.ts'
import { sayDay, sayMoment } from '../../../core/moments.ts'
import { ErrorSummary } from '../../../ui/error-summary.tsx'
import { Button, Checkbox, RadioGroup, SelectField, TextField } from '../../../ui/form.tsx'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { SummaryList } from '../../../ui/summary-list.tsx'
import { Table } from '../../../ui/table.tsx'
import { Timeline } from '../../../ui/timeline.tsx'
import type { Finding } from '../../schema/finding.ts'
import type { Service } from '../../schema/service.ts'
import { BARRIERS, GROUPS, SORTS } from '../../schema/words.ts'
import type { Moderation } from '../../store/moderations.ts'
import type { KeptReport } from '../../store/reports.ts'
import type { Typed } from '../report/form.ts'
import { titleOf } from '../words.ts'

export function SortListPage(props: {
  frame: PageFrame
  title: string
  reports: KeptReport[]
  serviceName(id: string): string
}) {
  const { frame, title, reports, serviceName } = props
  const { t, lang } = frame
  return (
    <Layout {...frame} noIndex wide>
      <p>
        <a href="/desk">{t('voices.sorting.back')}</a>
      </p>
      <h1>{title}</h1>
      <p>{t('voices.sorting.lead')}</p>
      <ul>
        <li>
          <a href="/voices/new">{t('voices.missed.tell')}</a>
        </li>
        <li>
          <a href="/rounds">{t('voices.round.list_title')}</a>
        </li>
        <li>
          <a href="/desk/ledger">{t('voices.service.ledger')}</a>
        </li>
      </ul>
      <Table
        caption={title}
        isCaptionUnseen
        empty={t('voices.sorting.empty')}
        columns={[
          { key: 'words', label: t('voices.receipt.words') },
          { key: 'service', label: t('voices.report.field.service') },
          { key: 'sort', label: t('voices.sorting.as') },
          { key: 'at', label: t('voices.mine.at') },
        ]}
        rows={reports.map((report) => ({
          cells: {
            words: (
              <a href={`/desk/voices/${report.reportId}`}>
                {report.words.slice(0, 120) || t(`voices.kind.${report.kind}`)}
              </a>
            ),
            service: serviceName(report.serviceId),
            sort: t(`voices.sort.${report.sortedAs}`),
            at: sayDay(report.saidAt, lang),
          },
        }))}
      />
    </Layout>
  )
}

export interface SortProps {
  frame: PageFrame
  report: KeptReport
  services: Service[]
  suggestions: Finding[]
  moderations: Moderation[]
  typed: Typed
  errors: Record<string, string>
}

export function SortPage(props: SortProps) {
  const { frame, report, suggestions, moderations, errors } = props
  const { t, lang } = frame
  const found = Object.entries(errors).map(([id, text]) => ({ href: `#${id}`, text }))
  return (
    <Layout {...frame} noIndex>
      <p>
        <a href="/desk/voices">{t('voices.sorting.title')}</a>
      </p>
      <h1>{t('voices.sorting.one')}</h1>
      <ErrorSummary t={t} errors={found} />
      <SummaryList
        items={[
          { label: t('voices.receipt.words'), value: report.words },
          { label: t('voices.report.field.would_help'), value: report.wouldHelp ?? '' },
          { label: t('voices.report.field.group_words'), value: report.groupWords ?? '' },
          {
            label: t('voices.report.field.place'),
            value: report.placeWords ?? report.siteCode ?? '',
          },
          { label: t('voices.report.field.happened'), value: sayDay(report.happenedOn, lang) },
        ].filter(({ value }) => value !== '')}
      />
      {suggestions.length > 0 && (
        <section>
          <h2>{t('voices.sorting.suggested')}</h2>
          <ul>
            {suggestions.map((finding) => (
              <li>
                <a
                  href={`/desk/voices/${report.reportId}?group=${finding.group}&barrier=${finding.barrier}`}
                >
                  {titleOf(finding, t, lang)}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <SortForm {...props} />
      {moderations.length > 0 && (
        <Timeline
          items={moderations.map(({ at, what, why }) => ({
            at: at.toISOString(),
            atText: sayMoment(at, lang),
            title: t(`voices.moderation.${what}`),
            body: why,
          }))}
        />
      )}
    </Layout>
  )
}

function SortForm({ frame, report, services, typed, errors }: SortProps) {
  const { t, lang } = frame
  const list = (ids: readonly string[], words: string) =>
    ids.map((value) => ({ value, label: t(`${words}.${value}`) }))
  return (
    <form method="post" action={`/desk/voices/${report.reportId}`} novalidate>
      <RadioGroup
        t={t}
        id="sort"
        isChips
        label={t('voices.sorting.as')}
        options={list(SORTS, 'voices.sort')}
        value={typed.sort ?? report.sortedAs}
        error={errors.sort}
      />
      <SelectField
        t={t}
        id="service"
        label={t('voices.report.field.service')}
        options={services.map(({ id, name }) => ({ value: id, label: say(name, lang) }))}
        value={typed.service ?? report.serviceId}
        error={errors.service}
      />
      <SelectField
        t={t}
        id="group"
        label={t('voices.report.field.groups')}
        options={list(GROUPS, 'voices.group')}
        value={typed.group ?? report.groups[0] ?? 'other'}
      />
      <SelectField
        t={t}
        id="barrier"
        label={t('voices.report.field.barriers.missed')}
        options={list(BARRIERS, 'voices.barrier')}
        value={typed.barrier ?? report.barriers[0] ?? 'other'}
      />
      <Checkbox
        t={t}
        id="mayQuote"
        label={t('voices.sorting.quote')}
        hint={t('voices.sorting.quote_hint')}
        checked={typed.mayQuote === 'yes' || (typed.sort === undefined && report.mayQuote)}
      />
      <Checkbox
        t={t}
        id="isHidden"
        label={t('voices.sorting.hide')}
        hint={t('voices.sorting.hide_hint')}
        checked={
          typed.isHidden === 'yes' || (typed.sort === undefined && report.state === 'hidden')
        }
      />
      <TextField
        t={t}
        id="why"
        label={t('voices.sorting.why')}
        hint={t('voices.sorting.why_hint')}
        value={typed.why}
        error={errors.why}
        maxlength={500}
      />
      <Button>{t('voices.sorting.save')}</Button>
    </form>
  )
}
