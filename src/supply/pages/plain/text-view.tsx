// The same list as text alone: no style sheet, no script, at most 15 KB, for old phones, slow lines
// and people who listen.

import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { City } from '../../../core/city.ts'
import { LANG_TAG } from '../../../core/i18n.ts'
import type { Board } from '../../board/board.ts'
import { programmePath, sitePath } from '../addresses.ts'
import { type Asked, type DistrictChoice, districtName, queryOf } from '../asking.ts'
import type { Found, Line } from '../finding.ts'
import { WRITTEN } from '../line.tsx'
import { sayStock, type Voice } from '../stock-tag.tsx'
import { momentWords, sayDistance, sayOpen, sayToday } from '../words.ts'

export interface TextProps extends Voice {
  city: City
  board: Board
  now: Date
  asked: Asked
  districts: DistrictChoice[]
  found: Found
  /** From 1. */
  page: number
}

/** Of each group on one page. */
export const TEXT_LINES = 8
/** More would fill the page; then the district is typed. */
const MOST_DISTRICTS = 40

/** Together with the frame under 15 KB. */
const MOST_BYTES = 11_000

/** A page without anything to fetch. */
export function Bare(props: Voice & { title: string; city: City; children: Child }) {
  const { t, lang, title, city } = props
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={LANG_TAG[lang]}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light" />
          <title>{t('ui.page_title', { title, city: city.name[lang] })}</title>
        </head>
        <body>
          <main>{props.children}</main>
        </body>
      </html>
    </>
  )
}

export function TextPage(props: TextProps) {
  const { t, lang, city, board, now, asked, found } = props
  const { id, title } = board.programme
  const { sequence, time, hash } = momentWords(board.moment, { lang, now })
  const path = programmePath(id)
  return (
    <Bare t={t} lang={lang} title={title[lang]} city={city}>
      <h1>{title[lang]}</h1>
      <p>{t('supply.text_moment', { sequence, time, hash })}</p>
      <DistrictForm {...props} />
      {asked.district && (
        <p>{t('supply.from_district', { district: districtName(asked.district, lang, city) })}</p>
      )}
      {found.total === 0 && <p>{t('supply.nothing')}</p>}
      <Groups {...props} />
      <p>
        <a href={`${path}${queryOf(asked)}`}>{t('supply.text_full')}</a>
      </p>
      <p>
        <a href={`tel:${city.phone}`}>{t('supply.nothing_call', { phone: city.phone })}</a>
      </p>
    </Bare>
  )
}

function DistrictForm({ t, lang, city, asked, districts, board }: TextProps) {
  return (
    <form method="get" action={`${programmePath(board.programme.id)}/text`}>
      <p>
        <label for="district">{t('supply.district')}</label>{' '}
        {districts.length > MOST_DISTRICTS ? (
          <input id="district" name="district" value={asked.district} />
        ) : (
          <select id="district" name="district">
            <option value="">{t('supply.district_any')}</option>
            {districts.map(({ name }) => (
              <option value={name} selected={name === asked.district}>
                {districtName(name, lang, city)}
              </option>
            ))}
          </select>
        )}{' '}
        <button type="submit">{t('supply.find')}</button>
      </p>
    </form>
  )
}

function Groups(props: TextProps) {
  const { t, found, page, asked, board } = props
  const from = (page - 1) * TEXT_LINES
  let bytes = 0
  const fits = (line: Line) => {
    bytes += new TextEncoder().encode(String(<TextLine {...props} line={line} />)).length
    return bytes <= MOST_BYTES
  }
  const groups = found.groups.map(({ key, lines, more }) => ({
    key,
    lines: lines.slice(from).filter(fits),
    count: lines.length + more,
  }))
  const isMore = found.groups.some(
    ({ lines, more }) => more > 0 || lines.length > from + TEXT_LINES,
  )
  const query = queryOf(asked)
  return (
    <>
      {groups
        .filter(({ lines }) => lines.length > 0)
        .map(({ key, lines, count }) => (
          <>
            <h2>{t(`supply.group_${key}`, { count })}</h2>
            <ol start={from + 1}>
              {lines.map((line) => (
                <TextLine {...props} line={line} />
              ))}
            </ol>
          </>
        ))}
      {isMore && (
        <p>
          <a
            href={`${programmePath(board.programme.id)}/text${query}${query ? '&' : '?'}page=${page + 1}`}
          >
            {t('supply.text_next')}
          </a>
        </p>
      )}
    </>
  )
}

function TextLine({ t, lang, board, now, line }: TextProps & { line: Line }) {
  const { site } = line.place
  const voice = { t, lang }
  const facts = [
    ...board.programme.items.map((item) => {
      const told = line.told.find((one) => one.item === item.id)
      return told ? sayStock({ ...voice, item, told, now }) : ''
    }),
    sayOpen(voice, line, now),
    sayToday(voice, site, now),
    line.metres === null ? '' : sayDistance(voice, line.metres),
  ].filter((text) => text !== '')
  return (
    <li>
      <a href={sitePath(board.programme.id, site.siteId)} lang={WRITTEN}>
        {site.name}
      </a>
      <br />
      {facts.join(t('supply.list_semicolon'))}
      <br />
      <span lang={WRITTEN}>{site.address}</span> {site.phone}
    </li>
  )
}
