// Who looked at what: every look of staff at private data, newest first, for those who answer for it.

import { machineMoment, sayMoment } from '../../core/moments.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Pagination } from '../../ui/pagination.tsx'
import { Table } from '../../ui/table.tsx'
import type { View } from '../store.ts'

export function ViewsPage(props: {
  frame: PageFrame
  views: View[]
  agencyName(agencyId: string): string
  nextHref: string | undefined
}) {
  const { frame, views, nextHref } = props
  const { t, lang } = frame
  const columns = [
    { key: 'at', label: t('people.view_at') },
    { key: 'who', label: t('people.view_who') },
    { key: 'what', label: t('people.view_what') },
    { key: 'why', label: t('people.view_why') },
  ]
  const rows = views.map(({ viewedAt, name, agencyId, subject, reason }) => ({
    cells: {
      at: <time datetime={machineMoment(viewedAt)}>{sayMoment(viewedAt, lang)}</time>,
      who: name ?? props.agencyName(agencyId ?? ''),
      what: <code>{subject}</code>,
      why: t(`people.reason.${reason}`),
    },
  }))
  return (
    <Layout {...frame}>
      <h1>{t('people.views')}</h1>
      <p>{t('people.views_lead')}</p>
      <Table
        caption={t('people.views_caption')}
        columns={columns}
        rows={rows}
        empty={t('people.views_none')}
      />
      <Pagination t={t} nextHref={nextHref} />
    </Layout>
  )
}
