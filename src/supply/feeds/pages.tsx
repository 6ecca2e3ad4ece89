// The desk of a programme: where its numbers come from, and files that wait for a look.

import type { Context } from 'hono'
import { allow, staff } from '../../core/access.ts'
import { say } from '../../core/i18n.ts'
import { newPages, type Web } from '../../core/web.ts'
import { keeper, mayKeep } from '../access.ts'
import { frameOf } from '../frame.ts'
import { getProgramme, listProgrammes } from '../programmes.ts'
import { listHeld, listRuns } from '../store/runs.ts'
import { releaseFile, throwAway } from './held.ts'
import { DeskPage, FeedsPage } from './views.tsx'

export const pages = newPages()

pages.get('/desk/supply', allow(staff), async (c) => {
  const { station, db, actor, t } = c.var
  const held = await listHeld(db)
  const programmes = listProgrammes(station)
    .filter((programme) => mayKeep(actor, programme))
    .map(({ id, title, feeds }) => ({
      id,
      title: say(title, c.var.lang),
      hasFeeds: feeds.length > 0,
      held: held.filter(({ programmeId }) => programmeId === id).length,
    }))
  const frame = frameOf(c, { title: t('feeds.desk'), noIndex: true })
  return c.html(<DeskPage frame={frame} programmes={programmes} />)
})

pages.get('/desk/supply/:programme/feeds', allow(keeper), async (c) => {
  const { station, db, t, lang } = c.var
  const { id, title, feeds } = getProgramme(station, c.req.param('programme'))
  const runs = await listRuns(db, id)
  const held = (await listHeld(db)).filter(({ programmeId }) => programmeId === id)
  const frame = frameOf(c, {
    title: t('feeds.title', { programme: say(title, lang) }),
    noIndex: true,
  })
  const outcome = c.req.query('settled')
  const settled = ['released', 'older', 'thrown_away'].find((one) => one === outcome)
  return c.html(<FeedsPage frame={frame} programmeId={id} {...{ feeds, runs, held, settled }} />)
})

type Settling = Context<Web, '/desk/supply/:programme/feeds/:run/releases'>

pages.post('/desk/supply/:programme/feeds/:run/releases', allow(keeper), async (c) =>
  back(c, await releaseFile(c.var.station, heldOf(c))),
)

pages.post('/desk/supply/:programme/feeds/:run/removals', allow(keeper), async (c) => {
  await throwAway(c.var.station, heldOf(c))
  return back(c, 'thrown_away')
})

function heldOf(c: Settling) {
  const { programme, run } = c.req.param()
  const runId = /^\d{1,18}$/.test(run) ? run : '0'
  return { programmeId: programme, runId, by: c.var.actor?.accountId ?? '' }
}

const back = (c: Settling, settled: string) =>
  c.redirect(`/desk/supply/${c.req.param('programme')}/feeds?settled=${settled}`, 303)
