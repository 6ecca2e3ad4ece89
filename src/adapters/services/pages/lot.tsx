// The page of one lot, to be printed for accounting and ethics offices: everything they ask, on one
// sheet, with what can be checked beside what is claimed.

import type { LocalText } from '../../../core/errors.ts'
import { say } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { type SummaryItem, SummaryList } from '../../../ui/summary-list.tsx'
import { serviceUrl } from '../documents.ts'
import type { LotsFile } from '../schema.ts'
import type { ServiceView } from './view.ts'
import { acceptanceText, priceText } from './words.ts'

interface LotProps {
  frame: PageFrame
  service: ServiceView
  thresholds: LotsFile['thresholds'] | null
  baseUrl: string
  nameOf: (agencyId: string) => LocalText
}

export function LotPage(props: LotProps) {
  const { frame, service, thresholds } = props
  const { t, lang } = frame
  const { lot, describe } = service
  const isInvented = lot !== null && (lot.price.isInvented || lot.vendor.isInvented)
  return (
    <Layout {...frame}>
      <h1>{say(service.title, lang)}</h1>
      {lot && <p>{t('adapters.lot_letter', { letter: lot.letter })}</p>}
      {isInvented && <Notice kind="info">{t('adapters.lot_invented')}</Notice>}
      <SummaryList
        items={[
          ...whatItIs(props),
          ...whoUsesIt(props),
          ...whatItCost(props),
          ...whatProves(props),
        ]}
      />
      {thresholds && lot && <p class="hint">{say(thresholds.source, lang)}</p>}
      <p class="no-print">
        {describe && (
          <>
            <a href={`/services/${service.id}/api`}>{t('adapters.lot_api')}</a>
            {' · '}
          </>
        )}
        <a href="/services">{t('adapters.services_title')}</a>
      </p>
    </Layout>
  )
}

function whatItIs({ frame, service, baseUrl, nameOf }: LotProps): SummaryItem[] {
  const { t, lang } = frame
  const { lot, describe, id } = service
  const url = describe ? serviceUrl(baseUrl, id) : `${baseUrl}/services/${id}`
  return [
    ...(describe
      ? [
          {
            label: t('adapters.column_agencies'),
            value: describe.agencies
              .map((agency) => say(nameOf(agency), lang))
              .join(t('adapters.and')),
          },
        ]
      : []),
    ...(lot
      ? [
          {
            label: t('adapters.lot_work'),
            value: (
              <ul>
                {lot.workItems.map((item) => (
                  <li>{say(item, lang)}</li>
                ))}
              </ul>
            ),
          },
        ]
      : []),
    { label: t('adapters.lot_url'), value: <a href={url}>{url}</a> },
    ...(lot ? [{ label: t('adapters.lot_alone'), value: say(lot.alone, lang) }] : []),
  ]
}

function whoUsesIt({ frame, service: { consumers, describe } }: LotProps): SummaryItem[] {
  const { t } = frame
  if (!describe) return []
  const { count, names, filings } = consumers
  const others = t('adapters.lot_consumers_count', { count })
  return [
    {
      label: t('adapters.lot_consumers'),
      value: (
        <>
          {t('adapters.lot_consumers_own')}
          <br />
          {others}
          {names.length > 0 && (
            <ul>
              {names.map((name) => (
                <li>{name}</li>
              ))}
            </ul>
          )}
          {count > 0 && <p>{t('adapters.lot_filings', { count: filings })}</p>}
        </>
      ),
    },
  ]
}

function whatItCost({ frame, service, thresholds }: LotProps): SummaryItem[] {
  const { t, lang } = frame
  const { lot } = service
  if (!lot) return [{ label: t('adapters.lot_price'), value: t('adapters.lot_none') }]
  const { twd, basis } = lot.price
  const limit =
    thresholds === null
      ? null
      : twd <= thresholds.smallTwd
        ? t('adapters.lot_below_small', { twd: thresholds.smallTwd })
        : twd < thresholds.publicTwd
          ? t('adapters.lot_below_public', { twd: thresholds.publicTwd })
          : t('adapters.lot_public', { twd: thresholds.publicTwd })
  const vendor = lot.vendor.isInvented
    ? t('adapters.lot_vendor_invented', { name: say(lot.vendor.name, lang) })
    : say(lot.vendor.name, lang)
  return [
    {
      label: t('adapters.lot_price'),
      value: (
        <>
          {priceText(service, t)}
          <br />
          {say(basis, lang)}
          {limit && (
            <>
              <br />
              {limit}
            </>
          )}
        </>
      ),
    },
    { label: t('adapters.lot_vendor'), value: vendor },
  ]
}

function whatProves({ frame, service }: LotProps): SummaryItem[] {
  const { t, lang } = frame
  const { conformance, lot, id } = service
  const failed = conformance?.report.filter(({ ok }) => !ok).slice(0, 20) ?? []
  return [
    {
      label: t('adapters.lot_acceptance'),
      value: (
        <>
          {acceptanceText(service, t, lang)}
          {failed.length > 0 && (
            <ul>
              {failed.map(({ check, detail }) => (
                <li>
                  <code>{check}</code> {detail}
                </li>
              ))}
            </ul>
          )}
          {conformance && (
            <p>
              <a href={`/api/v1/services/${id}/conformance`}>{t('adapters.lot_report')}</a>
            </p>
          )}
        </>
      ),
    },
    {
      label: t('adapters.lot_records'),
      value:
        lot && lot.records.length > 0 ? (
          <ul>
            {lot.records.map(({ on, title, url }) => (
              <li>
                <time datetime={on}>{sayDay(on, lang)}</time> <a href={url}>{say(title, lang)}</a>
              </li>
            ))}
          </ul>
        ) : (
          t('adapters.lot_no_records')
        ),
    },
  ]
}
