// The newest changes of a site: when, what, by whom it was said, and why.

import { sayMoment } from '../../core/moments.ts'
import { Table } from '../../ui/table.tsx'
import type { Programme } from '../schema/programme.ts'
import type { Change } from '../store/changes.ts'
import type { Voice } from './stock-tag.tsx'

interface Props extends Voice {
  programme: Programme
  changes: Change[]
}

export function ChangesTable({ programme, changes, ...voice }: Props) {
  const { t, lang } = voice
  return (
    <Table
      caption={t('supply.changes')}
      columns={[
        { key: 'at', label: t('supply.change_at') },
        { key: 'what', label: t('supply.change_what') },
        { key: 'who', label: t('supply.change_who') },
        { key: 'why', label: t('supply.change_why') },
      ]}
      rows={changes.map((change) => ({
        cells: {
          at: <time datetime={change.at.toISOString()}>{sayMoment(change.at, lang)}</time>,
          what: sayChange(voice, programme, change),
          who: saySource(voice, programme, change.source),
          why: change.why ?? '',
        },
      }))}
      empty={t('supply.changes_none')}
    />
  )
}

/** `成人口罩：200 片 → 120 片` */
function sayChange(voice: Voice, { items }: Programme, change: Change): string {
  const { t, lang } = voice
  const { kind, before, after } = change
  const item = items.find(({ id }) => id === change.item)
  if (kind !== 'stock' && kind !== 'state') return t(`supply.change_${kind}`)
  const say = (value: unknown): string => {
    if (kind === 'state') return t(`supply.state_${typeof value === 'string' ? value : 'counted'}`)
    if (typeof value !== 'number') return t('supply.nothing_said')
    const amount = new Intl.NumberFormat(lang).format(value)
    return t('supply.pieces', { amount, unit: item?.unit[lang] ?? '' })
  }
  const values = { item: item?.title[lang] ?? change.item ?? '', after: say(after) }
  return before === null
    ? t('supply.change_first', values)
    : t('supply.change_from_to', { ...values, before: say(before) })
}

const SOURCES = ['owner', 'resident', 'console', 'hand_out', 'clock', 'registry', 'demo']

/** Never who: only from where it came. */
function saySource({ t, lang }: Voice, { feeds }: Programme, source: string): string {
  const feed = feeds.find(({ id }) => source === `feed:${id}`)
  if (feed) return feed.title[lang]
  return SOURCES.includes(source) ? t(`supply.source_${source}`) : source
}
