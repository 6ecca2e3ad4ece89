// What the desk of a programme sees of its feeds.

import { say } from '../../core/i18n.ts'
import { sayMoment } from '../../core/moments.ts'
import { Button } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Card, Cards } from '../../ui/link-card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import type { FeedDefinition } from '../schema/programme.ts'
import type { FeedRun } from '../store/runs.ts'

interface DeskProgramme {
  id: string
  title: string
  hasFeeds: boolean
  held: number
}

/** What is done every day comes first. */
const CARDS: [path: string, title: string, text: string][] = [
  ['hand-out', 'handouts.desk_card', 'handouts.desk_card_words'],
  ['slips', 'handouts.slips.desk_card', 'handouts.slips.desk_card_words'],
  ['orders', 'handouts.order.desk_card', 'handouts.order.desk_card_words'],
  ['sites', 'owners.desk_card', 'owners.desk_card_words'],
  ['feeds', 'feeds.card', 'feeds.card_words'],
  ['rules', 'ration.desk_card', 'ration.desk_card_words'],
  ['suggestions', 'demand.desk_card', 'demand.desk_card_words'],
]

export function DeskPage({ frame, programmes }: { frame: PageFrame; programmes: DeskProgramme[] }) {
  const { t } = frame
  return (
    <Layout {...frame}>
      <h1>{t('feeds.desk')}</h1>
      {programmes.length === 0 && <p>{t('feeds.no_programme')}</p>}
      {programmes.map(({ id, title: name, hasFeeds, held }) => (
        <section>
          <h2>{name}</h2>
          {held > 0 && (
            <Notice kind="warning" level={3} title={t('feeds.waiting', { count: held })} />
          )}
          <Cards>
            {CARDS.filter(([path]) => hasFeeds || path !== 'feeds').map(([path, title, text]) => (
              <Card href={`/desk/supply/${id}/${path}`} level={3} title={t(title)} text={t(text)} />
            ))}
            <Card
              href={`/supply/${id}/demand`}
              level={3}
              title={t('demand.see')}
              text={t('demand.see_words')}
            />
          </Cards>
        </section>
      ))}
    </Layout>
  )
}

interface FeedsProps {
  frame: PageFrame
  programmeId: string
  feeds: FeedDefinition[]
  runs: FeedRun[]
  held: FeedRun[]
  settled: string | undefined
}

export function FeedsPage({ frame, programmeId, feeds, runs, held, settled }: FeedsProps) {
  const { t, lang, title } = frame
  const nameOf = (id: string) => {
    const feed = feeds.find((one) => one.id === id)
    return feed ? say(feed.title, lang) : id
  }
  return (
    <Layout {...frame}>
      <h1>{title}</h1>
      {settled && <Notice kind="success" title={t(`feeds.settled_${settled}`)} />}
      {held.map((run) => (
        <Notice kind="warning" title={t(`feeds.held_${run.why ?? 'lost_rows'}`)}>
          <p>
            {t('feeds.held_words', {
              feed: nameOf(run.feed),
              at: sayMoment(run.at, lang),
              count: run.rows,
            })}
          </p>
          <form method="post">
            <Button formaction={`/desk/supply/${programmeId}/feeds/${run.runId}/releases`}>
              {t('feeds.release')}
            </Button>
            <Button
              kind="secondary"
              formaction={`/desk/supply/${programmeId}/feeds/${run.runId}/removals`}
            >
              {t('feeds.throw_away')}
            </Button>
          </form>
        </Notice>
      ))}
      <Table
        caption={t('feeds.runs')}
        empty={t('feeds.no_runs')}
        columns={[
          { key: 'at', label: t('feeds.at') },
          { key: 'feed', label: t('feeds.feed') },
          { key: 'outcome', label: t('feeds.outcome') },
          { key: 'rows', label: t('feeds.rows'), numeric: true },
          { key: 'unknown', label: t('feeds.unknown'), numeric: true },
          { key: 'unread', label: t('feeds.unread'), numeric: true },
        ]}
        rows={runs.map((run) => ({
          cells: {
            at: sayMoment(run.at, lang),
            feed: nameOf(run.feed),
            outcome: `${t(`feeds.outcome_${run.outcome}`)}${run.outcome === 'failed' && run.why ? ` (${run.why})` : ''}`,
            rows: run.rows,
            unknown: run.unknown,
            unread: run.unread,
          },
        }))}
      />
    </Layout>
  )
}
