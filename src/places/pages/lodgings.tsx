// Huts and camps: how many places, how they are given, what they cost, with source and doubt.

import { Table } from '../../ui/table.tsx'
import { agencyName } from '../rules/facts.ts'
import { lodgingClosed } from '../rules/graph.ts'
import { valueOn } from '../rules/series.ts'
import type { Lodging, Places } from '../schema.ts'
import { Source } from './source.tsx'
import { amountText, closedText, type Voice } from './words.ts'

interface Props extends Voice {
  places: Places
  ids: string[]
  today: string
}

export function LodgingsTable({ places, ids, today, ...voice }: Props) {
  const { t, lang } = voice
  const lodgings = ids.flatMap((id) => places.lodgings.get(id) ?? [])
  return (
    <Table
      caption={t('places.lodgings')}
      columns={[
        { key: 'name', label: t('places.hut_or_camp') },
        { key: 'agency', label: t('places.allotted_by') },
        { key: 'how', label: t('places.how_given') },
        { key: 'capacity', label: t('places.capacity') },
        { key: 'fee', label: t('places.fee') },
      ]}
      rows={lodgings.map((lodging) => ({
        cells: {
          name: <Name {...voice} places={places} lodging={lodging} today={today} />,
          agency: lodging.allottedBy
            ? agencyName(places, lodging.allottedBy)[lang]
            : t('places.nobody_allots'),
          how: <How {...voice} lodging={lodging} />,
          capacity: <Capacity {...voice} lodging={lodging} today={today} />,
          fee: <FeeText {...voice} places={places} lodging={lodging} today={today} />,
        },
      }))}
    />
  )
}

function Name({ places, lodging, today, ...voice }: Voice & OneLodging & { places: Places }) {
  const closed = lodgingClosed(places, lodging.id, today)
  return (
    <>
      {lodging.name[voice.lang]}
      {closed && (
        <strong> {voice.t('places.closed_now', { when: closedText(voice, closed) })}</strong>
      )}
      {lodging.note && <span class="hint"> {lodging.note[voice.lang]}</span>}
    </>
  )
}

interface OneLodging {
  lodging: Lodging
  today: string
}

function How({ lodging, ...voice }: Voice & { lodging: Lodging }) {
  const { kind, note, source, verified } = lodging.allotment
  return (
    <>
      {voice.t(`places.given_${kind}`)}
      {note && <span> {note[voice.lang]}</span>} <Source {...voice} {...{ source, verified }} />
    </>
  )
}

function Capacity({ lodging, today, ...voice }: Voice & OneLodging) {
  const held = valueOn(lodging.capacity, today)
  if (!held) return <>{voice.t('places.not_published')}</>
  return (
    <>
      {voice.t(`places.unit_${lodging.unit}`, { amount: amountText(voice, held.value) })}{' '}
      <Source {...voice} source={held.source} verified={held.verified} />
    </>
  )
}

function FeeText({ places, lodging, today, ...voice }: Voice & OneLodging & { places: Places }) {
  const held = valueOn(lodging.fee, today)
  if (!held) return <>{voice.t('places.no_fee')}</>
  const paidTo = lodging.feePaidTo ?? lodging.filing ?? ''
  return (
    <>
      {voice.t(`places.fee_${lodging.feeFor}`, { amount: amountText(voice, held.value) })}{' '}
      {lodging.feePaidTo &&
        voice.t('places.paid_to', { agency: agencyName(places, paidTo)[voice.lang] })}{' '}
      <Source {...voice} source={held.source} verified={held.verified} />
    </>
  )
}
