// The places of a route in one table: how high, who decides, where one can sleep. Fees and sources
// stand on each place's own page.

import { Table } from '../../ui/table.tsx'
import { agencyName } from '../rules/facts.ts'
import { type LodgingChoice, lodgingsAt } from '../rules/graph.ts'
import { valueOn } from '../rules/series.ts'
import type { PlaceNode, Places } from '../schema.ts'
import { amountText, closedText, type Voice } from './words.ts'

interface Props extends Voice {
  places: Places
  nodes: PlaceNode[]
  today: string
}

export function NodesTable({ places, nodes, today, ...voice }: Props) {
  const { t, lang } = voice
  return (
    <Table
      caption={t('places.nodes_caption')}
      columns={[
        { key: 'name', label: t('places.place') },
        { key: 'metres', label: t('places.elevation'), numeric: true },
        { key: 'agencies', label: t('places.who_decides') },
        { key: 'night', label: t('places.night') },
      ]}
      rows={nodes.map((node) => ({
        cells: {
          name: <a href={`/places/${node.id}`}>{node.name[lang]}</a>,
          metres: t('places.metres', { count: node.elevationMetres }),
          agencies: deciding(places, node, voice),
          night: lodgingsAt(places, node.id, today)
            .map((one) => nightText(places, one, today, voice))
            .join(t('places.list_semicolon')),
        },
      }))}
    />
  )
}

function deciding(places: Places, node: PlaceNode, { t, lang }: Voice): string {
  const police = node.policeArea === null ? [] : [places.police.agency]
  const agencies = [...node.controls.map((control) => control.agency), ...police]
  const names = agencies.map((id) => agencyName(places, id)[lang])
  return names.join(t('places.list_comma')) || t('places.nobody_decides')
}

function nightText(places: Places, one: LodgingChoice, today: string, voice: Voice): string {
  const { t, lang } = voice
  const { lodging, closed } = one
  const name = lodging.name[lang]
  if (closed) return name + t('places.closed_now', { when: closedText(voice, closed) })
  const held = valueOn(lodging.capacity, today)
  const facts = [
    lodging.allottedBy ? agencyName(places, lodging.allottedBy)[lang] : t('places.nobody_allots'),
    t(`places.given_${lodging.allotment.kind}`),
    held ? t(`places.unit_${lodging.unit}`, { amount: amountText(voice, held.value) }) : '',
  ]
  return t('places.lodging_line', {
    lodging: name,
    facts: facts.filter(Boolean).join(t('places.list_comma')),
  })
}
