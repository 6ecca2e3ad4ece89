// Routes of number slips: the site's own page, and the residents'.

import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { allow, everyone } from '../../core/access.ts'
import { taipeiDay } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { say } from '../../core/i18n.ts'
import { readReference } from '../../core/reference.ts'
import { newPages, type Web } from '../../core/web.ts'
import { keeper } from '../access.ts'
import { frameOf } from '../frame.ts'
import { ChooseSitePage } from '../handout/choose-site.tsx'
import { officerAt } from '../handout/counter.ts'
import { perHome, perMinute } from '../handout/limits.ts'
import { settingsOf } from '../handout/settings.ts'
import { getProgramme } from '../programmes.ts'
import { NewRound, Phone } from '../schema/slips.ts'
import { findSite } from '../store/sites.ts'
import { countAhead, findRound, listCalled, listRounds } from '../store/slips.ts'
import { SiteSlipsPage } from './site-view.tsx'
import { SlipPage, TakeSlipPage } from './slip-view.tsx'
import {
  callNext,
  getSlip,
  openRound,
  recordPaper,
  SLIP_PREFIX,
  settle,
  takeSlip,
} from './slips.ts'

export const pages = newPages()

const DESK = '/desk/supply/:programme/slips'
type Typed = Record<string, string>

pages.get(DESK, allow(keeper), async (c) => {
  const site = c.req.query('site')?.trim() ?? ''
  if (site !== '') return c.html(await sitePage(c, site, {}))
  const frame = frameOf(c, { title: titleOf(c, 'handouts.slips.title') })
  return c.html(<ChooseSitePage frame={frame} action={c.req.path} typed="" error={undefined} />)
})

pages.post(`${DESK}/open`, allow(keeper), async (c) => {
  const typed = await textsOf(c)
  const { counter } = await officerAt(c, typed.site ?? '')
  const read = NewRound.safeParse(typed)
  if (!read.success) {
    const errors = Object.fromEntries(
      read.error.issues.map(({ path, message }) => [String(path[0]), c.var.t(message)]),
    )
    return c.html(await sitePage(c, counter.siteId, { typed, errors }), 422)
  }
  await openRound(c.var.station, counter, read.data)
  return toSite(c, counter.siteId)
})

pages.post(`${DESK}/paper`, allow(keeper), async (c) => {
  const { typed, roundId, siteId } = await ownRound(c)
  const upTo = Number(typed.upTo)
  try {
    if (!Number.isInteger(upTo)) throw new Failure('conflict', 'handouts.error.numbers')
    await recordPaper(c.var.station, roundId, upTo)
  } catch (failure) {
    if (!(failure instanceof Failure) || failure.kind !== 'conflict') throw failure
    const errors = { upTo: c.var.t(failure.messageKey) }
    return c.html(await sitePage(c, siteId, { typed, errors }), 422)
  }
  return toSite(c, siteId)
})

pages.post(`${DESK}/call`, allow(keeper), perMinute, async (c) => {
  const { roundId, siteId } = await ownRound(c)
  await callNext(c.var.station, roundId)
  return toSite(c, siteId)
})

pages.post(`${DESK}/counter`, allow(keeper), perMinute, async (c) => {
  const { roundId } = await ownRound(c)
  const taking = { roundId, door: 'counter', phone: null, clientKey: randomUUID() } as const
  const taken = await takeSlip(c.var.station, taking)
  if (!taken.ok) throw new Failure('conflict', `handouts.slip.${taken.reason}`)
  return c.redirect(`/supply/${c.req.param('programme')}/slips/${taken.slip.reference}`, 303)
})

pages.post(`${DESK}/settle`, allow(keeper), async (c) => {
  const { typed, roundId, siteId } = await ownRound(c)
  const state = typed.state === 'served' ? 'served' : 'released'
  await settle(c.var.station, roundId, { number: Number(typed.number), state })
  return toSite(c, siteId)
})

const SLIP = '/supply/:programme/sites/:site/slip'

pages.get(SLIP, allow(everyone), async (c) => c.html(await takePage(c, '', undefined)))

