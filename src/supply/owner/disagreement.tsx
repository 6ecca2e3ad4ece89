// What people found that the map did not say, and what came of it. Also for the page of a site.

import { type Language, say, type Translate } from '../../core/i18n.ts'
import { sayMoment } from '../../core/moments.ts'
import { Button, Hidden } from '../../ui/form.tsx'
import { StateTag } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import type { Report } from '../schema/owner.ts'
import type { Programme } from '../schema/programme.ts'
import { sayAmount } from './words.ts'

/** Reports of one site, newest first; nothing where there are none. */
export function Disagreement(props: {
  t: Translate
  lang: Language
  programme: Programme
  reports: Report[]
}) {
  const { t, lang, programme, reports } = props
  if (reports.length === 0) return null
  const open = reports.filter(({ settledAt }) => !settledAt).length
  return (
    <section>
      <h2>{t('owners.disagreement')}</h2>
      {open > 0 && <p>{t('owners.open_reports', { count: open })}</p>}
      <Table
        caption={t('owners.disagreement')}
        isCaptionUnseen
        columns={[
          { key: 'at', label: t('owners.told_at') },
          { key: 'who', label: t('owners.told_by') },
          { key: 'shown', label: t('owners.map_said') },
          { key: 'settled', label: t('owners.came_of_it') },
        ]}
        rows={reports.map((report) => ({
          cells: {
            at: sayMoment(report.at, lang),
            who: t(`owners.by_${report.source}`),
            shown: saidThen(props, report),
            settled: report.settlement ? (
              settlementWords(props, report)
            ) : (
              <StateTag state="waiting" text={t('owners.unsettled')} />
            ),
          },
        }))}
      />
      <p class="hint">{t('owners.no_names', { programme: say(programme.title, lang) })}</p>
    </section>
  )
}

interface Words {
  t: Translate
  lang: Language
  programme: Programme
}

function saidThen({ t, lang, programme }: Words, { item: id, shown, sequence }: Report): string {
  const item = programme.items.find((one) => one.id === id)
  if (!item) return id
  return t('owners.map_said_words', {
    item: say(item.title, lang),
    amount: sayAmount(t, lang, { amount: shown, item }),
    sequence: String(sequence),
  })
}

function settlementWords({ t, lang, programme }: Words, report: Report): string {
  const item = programme.items.find(({ id }) => id === report.item)
  const amount = item ? sayAmount(t, lang, { amount: report.settledAmount, item }) : ''
  return t(`owners.settled_${report.settlement}`, { amount })
}

/** One tap: the map says that there is some, the shop says that there is none. No name is asked. */
export function ReportForm(props: {
  t: Translate
  lang: Language
  programme: Programme
  siteId: string
  /** Items of which the page says that there are some. */
  items: string[]
  /** Number of the moment that the page shows. */
  sequence: number
}) {
  const { t, lang, programme, siteId, items, sequence } = props
  const shown = programme.items.filter(({ id }) => items.includes(id))
  if (shown.length === 0) return null
  return (
    <form method="post" action={`/supply/${programme.id}/sites/${siteId}/report`} class="taps">
      <Hidden name="sequence" value={String(sequence)} />
      {shown.map((item) => (
        <Button name="item" value={item.id} kind="secondary">
          {t('owners.report', { item: say(item.title, lang) })}
        </Button>
      ))}
    </form>
  )
}
