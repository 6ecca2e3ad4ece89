// The desk of a programme looks after its sites: what is said of them, who may speak for them, and what
// people told.

import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { z } from 'zod'
import { allow } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { say } from '../../core/i18n.ts'
import { newPages, type Web } from '../../core/web.ts'
import { keeper } from '../access.ts'
import { frameOf } from '../frame.ts'
import { getProgramme } from '../programmes.ts'
import { readAmount } from '../rules/feed.ts'
import { listDevices } from '../store/devices.ts'
import { countOpen, listReports } from '../store/reports.ts'
import { listSiteStock } from '../store/site-edits.ts'
import { listSites } from '../store/sites.ts'
import { findMoment } from '../store/stock.ts'
import { DeskSitePage, LinkPage, NewSitePage, SiteListPage } from './desk-views.tsx'
import { addSite, editSite, getSite, removeSite } from './edits.ts'
import { type ReadForm, readCode, readSiteForm, typedOf } from './form.ts'
import { makeLink, revokeLink } from './links.ts'
import { settleReports, tellReport } from './reports.ts'

export const deskPages = newPages()

const MOST_LISTED = 100
const LIST = '/desk/supply/:programme/sites'
const SITE = `${LIST}/:site`
const DONE = ['saved', 'revoked', 'settled', 'told', 'link_in_use', 'added'] as const

deskPages.get(LIST, allow(keeper), async (c) => {
  const { station, db, t, lang } = c.var
  const programme = getProgramme(station, c.req.param('programme'))
  const search = (c.req.query('q') ?? '').trim().slice(0, 100)
  const wanted = (text: string | null) => text?.toLowerCase().includes(search.toLowerCase())
  const all = await listSites(db, { programmeId: programme.id })
  const found = all.filter(
    (site) => !site.leftAt && [site.name, site.siteId, site.district, site.address].some(wanted),
  )
  const links = Map.groupBy(await listDevices(db, { programmeId: programme.id }), (d) => d.siteId)
  const open = await countOpen(db, programme.id)
  const title = t('owners.sites_of', { programme: say(programme.title, lang) })
  const sites = found
    .map((site) => ({
      site,
      links: links.get(site.siteId)?.length ?? 0,
      reports: open.get(site.siteId) ?? 0,
    }))
    .sort((a, b) => b.reports - a.reports)
    .slice(0, MOST_LISTED)
  const frame = frameOf(c, { title, noIndex: true })
  return c.html(<SiteListPage {...{ frame, programme, search, sites, found: found.length }} />)
})

deskPages.get(`${LIST}/new`, allow(keeper), (c) => newPage(c, { typed: {}, wrong: {} }, 200))

deskPages.post(`${LIST}/new`, allow(keeper), async (c) => {
  const form = readSiteForm(await c.req.parseBody())
  const code = readCode(form.typed)
  if (!code || code === 'new') form.wrong.siteId = 'owners.no_code'
  if (!code || Object.keys(form.wrong).length > 0) return newPage(c, form, 422)
  const about = aboutOf(c, code)
  const isAdded = await c.var.station.db
    .transaction()
    .execute((tx) => addSite(tx, about, { ...form.site, siteId: code, source: 'console' }))
  if (!isAdded) return newPage(c, { ...form, wrong: { siteId: 'owners.code_taken' } }, 422)
  return back(c, 'added', code)
})

deskPages.get(SITE, allow(keeper), async (c) => sitePage(c, null, 200))

deskPages.post(SITE, allow(keeper), async (c) => {
  const form = readSiteForm(await c.req.parseBody())
  if (Object.keys(form.wrong).length > 0) return sitePage(c, form, 422)
  await inTransaction(c, (tx) => editSite(tx, aboutOf(c), form.site))
  return back(c, 'saved')
})

deskPages.post(`${SITE}/leaving`, allow(keeper), async (c) => {
  await inTransaction(c, (tx) => removeSite(tx, aboutOf(c)))
  return c.redirect(`/desk/supply/${c.req.param('programme')}/sites`, 303)
})

