// One site: what it has, when it is open, how to get in, what was changed lately and by whom.

import type { Child } from 'hono/jsx'
import type { City } from '../../core/city.ts'
import { sayMoment } from '../../core/moments.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import { type SummaryItem, SummaryList } from '../../ui/summary-list.tsx'
import { Table } from '../../ui/table.tsx'
import type { Board } from '../board/board.ts'
import { lastSeen } from '../board/forms.ts'
import { hasHours, windowsOn } from '../rules/today.ts'
import { type Hours, WINDOW_KINDS } from '../schema/stock.ts'
import type { Change } from '../store/changes.ts'
import { programmePath, telephone } from './addresses.ts'
import { districtName } from './asking.ts'
import { ChangesTable } from './changes-table.tsx'
import type { Line } from './finding.ts'
import { FeedNotice, LiveNotices, liveAttributes, MomentLine } from './frame-parts.tsx'
import { Stocks, WRITTEN } from './line.tsx'
import { StockTemplates, type Voice } from './stock-tag.tsx'
import { sayAccess, sayLanguage, sayOpen, saySpans, sayToday } from './words.ts'

export interface SiteProps {
  frame: PageFrame
  city: City
  board: Board
  now: Date
  line: Line
  changes: Change[]
  /** What another part shows here, such as the form of a report. */
  extra: Child
}

export function SitePage(props: SiteProps) {
  const { frame, board, now, line, changes, city } = props
  const { t, lang } = frame
  const { id, title, items } = board.programme
  const { site, row } = line.place
  const voice = { t, lang }
  return (
    <Layout {...frame}>
      <p>
        <a href={programmePath(id)}>{title[lang]}</a>
      </p>
      <div class="live" {...liveAttributes({ board, now })}>
        <div class="site-head" data-site={site.siteId} data-row={JSON.stringify(row)}>
          <h1 lang={WRITTEN}>{site.name}</h1>
          <Stocks {...voice} programmeId={id} {...{ items, line, now, city }} />
        </div>
        <p>
          <span class={line.open ? 'site-now' : undefined}>{sayOpen(voice, line, now)}</span>{' '}
          {sayToday(voice, site, now)}
        </p>
        <MomentLine {...voice} board={board} now={now} />
        <FeedNotice {...voice} board={board} now={now} />
        <LiveNotices t={t} />
        <StockTemplates {...voice} items={items} />
      </div>
      {props.extra}
      <SummaryList items={factsOf(props)} />
      <Week t={t} lang={lang} hours={site.hours} />
      <ChangesTable {...voice} programme={board.programme} changes={changes} />
    </Layout>
  )
}

function factsOf({ frame, city, board, line }: SiteProps): SummaryItem[] {
  const { t, lang } = frame
  const { site, row } = line.place
  const district = site.district === null ? '' : districtName(site.district, lang, city)
  const seen = lastSeen(board, line.place)
  const moment = (at: string | null) => (at ? sayMoment(new Date(at), lang) : null)
  const facts: [string, Child][] = [
    ['supply.address', site.address && <span lang={WRITTEN}>{site.address}</span>],
    ['supply.district_of', district],
    ['supply.phone', site.phone && <a href={telephone(site.phone)}>{site.phone}</a>],
    ['supply.website', site.website && <Website address={site.website} />],
    ['supply.access', site.access.map((one) => sayAccess(frame, one)).join(t('supply.list_comma'))],
    [
      'supply.languages',
      site.languages.map((code) => sayLanguage(frame, code)).join(t('supply.list_comma')),
    ],
    ['supply.note', site.note && <span lang={WRITTEN}>{site.note}</span>],
    ['supply.last_seen', moment(seen)],
    ['supply.last_changed', moment(row.last_changed) ?? t('supply.never_changed')],
  ]
  return facts.filter(([, value]) => value).map(([key, value]) => ({ label: t(key), value }))
}

/** Only what a browser may follow; a register may hold anything. */
function Website({ address }: { address: string }) {
  return /^https?:\/\//.test(address) ? (
    <a class="long" href={address} rel="nofollow noreferrer">
      {address}
    </a>
  ) : (
    <span class="long">{address}</span>
  )
}

/** Every weekday as a line; only kinds of windows that this site has. */
function Week({ t, hours }: Voice & { hours: Hours }) {
  if (!hasHours(hours)) return <p>{t('supply.open_unknown')}</p>
  const kinds = WINDOW_KINDS.filter((kind) => hours[kind]?.length)
  return (
    <Table
      caption={t('supply.week')}
      columns={[
        { key: 'day', label: t('supply.weekday') },
        ...kinds.map((kind) => ({ key: kind, label: t(`supply.window_${kind}`) })),
      ]}
      rows={[1, 2, 3, 4, 5, 6, 7].map((day) => {
        const windows = windowsOn(hours, day)
        const spans = kinds.map((kind) => {
          const found = windows.find((one) => one.kind === kind)
          return [kind, found ? saySpans({ t }, found.spans) : t('supply.closed')] as const
        })
        return { cells: { day: t(`supply.weekday_${day}`), ...Object.fromEntries(spans) } }
      })}
    />
  )
}
