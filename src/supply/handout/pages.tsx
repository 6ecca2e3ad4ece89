// Routes of the counter's page. A hand-out is answered with the page itself and no redirect: what a
// card may have must not stand in an address, and sending it again changes nothing.

import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { z } from 'zod'
import { allow } from '../../core/access.ts'
import { taipeiDay, taipeiMoment } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { say, sayMessage } from '../../core/i18n.ts'
import { problemsOf } from '../../core/problems.ts'
import { newPages, type Web } from '../../core/web.ts'
import { keeper } from '../access.ts'
import { frameOf } from '../frame.ts'
import { getProgramme } from '../programmes.ts'
import { type Counter, HandOutRequest } from '../schema/handout.ts'
import { countHandOuts } from '../store/handouts.ts'
import { listPasses } from '../store/passes.ts'
import { ChooseSitePage } from './choose-site.tsx'
import { endPass, issuePass, officerAt } from './counter.ts'
import { CounterPage, type CounterProps } from './counter-view.tsx'
import { handOut } from './hand-out.ts'
import { perDay, perMinute } from './limits.ts'
import { issueAllowance, OfflineEntry, takeOffline } from './offline.ts'
import { dependsOnAge } from './quota.ts'

export const pages = newPages()

const PATH = '/desk/supply/:programme'

pages.get(`${PATH}/hand-out`, allow(keeper), async (c) => {
  const site = c.req.query('site')?.trim() ?? ''
  const { t } = c.var
  if (site === '') return c.html(chooseSite(c, { typed: '', error: undefined }))
  try {
    return c.html(await counterPage(c, site, {}))
  } catch (failure) {
    if (!(failure instanceof Failure) || failure.kind !== 'not_found') throw failure
    return c.html(chooseSite(c, { typed: site, error: t('supply.no_site') }), 422)
  }
})

pages.post(`${PATH}/hand-out`, allow(keeper), perMinute, perDay, async (c) => {
  const typed = await textsOf(c)
  const { counter } = await officerAt(c, typed.site ?? '')
  const kept = { item: typed.item ?? '', amount: typed.amount ?? '' }
  const { clientKey, request } = readForm(typed)
  try {
    const answer = await handOut(c.var.station, {
      counter,
      request: requireRequest(request),
      clientKey,
    })
    return c.html(await counterPage(c, counter.siteId, { answer, item: kept.item }))
  } catch (failure) {
    if (!(failure instanceof Failure) || failure.kind !== 'invalid') throw failure
    const errors = errorsOf(c, failure)
    const shown = { ...kept, errors, clientKey }
    return c.html(await counterPage(c, counter.siteId, shown), 422)
  }
})

pages.post(`${PATH}/allowance`, allow(keeper), perMinute, async (c) => {
  const { site = '', item = '' } = await textsOf(c)
  const { counter } = await officerAt(c, site)
  const allowance = await issueAllowance(c.var.station, counter, item)
  return c.html(await counterPage(c, site, { allowance, item }))
})

pages.post(`${PATH}/offline`, allow(keeper), perMinute, async (c) => {
  const { site = '', entries = '' } = await textsOf(c)
  const { counter } = await officerAt(c, site)
  const read = z.array(OfflineEntry).max(1000).safeParse(parsed(entries))
  if (!read.success) throw new Failure('invalid', 'handouts.offline.nothing')
  const told = await takeOffline(c.var.station, counter, read.data)
  return c.html(await counterPage(c, site, { told }))
})

pages.post(`${PATH}/pass`, allow(keeper), perMinute, async (c) => {
  const { site = '' } = await textsOf(c)
  const { counter } = await officerAt(c, site)
  const pass = await issuePass(c.var.station, counter)
  // No redirect: the pass stands on this answer and nowhere else.
  return c.html(await counterPage(c, site, { pass }))
})

pages.post(`${PATH}/pass/:pass/end`, allow(keeper), async (c) => {
  const { site = '' } = await textsOf(c)
  const { counter } = await officerAt(c, site)
  await endPass(c.var.station, counter, c.req.param('pass'))
  return c.redirect(
    `/desk/supply/${counter.programmeId}/hand-out?site=${encodeURIComponent(site)}`,
    303,
  )
})

async function counterPage(c: Context<Web>, siteId: string, shown: Partial<CounterProps>) {
  const { station, t, lang, db, now } = c.var
  const { site, counter } = await officerAt(c, siteId)
  const programme = getProgramme(station, counter.programmeId)
  const title = t('handouts.counter.title', { programme: say(programme.title, lang) })
  const hasError = Object.keys(shown.errors ?? {}).length > 0
  return (
    <CounterPage
      frame={frameOf(c, { title, hasError, islands: ['hand-out', 'offline'] })}
      programme={programme}
      site={site}
      clientKey={randomUUID()}
      amount=""
      isBirthYearAsked={await dependsOnAge(station, programme.id, now)}
      answer={null}
      errors={{}}
      today={await todayAt(db, counter, now)}
      allowance={null}
      told={null}
      pass={null}
      passes={await listPasses(db, programme.id, site.siteId)}
      now={now}
      {...shown}
      item={shown.item || (programme.items[0]?.id ?? '')}
    />
  )
}

const todayAt = (db: Context<Web>['var']['db'], { programmeId, siteId }: Counter, now: Date) =>
  countHandOuts(db, { programmeId, siteId, since: taipeiMoment(taipeiDay(now)) })

function chooseSite(c: Context<Web>, shown: { typed: string; error: string | undefined }) {
  const { station, t, lang } = c.var
  const programme = getProgramme(station, c.req.param('programme') ?? '')
  const title = t('handouts.counter.title', { programme: say(programme.title, lang) })
  const frame = frameOf(c, { title, hasError: shown.error !== undefined })
  return <ChooseSitePage frame={frame} action={c.req.path} {...shown} />
}

const textsOf = async (c: Context<Web>): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(await c.req.parseBody()).map(([name, value]) => [name, String(value).trim()]),
  )

/** An empty field was not filled in; a form cannot say it otherwise. */
function readForm(typed: Record<string, string>) {
  const filled = Object.entries(typed).filter(
    ([name, value]) => value !== '' || ['card', 'item'].includes(name),
  )
  const { key = '', ...rest } = Object.fromEntries(filled)
  // Only one of ours: what somebody else made up could be another's.
  const clientKey = /^[0-9a-f-]{36}$/.test(key) ? key : randomUUID()
  return { clientKey, request: HandOutRequest.safeParse(rest) }
}

function requireRequest(read: ReturnType<typeof readForm>['request']): HandOutRequest {
  if (read.success) return read.data
  throw new Failure('invalid', 'core.invalid', { problems: problemsOf(read.error) })
}

const errorsOf = (c: Context<Web>, { problems }: Failure): Record<string, string> =>
  Object.fromEntries(
    problems.map(({ pointer, message }) => [
      pointer.slice(1),
      sayMessage(message, c.var.lang, c.var.t),
    ]),
  )

function parsed(text: string): unknown {
  try {
    return JSON.parse(text || '[]')
  } catch {
    return null
  }
}
