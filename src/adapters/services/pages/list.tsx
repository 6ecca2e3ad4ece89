// All services on one page: what the city bought or runs, who else uses it, whether it was accepted.

import { say } from '../../../core/i18n.ts'
import { Layout, type PageFrame } from '../../../ui/layout.tsx'
import { Table } from '../../../ui/table.tsx'
import type { ServiceView } from './view.ts'
import { acceptanceText, priceText } from './words.ts'

interface ListProps {
  frame: PageFrame
  services: ServiceView[]
  takesWishes: boolean
  isLead: boolean
}

export function ServicesPage({ frame, services, takesWishes, isLead }: ListProps) {
  const { t, lang } = frame
  return (
    <Layout {...frame}>
      <h1>{t('adapters.services_title')}</h1>
      <p>{t('adapters.services_lead')}</p>
      <Table
        caption={t('adapters.services_caption')}
        columns={[
          { key: 'title', label: t('adapters.services_column_title') },
          { key: 'letter', label: t('adapters.services_column_letter') },
          { key: 'kind', label: t('adapters.column_kind') },
          { key: 'price', label: t('adapters.lot_price') },
          { key: 'acceptance', label: t('adapters.lot_acceptance') },
          { key: 'consumers', label: t('adapters.services_column_consumers'), numeric: true },
        ]}
        rows={services.map((service) => ({
          cells: {
            title: <a href={`/services/${service.id}`}>{say(service.title, lang)}</a>,
            letter: service.lot?.letter ?? '–',
            kind: service.kind
              ? t(`adapters.kind_${service.kind}`)
              : t('adapters.services_no_adapter'),
            price: priceText(service, t),
            acceptance: acceptanceText(service, t, lang),
            consumers: String(service.consumers.count),
          },
        }))}
      />
      <h2>{t('adapters.services_more')}</h2>
      <ul>
        {takesWishes && (
          <li>
            <a href="/services/wishes">{t('adapters.wishes_title')}</a>
          </li>
        )}
        <li>
          <a href="/apis.json">{t('adapters.services_apis')}</a>
        </li>
        <li>
          <a href="/api/v1/services">{t('adapters.as_data')}</a>
        </li>
        {isLead && (
          <li>
            <a href="/services/clients">{t('adapters.clients_title')}</a>
          </li>
        )}
      </ul>
    </Layout>
  )
}
