// A programme for residents: the nearest places that are open and have some, before anything else.

import type { City } from '../../core/city.ts'
import { Layout, type PageFrame } from '../../ui/layout.tsx'
import type { Board } from '../board/board.ts'
import { programmePath } from './addresses.ts'
import { type Asked, type DistrictChoice, districtName, LINES, queryOf } from './asking.ts'
import { Finder } from './finder.tsx'
import type { Found, Group } from './finding.ts'
import { FeedNotice, LiveNotices, liveAttributes, MomentLine, Ways } from './frame-parts.tsx'
import { SiteLine } from './line.tsx'
import { StockTemplates } from './stock-tag.tsx'

export interface ListProps {
  frame: PageFrame
  city: City
  board: Board
  now: Date
  asked: Asked
  districts: DistrictChoice[]
  found: Found
}

export function ListPage(props: ListProps) {
  const { frame, city, board, now, asked, districts } = props
  const { t, lang } = frame
  const { id, title, summary, items } = board.programme
  const path = programmePath(id)
  const voice = { t, lang }
  return (
    <Layout {...frame}>
      <p>
        <a href="/supply">{t('supply.all_programmes')}</a>
      </p>
      <h1>{title[lang]}</h1>
      <p>{summary[lang]}</p>
      <div class="live" {...liveAttributes({ board, now })}>
        <MomentLine {...voice} board={board} now={now} />
        <Ways {...voice} board={board} district={asked.district} />
        <FeedNotice {...voice} board={board} now={now} />
        <Finder {...voice} action={path} {...{ board, asked, districts, city }} />
        <LiveNotices t={t} again={`${path}${queryOf(asked)}`} />
        <div data-found>
          <FoundSites {...props} />
        </div>
        <StockTemplates {...voice} items={items} />
      </div>
    </Layout>
  )
}

/** The list alone; also below the map. */
export function FoundSites(props: ListProps & { level?: 2 | 3 }) {
  const { frame, found, level = 2 } = props
  const Heading = level === 3 ? 'h3' : 'h2'
  const { t } = frame
  return (
    <>
      <p class="hint">{measuredFrom(props)}</p>
      {found.total === 0 && <Nothing {...props} />}
      {found.groups
        .filter(({ lines }) => lines.length > 0)
        .map((group) => (
          <section>
            <Heading>
              {t(`supply.group_${group.key}`, { count: group.lines.length + group.more })}
            </Heading>
            <Lines {...props} group={group} level={level} />
          </section>
        ))}
      <More {...props} />
    </>
  )
}

function measuredFrom({ frame, found, asked, city }: ListProps): string {
  const { t, lang } = frame
  if (found.origin === 'position') return t('supply.from_position')
  if (found.origin === null) return t('supply.from_nowhere')
  return t('supply.from_district', { district: districtName(asked.district, lang, city) })
}

function Lines(props: ListProps & { group: Group; level: 2 | 3 }) {
  const { frame, city, board, now, group, level } = props
  const { t, lang } = frame
  const { id, items } = board.programme
  return (
    <ol class="sites">
      {group.lines.map((line) => (
        <SiteLine t={t} lang={lang} programmeId={id} {...{ items, line, now, city, level }} />
      ))}
    </ol>
  )
}

function More({ frame, board, asked, found }: ListProps) {
  const { t } = frame
  const rest = Math.max(0, ...found.groups.map(({ more }) => more))
  if (rest === 0) return null
  const query = queryOf({ ...asked, shown: asked.shown + LINES })
  return (
    <p>
      <a href={`${programmePath(board.programme.id)}${query}`} data-more>
        {t('supply.more', { count: Math.min(LINES, rest) })}
      </a>
    </p>
  )
}

/** Never a dead end: a wider question, and somebody to ask. */
function Nothing({ frame, board, city, asked }: ListProps) {
  const { t } = frame
  const path = programmePath(board.programme.id)
  const isEmpty = board.moment.sequence === 0
  return (
    <div class="nothing">
      <h2>{t(isEmpty ? 'supply.empty' : 'supply.nothing')}</h2>
      <ul>
        {!asked.all && (
          <li>
            <a href={`${path}${queryOf({ ...asked, open: false, all: true })}`}>
              {t('supply.nothing_all')}
            </a>
          </li>
        )}
        <li>
          <a href={path}>{t('supply.nothing_wider')}</a>
        </li>
        <li>
          <a href={`tel:${city.phone}`}>{t('supply.nothing_call', { phone: city.phone })}</a>
        </li>
      </ul>
    </div>
  )
}