pages.post(SLIP, allow(everyone), perHome, async (c) => {
  const { round = '', phone = '' } = await textsOf(c)
  const read = Phone.safeParse(phone)
  if (!read.success) {
    return c.html(await takePage(c, phone, c.var.t('handouts.error.phone')), 422)
  }
  const known = (await roundsAt(c, c.req.param('site'))).some(({ roundId }) => roundId === round)
  if (!known) throw new Failure('not_found', 'handouts.slips.none')
  const taking = { roundId: round, door: 'page', phone: read.data, clientKey: '' } as const
  const taken = await takeSlip(c.var.station, taking)
  // The page says the reason in the place of the form.
  if (!taken.ok) return c.html(await takePage(c, '', undefined), 409)
  return c.redirect(`/supply/${c.req.param('programme')}/slips/${taken.slip.reference}`, 303)
})

pages.get('/supply/:programme/slips/:reference', allow(everyone), async (c) => {
  const { station, db, now } = c.var
  const reference = readReference(c.req.param('reference'), SLIP_PREFIX)
  if (!reference) throw new Failure('not_found', 'handouts.slips.no_such')
  const { slip, round } = await getSlip(station, reference)
  const site = await findSite(db, round.programmeId, round.siteId)
  if (!site || round.programmeId !== c.req.param('programme')) {
    throw new Failure('not_found', 'handouts.slips.no_such')
  }
  const frame = frameOf(c, { title: titleOf(c, 'handouts.slip.yours') })
  const ahead = await countAhead(db, round.roundId, slip.number)
  return c.html(<SlipPage {...{ frame, site, slip, round, ahead, now }} />)
})

async function sitePage(
  c: Context<Web>,
  siteId: string,
  shown: { typed?: Typed; errors?: Record<string, string> },
) {
  const { station, now, db } = c.var
  const { site, counter } = await officerAt(c, siteId)
  const { slips } = settingsOf(station, counter.programmeId)
  const rounds = await roundsAt(c, siteId)
  const numbers = 100
  const plan = {
    numbers: String(numbers),
    lateNumbers: String(Math.round(numbers * slips.lateShare)),
    startsAt: '11:00',
    endsAt: '21:00',
  }
  const hasError = Object.keys(shown.errors ?? {}).length > 0
  return (
    <SiteSlipsPage
      frame={frameOf(c, { title: titleOf(c, 'handouts.slips.title'), hasError })}
      programme={getProgramme(station, counter.programmeId)}
      site={site}
      rounds={
        await Promise.all(
          rounds.map(async (round) => ({ round, called: await listCalled(db, round.roundId) })),
        )
      }
      typed={{ ...plan, ...shown.typed }}
      errors={shown.errors ?? {}}
      now={now}
    />
  )
}

async function takePage(c: Context<Web>, phone: string, error: string | undefined) {
  const { station, db, now } = c.var
  const programmeId = c.req.param('programme') ?? ''
  const programme = getProgramme(station, programmeId)
  const site = await findSite(db, programmeId, c.req.param('site') ?? '')
  if (!site || site.leftAt) throw new Failure('not_found', 'supply.no_site')
  const title = titleOf(c, 'handouts.slip.title')
  const frame = frameOf(c, { title, hasError: error !== undefined })
  const rounds = await roundsAt(c, site.siteId)
  return <TakeSlipPage {...{ frame, programme, site, rounds, phone, error, now }} />
}

const roundsAt = (c: Context<Web>, siteId: string) =>
  listRounds(c.var.db, {
    programmeId: c.req.param('programme') ?? '',
    siteId,
    onDay: taipeiDay(c.var.now),
  })

function titleOf(c: Context<Web>, key: string): string {
  const { title } = getProgramme(c.var.station, c.req.param('programme') ?? '')
  return c.var.t(key, { programme: say(title, c.var.lang) })
}

/** The round that a form names, if it is the site's. */
async function ownRound(c: Context<Web>) {
  const typed = await textsOf(c)
  const { counter } = await officerAt(c, typed.site ?? '')
  const roundId = /^[0-9a-f-]{36}$/.test(typed.round ?? '') ? (typed.round ?? '') : null
  const round = roundId ? await findRound(c.var.db, roundId) : null
  if (!round || round.programmeId !== counter.programmeId || round.siteId !== counter.siteId) {
    throw new Failure('not_found', 'handouts.slips.none')
  }
  return { typed, roundId: round.roundId, siteId: counter.siteId }
}

const toSite = (c: Context<Web>, siteId: string) =>
  c.redirect(
    `/desk/supply/${c.req.param('programme')}/slips?site=${encodeURIComponent(siteId)}`,
    303,
  )

const textsOf = async (c: Context<Web>): Promise<Typed> =>
  Object.fromEntries(
    Object.entries(await c.req.parseBody()).map(([name, value]) => [name, String(value).trim()]),
  )
