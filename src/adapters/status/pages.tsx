// The public pages of the agencies' systems: how each stands now and stood for ninety days, and what
// its officers announce. Staff start a stopped lane from here.

import type { Context } from 'hono'
import { allow, everyone, staff } from '../../core/access.ts'
import { taipeiMoment, taipeiTime } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { say } from '../../core/i18n.ts'
import { newPages, type Web } from '../../core/web.ts'
import { findAgency, isLead } from '../../people/index.ts'
import { bothYears } from '../../ui/roc-year.ts'
import { getAdapter } from '../load.ts'
import { listSpells } from '../store/spells.ts'
import { announce, listStandings, withdrawAnnouncement } from './actions.ts'
import { standingsFeed } from './feed.ts'
import { OnePage } from './one-page.tsx'
import { daysOf, HISTORY_DAYS, maySpeakFor } from './rules.ts'
import { StandingsPage } from './standings-page.tsx'

const DAY_MS = 86_400_000

export const statusPages = newPages()

const sinceHistory = (now: Date) => new Date(now.getTime() - HISTORY_DAYS * DAY_MS)

/** Of an agency, in the reader's language. */
const namer = (c: Context<Web>) => (id: string) =>
  say(findAgency(c.var.station, id)?.name ?? { 'zh-TW': id, en: id }, c.var.lang)

statusPages.get('/adapters', allow(everyone), async (c) => {
  const { station, now, replica } = c.var
  const standings = await listStandings(station)
  const spells = await listSpells(replica, { since: sinceHistory(now) })
  const days = new Map(
    standings.map(({ lane: { adapterId } }) => [
      adapterId,
      daysOf(
        spells.filter((spell) => spell.adapterId === adapterId),
        now,
      ),
    ]),
  )
  const frame = frameOf(c, { title: c.var.t('adapters.title'), wide: true })
  const page = { frame, standings, days, now, mayStart: staff(c), nameOf: namer(c) }
  return c.html(<StandingsPage {...page} />)
})

statusPages.get('/adapters/feed', allow(everyone), async (c) => {
  const { station, t, lang } = c.var
  const feed = await standingsFeed(station, { t, lang })
  return c.body(feed, 200, {
    'Content-Type': 'application/atom+xml; charset=utf-8',
    'Cache-Control': 'public, max-age=60',
  })
})

statusPages.get('/adapters/:id', allow(everyone), (c) => showOne(c, {}))

/** An officer of one of the agencies concerned, or whoever answers for the front desk. */
function speaker(c: Context<Web>): boolean {
  const { agencies } = getAdapter(c.var.station, c.req.param('id') ?? '').describe
  return maySpeakFor(c.var.actor, agencies)
}

statusPages.post('/adapters/:id/announcements', allow(speaker), async (c) => {
  const id = c.req.param('id')
  const form = Object.fromEntries(
    Object.entries(await c.req.parseBody()).map(([name, value]) => [name, String(value).trim()]),
  )
  const sent = { from: momentIn(form, 'from'), to: momentIn(form, 'to'), reason: form.reason ?? '' }
  const errors = {
    ...(sent.from ? {} : { from: 'adapters.status.no_moment' }),
    ...(sent.to ? {} : { to: 'adapters.status.no_moment' }),
    ...(sent.reason === '' ? { reason: 'adapters.status.no_reason' } : {}),
    ...(sent.reason.length > 200 ? { reason: 'adapters.status.long_reason' } : {}),
  }
  const { actor, station } = c.var
  if (Object.keys(errors).length > 0 || !sent.from || !sent.to || !actor) {
    return showOne(c, { values: form, errors })
  }
  try {
    await announce(station, actor, id, { from: sent.from, to: sent.to, reason: sent.reason })
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'invalid') throw error
    return showOne(c, { values: form, errors: { to: error.messageKey } })
  }
  return c.redirect(`/adapters/${id}`, 303)
})

statusPages.post(
  '/adapters/:id/announcements/:announcement/withdrawals',
  allow(speaker),
  async (c) => {
    const { station, actor } = c.var
    if (!actor) throw new Failure('unauthenticated', 'core.sign_in_first')
    const id = c.req.param('id')
    await withdrawAnnouncement(station, actor, id, c.req.param('announcement'))
    return c.redirect(`/adapters/${id}`, 303)
  },
)

/** RFC 3339 of `from.year`, `from.month`, `from.day` and `from_at`; null when it is no moment. */
function momentIn(form: Record<string, string>, name: string): string | null {
  const year = bothYears(form[`${name}.year`] ?? '')?.western
  const [month, day] = ['month', 'day'].map((part) =>
    (form[`${name}.${part}`] ?? '').padStart(2, '0'),
  )
  const time = (form[`${name}_at`] ?? '').normalize('NFKC').padStart(5, '0')
  if (!year || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null
  const on = `${year}-${month}-${day}`
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(on) && !Number.isNaN(Date.parse(on))
  return isDay ? taipeiTime(taipeiMoment(on, time)) : null
}

interface Sent {
  values?: Record<string, string>
  errors?: Record<string, string>
}

async function showOne(c: Context<Web>, { values = {}, errors = {} }: Sent) {
  const { station, now, replica, actor, t, lang } = c.var
  const { describe } = getAdapter(station, c.req.param('id') ?? '')
  const standing = (await listStandings(station)).find(({ lane }) => lane.adapterId === describe.id)
  if (!standing) throw new Failure('not_found', 'adapters.not_found')
  const spells = await listSpells(replica, { since: sinceHistory(now), adapterId: describe.id })
  const hasError = Object.keys(errors).length > 0
  const frame = frameOf(c, {
    title: say(describe.title, lang),
    hasError,
    islands: ['date'],
  })
  const page = {
    frame,
    describe,
    standing,
    days: daysOf(spells, now),
    now,
    nameOf: namer(c),
    maySpeak: maySpeakFor(actor, describe.agencies),
    mayStart: staff(c),
    mayRotate: actor !== null && isLead(actor),
    values,
    errors: Object.fromEntries(Object.entries(errors).map(([name, key]) => [name, t(key)])),
  }
  return c.html(<OnePage {...page} />, hasError ? 422 : 200)
}
