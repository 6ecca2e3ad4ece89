// The public pages of journeys: the home page, a journey's start page, its published versions.

import { allow, everyone } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { listGateResults } from '../../core/gates.ts'
import { say } from '../../core/i18n.ts'
import { newPages } from '../../core/web.ts'
import { findAgency } from '../../people/index.ts'
import { getVersion, lifeEventsOf, listJourneys } from '../actions.ts'
import { readingContext } from '../geography.tsx'
import { recordMiss } from '../misses.ts'
import { searched } from '../rules/search.ts'
import { listVersions } from '../store.ts'
import { HomePage, homePart } from './home.tsx'
import { StartPage } from './start.tsx'
import { VersionPage } from './version.tsx'
import { versionPart } from './version-part.ts'

const MOST_SEARCHED = 50

export const pages = newPages()

pages.get('/', allow(everyone), async (c) => {
  const { station, replica, t } = c.var
  const q = (c.req.query('q') ?? '').trim().slice(0, MOST_SEARCHED)
  const groups = searched(await listJourneys(replica), lifeEventsOf(station), q)
  if (q && groups.length === 0) await recordMiss(station, q)
  const frame = frameOf(c, { title: t(q ? 'journeys.search_title' : 'journeys.home_title') })
  const extra = q ? null : await homePart(c)
  return c.html(<HomePage frame={frame} q={q} groups={groups} extra={extra} />)
})

pages.get('/journeys/:id', allow(everyone), async (c) => {
  const { station, replica, t, lang } = c.var
  const version = await getVersion(replica, c.req.param('id'))
  const journey = version.definition
  const frame = frameOf(c, { title: say(journey.title, lang) })
  const { places, today } = readingContext(station)
  return c.html(
    <StartPage
      frame={frame}
      version={version}
      agencyOf={(id) => findAgency(station, id)}
      outlineOf={(agency) => places.AgencyOutline({ t, lang, agency, today })}
      phone={station.city.phone}
    />,
  )
})

pages.get('/journeys/:id/versions/:version', allow(everyone), async (c) => {
  const { station, replica, t, lang } = c.var
  const id = c.req.param('id')
  const number = Number(c.req.param('version'))
  if (!Number.isInteger(number)) throw new Failure('not_found', 'journeys.not_found')
  const version = await getVersion(replica, id, number)
  const gates = await listGateResults(replica, { what: 'journey', id, version: number })
  const title = t('journeys.version_title', {
    title: say(version.definition.title, lang),
    version: number,
  })
  return c.html(
    <VersionPage
      frame={frameOf(c, { title })}
      version={version}
      others={await listVersions(replica, id)}
      gates={gates}
      gatesOff={station.city.gatesOff}
      agencyName={(agencyId) => findAgency(station, agencyId)?.name ?? null}
      extra={await versionPart(c, version)}
    />,
  )
})
