// The pages of people: agencies, signing in, and who looked at what.

import { allow, everyone } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { say } from '../../core/i18n.ts'
import { newPages } from '../../core/web.ts'
import { findAgency, listAgencies, listDesks } from '../agencies.ts'
import { lead } from '../rules.ts'
import { listViews } from '../store.ts'
import { AgenciesPage } from './agencies.tsx'
import { signInPages } from './sign-in-routes.tsx'
import { ViewsPage } from './views.tsx'

const VIEWS_SHOWN = 100

export const pages = newPages()

pages.route('/', signInPages)

pages.get('/agencies', allow(everyone), (c) => {
  const { t, station } = c.var
  return c.html(
    <AgenciesPage
      frame={frameOf(c, { title: t('people.agencies') })}
      agencies={listAgencies(station)}
      desks={listDesks(station)}
    />,
  )
})

pages.get('/desk/views', allow(lead), async (c) => {
  const { t, db } = c.var
  const before = c.req.query('before') ?? ''
  if (!/^\d{0,18}$/.test(before)) throw new Failure('not_found', 'core.not_found')
  const views = await listViews(db, { before: before || null, limit: VIEWS_SHOWN })
  const last = views.length === VIEWS_SHOWN ? views.at(-1) : undefined
  return c.html(
    <ViewsPage
      frame={frameOf(c, { title: t('people.views'), noIndex: true, wide: true })}
      views={views}
      agencyName={(id) =>
        say(findAgency(c.var.station, id)?.name ?? { 'zh-TW': id, en: id }, c.var.lang)
      }
      nextHref={last && `/desk/views?before=${last.viewId}`}
    />,
  )
})
