// All routes, and a search over places.

import { Button, TextField } from '../../ui/form.tsx'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Card, Cards } from '../../ui/link-card.tsx'
import { Table } from '../../ui/table.tsx'
import { agencyName, planOf, tripFacts } from '../rules/facts.ts'
import { searchNodes } from '../rules/names.ts'
import type { PlaceNode, Places, Route } from '../schema.ts'
import { nightsText, type Voice } from './words.ts'

interface Props {
  frame: PageFrame
  places: Places
  today: string
  /** What was searched for; empty shows the routes alone. */
  q: string
}

export function PlacesPage({ frame, places, today, q }: Props) {
  const { t, lang } = frame
  return (
    <Layout {...frame}>
      <h1>{t('places.title')}</h1>
      <search>
        <form method="get" action="/places">
          <TextField
            id="q"
            label={t('places.search')}
            hint={t('places.search_hint')}
            value={q}
            t={t}
          />
          <Button kind="secondary">{t('places.search_button')}</Button>
        </form>
      </search>
      {q !== '' && <Found t={t} lang={lang} places={places} nodes={searchNodes(places, q)} q={q} />}
      <h2>{t('places.routes')}</h2>
      <Cards>
        {[...places.routes.values()].map((route) => (
          <Card
            href={`/places/routes/${route.id}`}
            title={route.name[lang]}
            text={route.summary[lang]}
            tag={tagOf(places, route, today, { t, lang })}
            level={3}
          />
        ))}
      </Cards>
    </Layout>
  )
}

function tagOf(places: Places, route: Route, today: string, voice: Voice): string {
  const { agencies } = tripFacts(places, { days: planOf(route, today) })
  const names = agencies.map((id) => agencyName(places, id)[voice.lang])
  return voice.t('places.route_tag', {
    nights: nightsText(voice, route),
    agencies: names.join(voice.t('places.list_comma')),
  })
}

function Found(props: Voice & { places: Places; nodes: PlaceNode[]; q: string }) {
  const { t, lang, nodes, q } = props
  return (
    <Table
      caption={t('places.found', { q, count: nodes.length })}
      columns={[
        { key: 'name', label: t('places.place') },
        { key: 'aliases', label: t('places.also_called') },
        { key: 'metres', label: t('places.elevation'), numeric: true },
      ]}
      rows={nodes.map((node) => ({
        cells: {
          name: <a href={`/places/${node.id}`}>{node.name[lang]}</a>,
          aliases: <span lang="zh-Hant-TW">{node.aliases.join('、')}</span>,
          metres: t('places.metres', { count: node.elevationMetres }),
        },
      }))}
      empty={t('places.found_nothing')}
    />
  )
}
