// What the city hands out at the moment.

import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Card, Cards } from '../../ui/link-card.tsx'
import type { Programme } from '../schema/programme.ts'
import { programmePath } from './addresses.ts'

export interface ProgrammeCount {
  programme: Programme
  /** Sites that take part, and those that have some. */
  sites: number
  having: number
}

export function ProgrammesPage(props: { frame: PageFrame; counts: ProgrammeCount[] }) {
  const { frame, counts } = props
  const { t, lang } = frame
  return (
    <Layout {...frame}>
      <h1>{frame.title}</h1>
      <p>{t(counts.length > 0 ? 'supply.programmes_intro' : 'supply.programmes_none')}</p>
      <Cards>
        {counts.map(({ programme, sites, having }) => (
          <Card
            href={programmePath(programme.id)}
            title={programme.title[lang]}
            text={programme.summary[lang]}
            tag={t('supply.programme_tag', { sites, having })}
          />
        ))}
      </Cards>
    </Layout>
  )
}
