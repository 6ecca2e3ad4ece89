// A service's interface for people who read before they program: what it takes, when, how often, what
// an answer means, with lines to try.

import { say } from '../../../core/i18n.ts'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { SummaryList } from '../../../ui/summary-list.tsx'
import { Table } from '../../../ui/table.tsx'
import type { Adapter } from '../../contract.ts'
import { serviceUrl } from '../documents.ts'

interface ApiProps {
  frame: PageFrame
  adapter: Adapter
  baseUrl: string
  now: Date
}

const CALLS = ['check', 'submit', 'lookup', 'withdraw', 'correct'] as const

export function ApiPage({ frame, adapter, baseUrl, now }: ApiProps) {
  const { t, lang } = frame
  const { describe } = adapter
  const { semantics, limits, openingHours } = describe
  const url = serviceUrl(baseUrl, describe.id)
  const isByHand = describe.kind === 'desk'
  return (
    <Layout {...frame}>
      <h1>{t('adapters.api_title', { service: say(describe.title, lang) })}</h1>
      {isByHand && <Notice kind="warning">{t('adapters.gateway_by_hand')}</Notice>}
      <SummaryList
        items={[
          { label: t('adapters.lot_url'), value: <code>{url}</code> },
          {
            label: t('adapters.api_document'),
            value: <a href={`${url}/openapi.json`}>OpenAPI 3.1</a>,
          },
          {
            label: t('adapters.column_hours'),
            value: openingHours
              ? t('adapters.api_hours', openingHours)
              : t('adapters.hours_always'),
          },
          {
            label: t('adapters.api_limits'),
            value: t('adapters.api_limits_are', {
              perMinute: limits.perMinute,
              concurrency: limits.concurrency,
              seconds: Math.ceil(limits.timeoutMs / 1000),
            }),
          },
          { label: t('adapters.api_lookup'), value: t(`adapters.api_lookup_${semantics.lookup}`) },
          { label: t('adapters.api_withdraw'), value: yes(semantics.withdraw, t) },
          { label: t('adapters.api_correct'), value: yes(semantics.correct, t) },
        ]}
      />
      {!isByHand && (
        <>
          <h2>{t('adapters.api_calls')}</h2>
          <p>{t('adapters.api_token')}</p>
          <Table
            caption={t('adapters.api_calls')}
            isCaptionUnseen
            columns={[
              { key: 'path', label: t('adapters.api_call') },
              { key: 'does', label: t('adapters.api_does') },
            ]}
            rows={CALLS.filter((call) => call !== 'correct' || semantics.correct).map((call) => ({
              cells: {
                path: <code>{`POST …/${call}`}</code>,
                does: t(`adapters.api_call_${call}`),
              },
            }))}
          />
          <Notice kind="info" title={t('adapters.api_unknown_title')}>
            {t('adapters.api_unknown')}
          </Notice>
        </>
      )}
      <h2>{t('adapters.api_input')}</h2>
      <details class="no-print">
        <summary>{t('adapters.api_schema')}</summary>
        <pre tabindex={0}>
          <code>{JSON.stringify(describe.input, null, 2)}</code>
        </pre>
      </details>
      {adapter.example && (
        <details>
          <summary>{t('adapters.api_example')}</summary>
          <pre tabindex={0}>
            <code>{JSON.stringify(adapter.example(now), null, 2)}</code>
          </pre>
        </details>
      )}
      <p>
        <a href={`/services/${describe.id}`}>{t('adapters.api_lot')}</a>
      </p>
    </Layout>
  )
}

const yes = (is: boolean, t: ApiProps['frame']['t']) =>
  t(is ? 'adapters.api_yes' : 'adapters.api_no')
