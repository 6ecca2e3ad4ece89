// Addresses of a programme for residents.

import { allow, everyone } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { newPages } from '../../core/web.ts'
import { listApps } from '../apps-file.ts'
import { type Board, findBoard } from '../board/board.ts'
import { hasStock } from '../board/nearest.ts'
import type { Place } from '../board/snapshot.ts'
import { frameOf } from '../frame.ts'
import { Disagreement, ReportForm } from '../owner/disagreement.tsx'
import { listProgrammes } from '../programmes.ts'
import { saysThereIsSome } from '../rules/reports.ts'
import type { Report } from '../schema/owner.ts'
import { listChanges } from '../store/changes.ts'
import { listReports } from '../store/reports.ts'
import { sitePath } from './addresses.ts'
import { ask } from './ask.ts'
import { DataPage } from './data-view.tsx'
import { findLines, oneLine } from './finding.ts'
import { ListPage } from './list-view.tsx'
import { plainPages } from './plain/routes.tsx'
import { ProgrammesPage } from './programmes-view.tsx'
import { SitePage } from './site-view.tsx'
import type { Voice } from './stock-tag.tsx'

export const pages = newPages().route('/', plainPages)

pages.get('/supply', allow(everyone), async (c) => {
  const { station, t } = c.var
  const counts = await Promise.all(
    listProgrammes(station).map(async (programme) => {
      const places = [...(await findBoard(station, programme.id)).present()]
      const having = places.filter((place) => hasStock(place)).length
      return { programme, sites: places.length, having }
    }),
  )
  const frame = frameOf(c, { title: t('supply.title') })
  return c.html(<ProgrammesPage frame={frame} counts={counts} />)
})

pages.get('/supply/:programme', allow(everyone), async (c) => {
  const props = await ask(c)
  const title = props.board.programme.title[c.var.lang]
  const frame = frameOf(c, { title, islands: ['supply/pages'], wide: true })
  const found = findLines(props.board, props.asked, props)
  return c.html(<ListPage frame={frame} {...props} found={found} />)
})

const CHANGES_SHOWN = 15

pages.get('/supply/:programme/sites/:site', allow(everyone), async (c) => {
  const { station, now, t, lang, db } = c.var
  const { programme: programmeId, site: siteId } = c.req.param()
  const board = await findBoard(station, programmeId)
  const place = board.places.get(siteId)
  if (!place || place.site.leftAt) throw new Failure('not_found', 'supply.no_site')
  const props = {
    city: station.city,
    board,
    now,
    line: oneLine(board, place, now),
    changes: await listChanges(db, { programmeId, siteId, limit: CHANGES_SHOWN }),
    extra: (
      <Telling
        {...{ t, lang, board, place }}
        reports={await listReports(db, programmeId, siteId)}
      />
    ),
  }
  const frame = frameOf(c, { title: place.site.name, islands: ['supply/pages'] })
  return c.html(<SitePage frame={frame} {...props} />)
})

pages.get('/supply/:programme/data', allow(everyone), async (c) => {
  const { station, now, t, lang } = c.var
  const board = await findBoard(station, c.req.param('programme'))
  const { id, title } = board.programme
  const frame = frameOf(c, { title: t('supply.data_title', { title: title[lang] }) })
  const { baseUrl } = station.config
  return c.html(<DataPage {...{ frame, board, now, apps: listApps(station, id), baseUrl }} />)
})

/** What people tell of a site: the form of one tap, what was told before, a number to queue by. */
function Telling(props: { board: Board; place: Place; reports: Report[] } & Voice) {
  const { board, place, reports, t, lang } = props
  const { programme, moment } = board
  const { siteId } = place.site
  const about = { t, lang, programme }
  const items = place.stock.filter(saysThereIsSome).map(({ item }) => item)
  return (
    <>
      {programme.countedBy === 'hand-outs' && (
        <p>
          <a href={`${sitePath(programme.id, siteId)}/slip`}>{t('supply.way_slip')}</a>
        </p>
      )}
      <ReportForm {...about} siteId={siteId} items={items} sequence={moment.sequence} />
      <Disagreement {...about} reports={reports} />
    </>
  )
}
