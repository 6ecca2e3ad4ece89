// The open log as pages and as files: what was published, in order, and how to check it at home.

import type { Context } from 'hono'
import { Layout } from '../ui/layout.tsx'
import { Pagination } from '../ui/pagination.tsx'
import { SummaryList } from '../ui/summary-list.tsx'
import { Table } from '../ui/table.tsx'
import { allow, everyone } from './access.ts'
import { taipeiDay } from './clock.ts'
import { Failure } from './errors.ts'
import { frameOf } from './frame.ts'
import type { Translate } from './i18n.ts'
import { machineMoment, sayMoment } from './moments.ts'
import { findEntry, findHead, listEntriesBefore } from './openlog.ts'
import type { Entry } from './openlog-chain.ts'
import { findLogDay, logText } from './openlog-files.ts'
import { newPages, type Web } from './web.ts'

const SHOWN = 50

export const logPages = newPages()

logPages.get('/log', allow(everyone), async (c) => {
  const { t, replica, lang } = c.var
  const before = sequenceOf(c.req.query('before') ?? String(Number.MAX_SAFE_INTEGER))
  const [head, entries] = await Promise.all([
    findHead(replica),
    listEntriesBefore(replica, before, SHOWN),
  ])
  const oldest = entries.at(-1)?.sequence ?? 1
  return c.html(
    <Layout {...frameOf(c, { title: t('core.log'), wide: true })}>
      <h1>{t('core.log')}</h1>
      <p>{t('core.log_lead')}</p>
      <Table
        caption={t('core.log_entries')}
        columns={columnsOf(t)}
        rows={entries.map((entry) => ({
          cells: {
            sequence: <a href={`/log/${entry.sequence}`}>{String(entry.sequence)}</a>,
            at: <Moment entry={entry} lang={lang} />,
            kind: kindWord(entry, t),
            subject: <code>{entry.subject}</code>,
          },
        }))}
        empty={t('core.log_empty')}
      />
      <Pagination t={t} nextHref={oldest > 1 ? `/log?before=${oldest}` : undefined} />
      <h2>{t('core.log_check')}</h2>
      <p>{t('core.log_check_lead')}</p>
      <pre>
        <code>{`curl -O ${c.var.station.config.baseUrl}/open/log.jsonl\nbin/yizhan log verify log.jsonl`}</code>
      </pre>
      {head && (
        <p>
          {t('core.log_head')} <code>{head.hash}</code>
        </p>
      )}
    </Layout>,
  )
})

logPages.get('/log/:sequence', allow(everyone), async (c) => {
  const { t, db, lang } = c.var
  const entry = await findEntry(db, sequenceOf(c.req.param('sequence')))
  if (!entry) throw new Failure('not_found', 'core.not_found')
  const title = t('core.log_entry', { sequence: entry.sequence })
  return c.html(
    <Layout {...frameOf(c, { title })}>
      <h1>{title}</h1>
      <SummaryList
        items={[
          { label: t('core.log_at'), value: <Moment entry={entry} lang={lang} /> },
          { label: t('core.log_kind'), value: kindWord(entry, t) },
          { label: t('core.log_subject'), value: <code>{entry.subject}</code> },
          { label: t('core.log_hash'), value: <code>{entry.hash}</code> },
          { label: t('core.log_previous'), value: <code>{entry.previous}</code> },
        ]}
      />
      <h2>{t('core.log_data')}</h2>
      <pre>
        <code>{JSON.stringify(entry.data, null, 2)}</code>
      </pre>
      <p>
        <a href="/log">{t('core.log_back')}</a>
      </p>
    </Layout>,
  )
})

logPages.get('/open/log.jsonl', allow(everyone), async (c) => {
  const head = await findHead(c.var.replica)
  return sendLines(c, { first: 1, last: head?.sequence ?? 0 })
})

logPages.get('/open/:file{log-\\d{4}-\\d{2}-\\d{2}\\.jsonl}', allow(everyone), async (c) => {
  const day = c.req.param('file').slice('log-'.length, -'.jsonl'.length)
  const isDay = !Number.isNaN(Date.parse(`${day}T00:00:00Z`))
  const found = isDay && (await findLogDay(c.var.replica, day, taipeiDay(c.var.now)))
  if (!found) throw new Failure('not_found', 'core.not_found')
  return sendLines(c, found)
})

function sendLines(c: Context<Web>, range: { first: number; last: number }): Response {
  const lines = logText(c.var.replica, range)
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(new TextEncoder().encode(value))
    },
    async cancel() {
      await lines.return(undefined)
    },
  })
  return c.body(body, 200, { 'Content-Type': 'application/jsonl; charset=utf-8' })
}

const columnsOf = (t: Translate) => [
  { key: 'sequence', label: t('core.log_sequence'), numeric: true },
  { key: 'at', label: t('core.log_at') },
  { key: 'kind', label: t('core.log_kind') },
  { key: 'subject', label: t('core.log_subject') },
]

function Moment({ entry, lang }: { entry: Entry; lang: Web['Variables']['lang'] }) {
  const at = new Date(entry.at)
  return <time datetime={machineMoment(at)}>{sayMoment(at, lang)}</time>
}

/** A kind of a module that is gone has no words any more; its name still says something. */
function kindWord({ kind }: Entry, t: Translate): string {
  const word = t(kind)
  return word.startsWith('⟦') ? kind : word
}

function sequenceOf(text: string): number {
  if (!/^\d{1,16}$/.test(text)) throw new Failure('not_found', 'core.not_found')
  return Number(text)
}
