// `/site/<secret>`: opened by a link, without signing in. Forms post and go back; tapping twice is
// tapping once.

import type { Context } from 'hono'
import { z } from 'zod'
import { allow, holderOfSecret } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { sayTime } from '../../core/moments.ts'
import { limit } from '../../core/rate-limit.ts'
import { newPages, type Web } from '../../core/web.ts'
import { frameOf } from '../frame.ts'
import { readAmount } from '../rules/feed.ts'
import { nextToday } from '../rules/finish.ts'
import { listReports } from '../store/reports.ts'
import { listSiteStock } from '../store/site-edits.ts'
import { findMoment } from '../store/stock.ts'
import { type OpenLink, openLink } from './links.ts'
import { settleReports, tellReport } from './reports.ts'
import { SitePage } from './site-view.tsx'
import { sayAmount, sayNote, TAPS, tap } from './told.ts'

export const sitePages = newPages()

const SECRET = '/site/:secret{[A-Za-z0-9_-]{20,80}}'
const guard = [
  allow(holderOfSecret),
  limit('supply-owner', { points: 240, perSeconds: 60 }),
] as const
const DONE = [...TAPS, 'amount', 'moved', 'note', 'report', 'settlement']
const LONGEST_NOTE = 500
const LONGEST_WHY = 100

const linkOf = (c: Context<Web>): Promise<OpenLink> =>
  openLink(c.var.station, c.req.param('secret') ?? '')

sitePages.get(SECRET, ...guard, async (c) => {
  const { db, now } = c.var
  const { programme, site } = await linkOf(c)
  const about = { programmeId: programme.id, siteId: site.siteId }
  const next = nextToday(site.hours, now)
  const frame = frameOf(c, { title: site.name, noIndex: true })
  c.header('Cache-Control', 'no-store')
  return c.html(
    <SitePage
      frame={frame}
      base={c.req.path}
      programme={programme}
      site={site}
      stock={await listSiteStock(db, about)}
      sequence={(await findMoment(db, programme.id))?.sequence ?? 0}
      reports={await listReports(db, programme.id, site.siteId, 5)}
      done={DONE.find((one) => one === c.req.query('done')) ?? null}
      nextToday={next && sayTime(next)}
    />,
  )
})

const Item = z.string().max(41).optional()
const Tapped = z.object({
  tap: z.enum(TAPS),
  item: Item,
  why: z.string().trim().max(LONGEST_WHY).optional(),
})

sitePages.post(`${SECRET}/states`, ...guard, async (c) => {
  const link = await linkOf(c)
  const { tap: tapped, item, why } = await formOf(c, Tapped)
  const known = item ? itemOf(link, item) : null
  await tap(c.var.station, link, { tapped, item: known, why: why || null })
  return back(c, tapped)
})

const Amount = z.object({
  item: z.string().max(41),
  was: z.string().max(12),
  amount: z.string().max(20),
})

sitePages.post(`${SECRET}/amounts`, ...guard, async (c) => {
  const link = await linkOf(c)
  const form = await formOf(c, Amount)
  const item = itemOf(link, form.item)
  const amount = form.amount.trim() === '' ? null : readAmount(form.amount)
  if (amount === null || amount > MOST_PIECES) throw new Failure('invalid', 'owners.no_amount')
  const was = form.was === '' ? null : readAmount(form.was)
  const said = await sayAmount(c.var.station, link, { item, was, amount })
  return back(c, said === 'moved' ? 'moved' : 'amount')
})

/** More than any site ever had; a slip of the finger is not everybody's number. */
const MOST_PIECES = 100_000

const Note = z.object({ note: z.string().trim().max(LONGEST_NOTE) })

sitePages.post(`${SECRET}/note`, ...guard, async (c) => {
  const link = await linkOf(c)
  await sayNote(c.var.station, link, (await formOf(c, Note)).note)
  return back(c, 'note')
})

const Report = z.object({ item: z.string().max(41), sequence: z.coerce.number().int().min(0) })

sitePages.post(`${SECRET}/reports`, ...guard, async (c) => {
  const link = await linkOf(c)
  const { item, sequence } = await formOf(c, Report)
  await tellReport(c.var.station, {
    ...placeOf(link),
    item: itemOf(link, item),
    sequence,
    source: 'owner',
    by: link.device.deviceId,
    network: null,
  })
  return back(c, 'report')
})

const Settlement = z.object({ item: z.string().max(41), settlement: z.enum(['right', 'zero']) })

sitePages.post(`${SECRET}/settlements`, ...guard, async (c) => {
  const link = await linkOf(c)
  const { item, settlement } = await formOf(c, Settlement)
  await settleReports(c.var.station, {
    ...placeOf(link),
    item: itemOf(link, item),
    amount: settlement === 'zero' ? 0 : null,
    source: 'owner',
    by: link.device.deviceId,
  })
  return back(c, 'settlement')
})

const placeOf = ({ device: { programmeId, siteId } }: OpenLink) => ({ programmeId, siteId })

function itemOf({ programme }: OpenLink, item: string): string {
  if (!programme.items.some(({ id }) => id === item)) throw new Failure('invalid', 'supply.no_item')
  return item
}

/** Only forms of ours come here: what does not fit was not made by a person's hand. */
async function formOf<S extends z.ZodType>(c: Context<Web>, schema: S): Promise<z.output<S>> {
  const read = schema.safeParse(await c.req.parseBody())
  if (!read.success) throw new Failure('invalid', 'owners.not_understood')
  return read.data
}

const back = (c: Context<Web>, done: string) =>
  c.redirect(`/site/${c.req.param('secret')}?done=${done}`, 303)
