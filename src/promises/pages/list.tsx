// All promises on one page: what is overdue is as easy to see as what was kept.

import type { LocalText } from '../../core/errors.ts'
import { say } from '../../core/i18n.ts'
import { sayDay } from '../../core/moments.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { Table } from '../../ui/table.tsx'
import { FILTERS, type Filter, type PublicPromise } from '../schema.ts'
import { InItsLanguage, PromiseTag } from './parts.tsx'

export interface ListProps {
  frame: PageFrame
  today: string
  filter: Filter | null
  counts: Record<Filter, number>
  promises: PublicPromise[]
  agencyName(agencyId: string): LocalText
  nextHref: string | undefined
}

export function ListPage(props: ListProps) {
  const { frame, promises, today, agencyName, nextHref } = props
  const { t, lang } = frame
  const columns = [
    { key: 'what', label: t('promises.what') },
    { key: 'agency', label: t('promises.agency') },
    { key: 'due', label: t('promises.due_on') },
    { key: 'state', label: t('promises.state') },
  ]
  const rows = promises.map((promise) => ({
    cells: {
      what: (
        <a href={`/promises/${promise.promiseId}`}>
          <InItsLanguage promise={promise} text={promise.what} />
        </a>
      ),
      agency: say(agencyName(promise.agencyId), lang),
      due: <time datetime={promise.dueOn}>{sayDay(promise.dueOn, lang)}</time>,
      state: <PromiseTag promise={promise} today={today} t={t} />,
    },
  }))
  return (
    <Layout {...frame}>
      <h1>{t('promises.title')}</h1>
      <p>{t('promises.lead')}</p>
      <Filters {...props} />
      <Table
        caption={t('promises.list')}
        columns={columns}
        rows={rows}
        empty={t('promises.list_empty')}
      />
      <Pagination t={t} nextHref={nextHref} />
    </Layout>
  )
}

function Filters({ frame, filter, counts }: ListProps) {
  const { t } = frame
  const links: { key: Filter | 'all'; href: string; count: number }[] = [
    { key: 'all', href: '/promises', count: 0 },
    ...FILTERS.map((key) => ({ key, href: `/promises?state=${key}`, count: counts[key] })),
  ]
  return (
    <nav class="filters" aria-label={t('promises.filter')}>
      <ul>
        {links.map(({ key, href, count }) => (
          <li>
            <a href={href} aria-current={key === (filter ?? 'all') ? 'page' : undefined}>
              {t(`promises.count.${key}`, { count })}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
