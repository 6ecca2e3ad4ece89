// One site in the list: what to decide by, in the order in which one decides.

import type { City } from '../../core/city.ts'
import { sitePath, telephone } from './addresses.ts'
import { districtName } from './asking.ts'
import type { Line } from './finding.ts'
import { type Item, StockTag, type Voice } from './stock-tag.tsx'
import { sayDistance, sayOpen, sayToday } from './words.ts'

export interface LineProps extends Voice {
  programmeId: string
  items: Item[]
  line: Line
  now: Date
  city: Pick<City, 'districts'>
  /** Of the heading above the list; 2 when absent. */
  level?: 2 | 3
}

/** Names and addresses are written as the register writes them. */
export const WRITTEN = 'zh-Hant-TW'

export function SiteLine(props: LineProps) {
  const { programmeId, line, t, lang, now } = props
  const { site } = line.place
  const Heading = props.level === 3 ? 'h4' : 'h3'
  return (
    <li class="site" data-site={site.siteId} data-row={JSON.stringify(line.place.row)}>
      <Heading class="site-name">
        <a href={sitePath(programmeId, site.siteId)} lang={WRITTEN}>
          {site.name}
        </a>
      </Heading>
      <Stocks {...props} />
      <div class="site-when">
        <p class="site-open">
          <span class={line.open ? 'site-now' : undefined}>{sayOpen({ t, lang }, line, now)}</span>{' '}
          <span class="site-windows">{sayToday({ t, lang }, site, now)}</span>
        </p>
        <Where {...props} />
      </div>
    </li>
  )
}

export function Stocks({ items, line, now, t, lang }: LineProps) {
  return (
    <dl class="stocks">
      {items.map((item) => {
        const told = line.told.find((one) => one.item === item.id)
        return told && <StockTag t={t} lang={lang} item={item} told={told} now={now} />
      })}
    </dl>
  )
}

function Where({ line, city, t, lang }: LineProps) {
  const { site } = line.place
  const district = site.district === null ? '' : districtName(site.district, lang, city)
  const isSaid = site.address !== '' || district === ''
  return (
    <p class="site-where">
      {line.metres !== null && <b class="site-far">{sayDistance({ t, lang }, line.metres)}</b>}
      {isSaid ? <span lang={WRITTEN}>{site.address}</span> : <span>{district}</span>}
      {site.phone && <a href={telephone(site.phone)}>{site.phone}</a>}
    </p>
  )
}
