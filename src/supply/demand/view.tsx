// The page of supply against demand. The mayor sees this one, too; there is no other.

import type { Child } from 'hono/jsx'
import { type Language, say, type Translate } from '../../core/i18n.ts'
import { sayDay, sayMoment } from '../../core/moments.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SummaryList } from '../../ui/summary-list.tsx'
import { Table } from '../../ui/table.tsx'
import type { Published } from '../ration/schema.ts'
import type { Programme } from '../schema/programme.ts'
import { DemandBars } from './bars.tsx'
import type { Demand, DistrictDemand, Week } from './demand.ts'
import { SuggestionForm, Suggestions, type SuggestionsProps } from './suggestions-view.tsx'

export interface DemandPageProps extends Omit<SuggestionsProps, 't' | 'lang'> {
  frame: PageFrame
  programme: Programme
  /** Which item the drawing and the tables speak of. */
  itemId: string
  demand: Demand
  /** Newest first. */
  rules: Published[]
  isDemo: boolean
  suggestionId: string
  typed: { words: string; error: string | undefined }
  isSent: boolean
}

export function DemandPage(props: DemandPageProps) {
  const { frame, programme, demand, itemId } = props
  const { t, lang, title } = frame
  const item = programme.items.find(({ id }) => id === itemId) ?? programme.items[0]
  if (!item) return null
  const about = { t, lang, demand, itemId: item.id }
  const [from, to] = demand.thisWeek
  return (
    <Layout {...frame}>
      <h1>{title}</h1>
      <p>{t('demand.words')}</p>
      {props.isDemo && <Notice kind="info" title={t('demand.demo')} />}
      {programme.items.length > 1 && (
        <nav aria-label={t('demand.items')}>
          <ul class="inline-links">
            {programme.items.map(({ id, title: name }) => (
              <li>
                <a href={`?item=${id}`} aria-current={id === item.id ? 'page' : undefined}>
                  {say(name, lang)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <section>
        <h2>{t('demand.handed_title', { item: say(item.title, lang) })}</h2>
        <p>
          {t('demand.week', {
            from: sayMoment(from, lang),
            to: sayMoment(to, lang),
            before: sayMoment(demand.lastWeek[0], lang),
          })}
        </p>
        <Whole {...about} />
        <Drawing {...about} />
        <Folded t={t}>
          <SupplyTable {...about} />
        </Folded>
        <p class="hint">
          {demand.peopleSource
            ? t('demand.people_source', { source: demand.peopleSource, on: demand.peopleOn ?? '' })
            : t('demand.no_people')}
        </p>
      </section>
      <section>
        <h2>{t('demand.unmet')}</h2>
        <p>{t('demand.unmet_words')}</p>
        <WholeUnmet {...about} />
        <Folded t={t}>
          <UnmetTable {...about} />
        </Folded>
      </section>
      <Rules {...props} />
      <section>
        <h2>{t('demand.suggestions')}</h2>
        <Suggestions t={t} lang={lang} suggestions={props.suggestions} />
        <SuggestionForm {...props} />
      </section>
      <p class="hint">{t('demand.moment', { sequence: String(demand.sequence) })}</p>
    </Layout>
  )
}

interface About {
  t: Translate
  lang: Language
  demand: Demand
  itemId: string
}

const perThousand = (pieces: number, people: number | null): number | null =>
  people ? (pieces / people) * 1000 : null

function nameOf({ t, lang }: About, { name }: DistrictDemand): string {
  return name ? say(name, lang) : t('demand.no_district')
}

/** Least served first: they are whom the page is for. */
function ordered({ demand, itemId }: About): DistrictDemand[] {
  const rate = (one: DistrictDemand) =>
    perThousand(one.thisWeek.handedOut[itemId] ?? 0, one.people) ?? Number.POSITIVE_INFINITY
  return [...demand.districts].sort((a, b) => rate(a) - rate(b))
}

/** Thirty districts are long on a phone: whoever wants them unfolds them. */
function Folded({ t, children }: { t: Translate; children: Child }) {
  return (
    <details class="as-table">
      <summary>{t('ui.as_table')}</summary>
      {children}
    </details>
  )
}

function Whole({ t, demand: { whole }, itemId }: About) {
  const pieces = (week: Week) => t('demand.number', { count: week.handedOut[itemId] ?? 0 })
  return (
    <SummaryList
      items={[
        { label: t('demand.column_now'), value: pieces(whole.thisWeek) },
        { label: t('demand.column_before'), value: pieces(whole.lastWeek) },
        {
          label: t('demand.column_stock'),
          value: t('demand.number', { count: whole.stock[itemId] ?? 0 }),
        },
        { label: t('demand.column_way'), value: sayWay(t, whole, itemId) },
      ]}
    />
  )
}

function WholeUnmet({ t, demand: { whole } }: About) {
  const { thisWeek, lastWeek } = whole
  return (
    <SummaryList
      items={[
        { label: t('demand.unmet_now'), value: sayShare(t, thisWeek) },
        { label: t('demand.unmet_before'), value: sayShare(t, lastWeek) },
        {
          label: t('demand.unmet_reports'),
          value: t('demand.reports_both', { count: thisWeek.reports, before: lastWeek.reports }),
        },
      ]}
    />
  )
}

function sayShare(t: Translate, { minutes }: Week): string {
  if (minutes.open === 0) return t('demand.not_open')
  const lacking = minutes.empty + minutes.promised + minutes.disputed
  return t('demand.percent', { count: Math.round((lacking / minutes.open) * 100) })
}

function Drawing(about: About) {
  const { t, demand, itemId } = about
  const rateOf = (one: DistrictDemand, week: Week) =>
    perThousand(week.handedOut[itemId] ?? 0, one.people) ?? 0
  const bars = ordered(about)
    .filter(({ people }) => people)
    .map((one) => ({
      label: nameOf(about, one).replace(/ District$/, ''),
      thisWeek: rateOf(one, one.thisWeek),
      lastWeek: rateOf(one, one.lastWeek),
    }))
  if (bars.length === 0) return null
  return <DemandBars t={t} bars={bars} mean={rateOf(demand.whole, demand.whole.thisWeek)} />
}

function SupplyTable(about: About) {
  const { t, demand, itemId } = about
  const number = (count: number | null) =>
    count === null ? t('demand.unknown') : t('demand.number', { count: Math.round(count) })
  const cellsOf = (one: DistrictDemand) => ({
    people: number(one.people),
    sites: number(one.sites),
    stock: number(one.stock[itemId] ?? 0),
    rate: number(perThousand(one.stock[itemId] ?? 0, one.people)),
    now: number(one.thisWeek.handedOut[itemId] ?? 0),
    before: number(one.lastWeek.handedOut[itemId] ?? 0),
    way: sayWay(t, one, itemId),
  })
  return (
    <Table
      caption={t('demand.supply_table')}
      columns={[
        { key: 'name', label: t('demand.district') },
        ...['people', 'sites', 'stock', 'rate', 'now', 'before', 'way'].map((key) => ({
          key,
          label: t(`demand.column_${key}`),
          numeric: true,
        })),
      ]}
      rows={[
        { cells: { name: t('demand.whole'), ...cellsOf(demand.whole) } },
        ...ordered(about).map((one) => ({
          cells: { name: nameOf(about, one), ...cellsOf(one) },
        })),
      ]}
    />
  )
}

function sayWay(t: Translate, { metres, isClosed }: DistrictDemand, itemId: string): string {
  const way = metres[itemId]
  if (way === null || way === undefined) return t('demand.none_left')
  const kilometres = (way / 1000).toFixed(1)
  return t(isClosed ? 'demand.way_closed' : 'demand.way', { kilometres })
}

function UnmetTable(about: About) {
  const { t, demand } = about
  const hours = (minutes: number) => t('demand.hours', { count: Math.round(minutes / 60) })
  const cellsOf = ({ thisWeek, lastWeek }: DistrictDemand) => ({
    now: sayShare(t, thisWeek),
    before: sayShare(t, lastWeek),
    empty: hours(thisWeek.minutes.empty),
    promised: hours(thisWeek.minutes.promised),
    disputed: hours(thisWeek.minutes.disputed),
    reports: t('demand.reports_both', { count: thisWeek.reports, before: lastWeek.reports }),
  })
  const lacking = ({ thisWeek: { minutes } }: DistrictDemand) =>
    minutes.open === 0 ? 0 : (minutes.empty + minutes.promised + minutes.disputed) / minutes.open
  const districts = demand.districts
    .filter(({ sites }) => sites > 0)
    .sort((a, b) => lacking(b) - lacking(a))
  return (
    <Table
      caption={t('demand.unmet_table')}
      columns={[
        { key: 'name', label: t('demand.district') },
        ...['now', 'before', 'empty', 'promised', 'disputed', 'reports'].map((key) => ({
          key,
          label: t(`demand.unmet_${key}`),
          numeric: true,
        })),
      ]}
      rows={[
        { cells: { name: t('demand.whole'), ...cellsOf(demand.whole) } },
        ...districts.map((one) => ({ cells: { name: nameOf(about, one), ...cellsOf(one) } })),
      ]}
    />
  )
}

function Rules({ frame, programme, rules }: DemandPageProps) {
  const { t, lang } = frame
  return (
    <section>
      <h2>{t('demand.rules')}</h2>
      {rules.length === 0 && <p>{t('demand.no_rules')}</p>}
      <ul>
        {rules.map(({ version }) => (
          <li>
            {t('demand.rule', {
              from: sayDay(new Date(version.from), lang),
              title: say(version.title, lang),
              reason: say(version.reason, lang),
            })}
          </li>
        ))}
      </ul>
      <p>
        <a href={`/supply/${programme.id}/rules`}>{t('demand.all_rules')}</a>
      </p>
    </section>
  )
}
