// "The map said yes, the shop said no", for everybody: one tap, no name, and what is told is shown.

import type { Context } from 'hono'
import { z } from 'zod'
import { allow, everyone } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { callerOf, limit } from '../../core/rate-limit.ts'
import { newPages, type Web } from '../../core/web.ts'
import { Layout } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { findBoard } from '../board/board.ts'
import { frameOf } from '../frame.ts'
import { saysThereIsSome } from '../rules/reports.ts'
import { listReports } from '../store/reports.ts'
import { Disagreement, ReportForm } from './disagreement.tsx'
import { tellReport } from './reports.ts'

export const reportPages = newPages()

/** Of one home; more than anybody sees with their own eyes. */
export const reportLimit = limit('supply-report', { points: 30, perSeconds: 3600 })
const Told = z.object({ item: z.string().max(41), sequence: z.coerce.number().int().min(0) })

reportPages.post(
  '/supply/:programme/sites/:site/report',
  allow(everyone),
  reportLimit,
  async (c) => {
    const told = Told.safeParse(await c.req.parseBody())
    if (!told.success) throw new Failure('invalid', 'owners.not_understood')
    const { programme: programmeId, site: siteId } = c.req.param()
    await tellReport(c.var.station, {
      ...{ programmeId, siteId, ...told.data },
      source: 'resident',
      by: null,
      network: callerOf(c),
    })
    return c.redirect(
      `/supply/${programmeId}/sites/${encodeURIComponent(siteId)}/reports?told=1`,
      303,
    )
  },
)

reportPages.get('/supply/:programme/sites/:site/reports', allow(everyone), async (c) => {
  const { t, lang, db } = c.var
  const { board, site, items } = await placeOf(c)
  const { programme } = board
  const reports = await listReports(db, programme.id, site.siteId)
  const frame = frameOf(c, { title: t('owners.reports_of', { site: site.name }) })
  const about = { t, lang, programme }
  return c.html(
    <Layout {...frame}>
      <h1>{frame.title}</h1>
      {c.req.query('told') && (
        <Notice kind="success" title={t('owners.told')}>
          <p>{t('owners.told_words')}</p>
        </Notice>
      )}
      <p>{t('owners.report_words')}</p>
      <ReportForm {...about} siteId={site.siteId} items={items} sequence={board.moment.sequence} />
      {reports.length === 0 && <p>{t('owners.no_reports')}</p>}
      <Disagreement {...about} reports={reports} />
    </Layout>,
  )
})

async function placeOf(c: Context<Web>) {
  const board = await findBoard(c.var.station, c.req.param('programme') ?? '')
  const place = board.places.get(c.req.param('site') ?? '')
  if (!place || place.site.leftAt) throw new Failure('not_found', 'supply.no_site')
  const items = place.stock.filter(saysThereIsSome).map(({ item }) => item)
  return { board, site: place.site, items }
}
