// One place: its names, who decides there, where one can sleep, what is closed, where it leads.

import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { type SummaryItem, SummaryList } from '../../ui/summary-list.tsx'
import { Table } from '../../ui/table.tsx'
import { agencyName } from '../rules/facts.ts'
import { closuresOf, nextNodes } from '../rules/graph.ts'
import type { PlaceNode, Places } from '../schema.ts'
import { Closures } from './closures.tsx'
import { LodgingsTable } from './lodgings.tsx'
import { Source } from './source.tsx'
import { closedText, hoursText, type Voice } from './words.ts'

interface Props {
  frame: PageFrame
  places: Places
  node: PlaceNode
  today: string
}

export function NodePage({ frame, places, node, today }: Props) {
  const { t, lang } = frame
  const routes = [...places.routes.values()].filter((route) => route.nodes.includes(node.id))
  const closures = closuresOf(places, { nodes: [node.id], lodgings: node.lodgings }, today)
  return (
    <Layout {...frame}>
      <p>
        <a href="/places">{t('places.title')}</a>
      </p>
      <h1>{node.name[lang]}</h1>
      <Closures t={t} lang={lang} places={places} closures={closures} />
      <SummaryList items={itemsOf(places, node, { t, lang })} />
      {node.lodgings.length > 0 && (
        <LodgingsTable t={t} lang={lang} places={places} ids={node.lodgings} today={today} />
      )}
      <NextTable t={t} lang={lang} places={places} node={node} today={today} />
      <h2>{t('places.on_routes')}</h2>
      {routes.length === 0 && <p>{t('places.on_no_route')}</p>}
      <ul>
        {routes.map((route) => (
          <li>
            <a href={`/places/routes/${route.id}`}>{route.name[lang]}</a>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

function itemsOf(places: Places, node: PlaceNode, voice: Voice): SummaryItem[] {
  const { t } = voice
  const [longitude, latitude] = node.position
  return [
    {
      label: t('places.also_called'),
      value: <span lang="zh-Hant-TW">{node.aliases.join('、') || t('places.none')}</span>,
    },
    { label: t('places.kind'), value: t(`places.kind_${node.kind}`) },
    {
      label: t('places.elevation'),
      value: t('places.metres', { count: node.elevationMetres }),
    },
    {
      label: t('places.position'),
      value: (
        <>
          {t('places.position_text', { longitude: String(longitude), latitude: String(latitude) })}{' '}
          <Source {...voice} source={node.source} verified={node.verified} />
        </>
      ),
    },
    { label: t('places.who_decides'), value: <Deciding {...voice} places={places} node={node} /> },
    { label: t('places.mountain_entry'), value: policeText(places, node, voice) },
  ]
}

function Deciding({ t, lang, places, node }: Voice & { places: Places; node: PlaceNode }) {
  if (node.controls.length === 0) return <>{t('places.nobody_decides')}</>
  return (
    <ul>
      {node.controls.map((control) => (
        <li>
          {t(`places.on_${control.on}`, { agency: agencyName(places, control.agency)[lang] })}
          {control.note && <span class="hint"> {control.note[lang]}</span>}
        </li>
      ))}
    </ul>
  )
}

function policeText(places: Places, node: PlaceNode, voice: Voice) {
  const { t, lang } = voice
  const area = node.policeArea === null ? undefined : places.police.areas.get(node.policeArea)
  if (area) {
    const bureau = places.police.bureaus.get(area.bureau)?.name[lang] ?? ''
    return (
      <>
        {t('places.police_area', { area: area.name[lang], bureau })}{' '}
        <Source {...voice} source={area.source} verified={area.verified} />
      </>
    )
  }
  return node.exempt ? (
    <>
      {node.exempt.reason[lang]}{' '}
      <Source {...voice} source={node.exempt.source} verified={node.exempt.verified} />
    </>
  ) : (
    t('places.none')
  )
}

function NextTable(props: Voice & { places: Places; node: PlaceNode; today: string }) {
  const { t, lang, places, node, today } = props
  return (
    <Table
      caption={t('places.next_places')}
      columns={[
        { key: 'name', label: t('places.place') },
        { key: 'hours', label: t('places.walking'), numeric: true },
        { key: 'state', label: t('places.today') },
      ]}
      rows={nextNodes(places, node.id, today).map(({ node: next, hours, closed }) => ({
        cells: {
          name: <a href={`/places/${next.id}`}>{next.name[lang]}</a>,
          hours: hoursText(props, hours),
          state: closed ? `${closedText(props, closed)} ${closed.reason[lang]}` : t('places.open'),
        },
      }))}
    />
  )
}
