// One route: its heights, its usual days, who decides what and by which rules, what is closed.

import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Table } from '../../ui/table.tsx'
import { agencyName, planOf, tripFacts } from '../rules/facts.ts'
import { closuresOf } from '../rules/graph.ts'
import { limitsFor } from '../rules/limits.ts'
import type { AgencyLimits, Places, Route, TripDay } from '../schema.ts'
import { Closures } from './closures.tsx'
import { NodesTable } from './nodes-table.tsx'
import { TripProfile } from './profile.tsx'
import { Source } from './source.tsx'
import { aheadText, amountText, dayText, nightsText, type Voice } from './words.ts'

interface Props {
  frame: PageFrame
  places: Places
  route: Route
  today: string
}

export function RoutePage({ frame, places, route, today }: Props) {
  const voice = { t: frame.t, lang: frame.lang }
  const { t, lang } = voice
  const nodes = route.nodes.flatMap((id) => places.nodes.get(id) ?? [])
  const lodgings = nodes.flatMap((node) => node.lodgings)
  const days = planOf(route, today)
  const limits = limitsFor(places, tripFacts(places, { days }))
  const closures = closuresOf(places, { nodes: route.nodes, lodgings, routes: [route.id] }, today)
  return (
    <Layout {...frame} wide>
      <p>
        <a href="/places">{t('places.title')}</a>
      </p>
      <h1>{route.name[lang]}</h1>
      <p>{route.summary[lang]}</p>
      <p>{nightsText(voice, route)}</p>
      <h2>{t('places.usual_days')}</h2>
      <DaysTable {...voice} places={places} days={days} />
      <TripProfile {...voice} places={places} days={days} />
      <h2>{t('places.who_decides')}</h2>
      <AgenciesTable {...voice} limits={limits} />
      {limits.length === 0 && <p>{t('places.no_agency')}</p>}
      {route.quotas.length > 0 && <QuotasTable {...voice} places={places} route={route} />}
      <ul>
        {route.notes.map((note) => (
          <li>{note[lang]}</li>
        ))}
      </ul>
      {closures.length > 0 && <h2>{t('places.closures')}</h2>}
      <Closures {...voice} places={places} closures={closures} />
      <NodesTable {...voice} places={places} nodes={nodes} today={today} />
      <p>
        <Source {...voice} source={route.source} verified />
      </p>
    </Layout>
  )
}

function AgenciesTable({ limits, ...voice }: Voice & { limits: AgencyLimits[] }) {
  const { t, lang } = voice
  return (
    <Table
      caption={t('places.agencies_caption')}
      columns={[
        { key: 'agency', label: t('places.agency') },
        { key: 'permit', label: t('places.permit') },
        { key: 'window', label: t('places.accepts') },
        { key: 'leader', label: t('places.leader_age') },
        { key: 'answer', label: t('places.answer_takes') },
      ]}
      rows={limits.map((one) => ({
        cells: {
          agency: one.agencyName[lang],
          permit: one.permit[lang],
          window: <WindowText {...voice} limits={one} />,
          leader: <LeaderAge {...voice} limits={one} />,
          answer: t('places.working_days', { count: one.answerDays.value }),
        },
      }))}
    />
  )
}

function WindowText({ limits, ...voice }: Voice & { limits: AgencyLimits }) {
  const { opens, closes, cutOff, note } = limits.window
  const values = { opens: aheadText(voice, opens.value), closes: aheadText(voice, closes.value) }
  return (
    <>
      {voice.t('places.window_rule', values)}{' '}
      {cutOff && voice.t('places.cut_off', { time: cutOff.value })} {note?.[voice.lang]}{' '}
      <Source {...voice} source={closes.source} verified={opens.verified && closes.verified} />
    </>
  )
}

function LeaderAge({ limits, ...voice }: Voice & { limits: AgencyLimits }) {
  const { minLeaderAge } = limits
  if (!minLeaderAge) return <>{voice.t('places.not_asked')}</>
  return (
    <>
      {voice.t('places.years', { count: minLeaderAge.value })}{' '}
      <Source {...voice} source={minLeaderAge.source} verified={minLeaderAge.verified} />
    </>
  )
}

function QuotasTable({ places, route, ...voice }: Voice & { places: Places; route: Route }) {
  const { t, lang } = voice
  const rows = route.quotas.flatMap((quota) =>
    quota.series.map((entry) => ({
      cells: {
        what: quota.what[lang],
        agency: agencyName(places, quota.agency)[lang],
        value: t(`places.unit_${quota.unit}`, { amount: amountText(voice, entry.value) }),
        when:
          entry.to === undefined
            ? t('places.since', { from: dayText(voice, entry.from) })
            : t('places.from_to', {
                from: dayText(voice, entry.from),
                to: dayText(voice, entry.to),
              }),
        source: <Source {...voice} source={entry.source} verified={entry.verified} />,
      },
    })),
  )
  return (
    <Table
      caption={t('places.quotas')}
      columns={[
        { key: 'what', label: t('places.what') },
        { key: 'agency', label: t('places.agency') },
        { key: 'value', label: t('places.a_day') },
        { key: 'when', label: t('places.holds') },
        { key: 'source', label: t('places.source_heading') },
      ]}
      rows={rows}
    />
  )
}

function DaysTable({ places, days, ...voice }: Voice & { places: Places; days: TripDay[] }) {
  const { t, lang } = voice
  return (
    <Table
      caption={t('places.usual_days_caption')}
      columns={[
        { key: 'day', label: t('places.day') },
        { key: 'way', label: t('places.way') },
        { key: 'night', label: t('places.night') },
      ]}
      rows={days.map((day, index) => ({
        cells: {
          day: t('places.day_number', { count: index + 1 }),
          way: day.nodes.map((id) => places.nodes.get(id)?.name[lang] ?? id).join(' → '),
          night:
            day.lodging === null
              ? t('places.down')
              : (places.lodgings.get(day.lodging)?.name[lang] ?? day.lodging),
        },
      }))}
    />
  )
}