deskPages.post(`${SITE}/links`, allow(keeper), async (c) => {
  const { station, db, t } = c.var
  const { programmeId, siteId, by } = aboutOf(c)
  const device = z.uuid().safeParse((await c.req.parseBody()).device)
  if (!device.success) throw new Failure('invalid', 'owners.not_understood')
  const site = await getSite(db, programmeId, siteId)
  const href = await makeLink(station, { programmeId, siteId, by, deviceId: device.data })
  if (!href) return back(c, 'link_in_use')
  const frame = frameOf(c, { title: t('owners.link_for', { site: site.name }), noIndex: true })
  return c.html(<LinkPage {...{ frame, site, href }} back={addressOf(c)} />)
})

deskPages.post(`${SITE}/links/:device/revocation`, allow(keeper), async (c) => {
  const { programmeId, siteId, by } = aboutOf(c)
  const device = z.uuid().safeParse(c.req.param('device'))
  if (!device.success) throw new Failure('not_found', 'owners.no_link')
  await revokeLink(c.var.station, { programmeId, siteId, by, deviceId: device.data })
  return back(c, 'revoked')
})

const Told = z.object({ item: z.string().max(41), sequence: z.coerce.number().int().min(0) })

deskPages.post(`${SITE}/reports`, allow(keeper), async (c) => {
  const told = Told.safeParse(await c.req.parseBody())
  if (!told.success) throw new Failure('invalid', 'owners.not_understood')
  const { programmeId, siteId, by } = aboutOf(c)
  await tellReport(c.var.station, {
    ...{ programmeId, siteId, by, ...told.data },
    source: 'desk',
    network: null,
  })
  return back(c, 'told')
})

deskPages.post(`${SITE}/settlements`, allow(keeper), async (c) => {
  const { item, amount: said } = await c.req.parseBody()
  const { programmeId, siteId, by } = aboutOf(c)
  const text = typeof said === 'string' ? said.trim() : ''
  const amount = text === '' ? null : readAmount(text)
  if (typeof item !== 'string' || (text !== '' && amount === null)) {
    throw new Failure('invalid', 'owners.no_amount')
  }
  await settleReports(c.var.station, { programmeId, siteId, item, amount, by, source: 'desk' })
  return back(c, 'settled')
})

type Page = Context<Web>

const aboutOf = (c: Page, siteId = c.req.param('site') ?? '') => ({
  programmeId: c.req.param('programme') ?? '',
  siteId,
  at: c.var.now,
  source: 'console',
  by: c.var.actor?.accountId ?? '',
})

const addressOf = (c: Page, siteId = c.req.param('site') ?? '') =>
  `/desk/supply/${c.req.param('programme')}/sites/${encodeURIComponent(siteId)}`

const back = (c: Page, done: (typeof DONE)[number], siteId?: string) =>
  c.redirect(`${addressOf(c, siteId)}?done=${done}`, 303)

const inTransaction = <T,>(c: Page, work: (tx: Web['Variables']['db']) => Promise<T>): Promise<T> =>
  c.var.station.db.transaction().execute(work)

function newPage(c: Page, form: Pick<ReadForm, 'typed' | 'wrong'>, status: 200 | 422) {
  const hasError = status === 422
  const frame = frameOf(c, { title: c.var.t('owners.add_site'), noIndex: true, hasError })
  const action = `/desk/supply/${c.req.param('programme')}/sites/new`
  return c.html(<NewSitePage frame={frame} action={action} form={form} />, status)
}

async function sitePage(c: Page, form: ReadForm | null, status: 200 | 422) {
  const { station, db } = c.var
  const { programmeId, siteId } = aboutOf(c)
  const site = await getSite(db, programmeId, siteId)
  const about = { programmeId, siteId }
  const frame = frameOf(c, { title: site.name, noIndex: true, hasError: status === 422 })
  return c.html(
    <DeskSitePage
      frame={frame}
      programme={getProgramme(station, programmeId)}
      site={site}
      stock={await listSiteStock(db, about)}
      reports={await listReports(db, programmeId, siteId)}
      devices={await listDevices(db, about)}
      newDeviceId={randomUUID()}
      done={DONE.find((one) => one === c.req.query('done')) ?? null}
      form={{ values: form ?? { typed: typedOf(site), wrong: {} } }}
      sequence={(await findMoment(db, programmeId))?.sequence ?? 0}
    />,
    status,
  )
}
