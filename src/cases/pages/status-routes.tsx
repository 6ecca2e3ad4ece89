// The status page and what a person can do from it. The address holds a secret, given at filing or
// after finding the case by its reference and one answer.

import type { Context } from 'hono'
import { allow, everyone, holderOfSecret } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { say } from '../../core/i18n.ts'
import { limit } from '../../core/rate-limit.ts'
import { newPages, type Web } from '../../core/web.ts'
import {
  answeredLines,
  getJourney,
  listJourneys,
  readDraft,
  readingContext,
  visiblePages,
} from '../../journeys/index.ts'
import { findCaseByReference, openCase } from '../actions/access.ts'
import { readFiledAnswers, startAgain, startCorrection } from '../actions/correction.ts'
import { joinForeignReference } from '../actions/join.ts'
import { readStatus } from '../actions/status.ts'
import { withdrawCase } from '../actions/withdraw.ts'
import { caseCalendar } from './calendar.ts'
import { FiledContent, type FiledPart } from './filed.tsx'
import { FindPage } from './find.tsx'
import { StatusPage, stamp, WithdrawalPage } from './status.tsx'

export const statusPages = newPages()

const NEW_DRAFTS = { points: 60, perSeconds: 3600 }
/** Guessing an answer to a known reference must stay hopeless; an honest slip must not hurt. */
const SEARCHES = { points: 10, perSeconds: 600 }

statusPages.get('/cases/search', allow(everyone), async (c) =>
  c.html(await findPage(c, { reference: '', answer: '' })),
)

statusPages.post('/cases/search', allow(everyone), limit('case search', SEARCHES), async (c) => {
  const { t, station } = c.var
  const form = await c.req.parseBody()
  const values = { reference: String(form.reference ?? ''), answer: String(form.answer ?? '') }
  const missing = {
    ...(values.reference.trim() ? {} : { reference: t('cases.find_reference_missing') }),
    ...(values.answer.trim() ? {} : { answer: t('cases.find_answer_missing') }),
  }
  if (Object.keys(missing).length > 0) return c.html(await findPage(c, values, missing), 422)
  const found = await findCaseByReference(station, values)
  if (!found) {
    const errors = { reference: t('cases.find_none') }
    return c.html(await findPage(c, values, errors), 422)
  }
  return c.redirect(`/status/${found.token}`, 303)
})

statusPages.get('/status/:token', allow(holderOfSecret), async (c) => {
  const view = await viewOf(c)
  const isNew = c.req.query('filed') !== undefined
  const isWithdrawn = c.req.query('withdrawn') !== undefined
  return c.html(await statusPage(c, view, { isNew, isWithdrawn }))
})

statusPages.get('/status/:token/stamp', allow(holderOfSecret), async (c) =>
  c.json({ stamp: stamp(await viewOf(c)) }),
)

statusPages.get('/status/:token/calendar.ics', allow(holderOfSecret), async (c) => {
  const view = await viewOf(c)
  return c.body(caseCalendar(view, c.var.lang, c.var.t), 200, {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': `attachment; filename="${view.reference}.ics"`,
  })
})

statusPages.get('/status/:token/withdrawal', allow(holderOfSecret), async (c) => {
  const view = await viewOf(c)
  if (!view.mayWithdraw) return c.redirect(baseOf(c), 303)
  const frame = frameOf(c, { title: c.var.t('cases.withdraw_title') })
  return c.html(
    <WithdrawalPage frame={frame} view={view} base={baseOf(c)} phone={c.var.station.city.phone} />,
  )
})

statusPages.post('/status/:token/withdrawal', allow(holderOfSecret), async (c) => {
  const { caseId } = await opened(c)
  const doer = { actor: 'person', basis: 'own_request', channel: 'web' } as const
  await withdrawCase(c.var.station, { caseId, doer })
  return c.redirect(`${baseOf(c)}?withdrawn`, 303)
})

statusPages.post('/status/:token/legs/:leg/reference', allow(holderOfSecret), async (c) => {
  const { caseId } = await opened(c)
  const form = await c.req.parseBody()
  const joined = await joinForeignReference(c.var.station, {
    caseId,
    leg: c.req.param('leg'),
    reference: String(form.reference ?? ''),
    doer: { actor: 'person', basis: 'own_request', channel: 'web' },
  })
  if (joined.ok) return c.redirect(`${baseOf(c)}#${c.req.param('leg')}`, 303)
  const view = await viewOf(c)
  return c.html(await statusPage(c, view, { problem: c.var.t(`cases.${joined.reason}`) }), 422)
})

/** A returned case is corrected in a draft that holds the answers filed. */
statusPages.get('/status/:token/correction', allow(holderOfSecret), async (c) => {
  const { caseId, ...view } = await viewOf(c)
  const asked = view.legs.flatMap((leg) => (leg.mayCorrect ? leg.reasons : []))
  const first = asked.find(({ question }) => question)?.question
  const pointer = c.req.query('question') ?? first ?? ''
  const { token, pageId } = await startCorrection(c.var.station, {
    caseId,
    pointer,
    language: c.var.lang,
  })
  const anchor = pointer ? `#${pointer.slice(1).replaceAll('/', '-')}` : ''
  return c.redirect(`/drafts/${token}/pages/${pageId}${anchor}`, 303)
})

/** What was refused is asked for again in a draft of its own; the case stays as it is. */
statusPages.post(
  '/status/:token/again',
  allow(holderOfSecret),
  limit('drafts', NEW_DRAFTS),
  async (c) => {
    const { caseId } = await opened(c)
    const { token } = await startAgain(c.var.station, { caseId, language: c.var.lang })
    return c.redirect(`/drafts/${token}/review`, 303)
  },
)

const baseOf = (c: Context<Web>): string => `/status/${c.req.param('token')}`

async function opened(c: Context<Web>): Promise<{ caseId: string }> {
  const found = await openCase(c.var.station, c.req.param('token') ?? '')
  if (!found) throw new Failure('not_found', 'cases.not_found')
  return found
}

async function viewOf(c: Context<Web>) {
  const { caseId } = await opened(c)
  return readStatus(c.var.station, caseId)
}

type View = Awaited<ReturnType<typeof readStatus>>

interface Extra {
  isNew?: boolean
  isWithdrawn?: boolean
  problem?: string
}

async function statusPage(c: Context<Web>, view: View, extra: Extra) {
  const title = `${view.reference} ${say(view.title, c.var.lang)}`
  const frame = frameOf(c, { title, hasError: extra.problem !== undefined })
  return (
    <StatusPage
      frame={frame}
      filed={<FiledContent frame={frame} parts={await filedParts(c, view)} />}
      view={view}
      base={baseOf(c)}
      phone={c.var.station.city.phone}
      {...extra}
    />
  )
}

/** Nothing once the case was erased. */
async function filedParts(c: Context<Web>, view: View): Promise<FiledPart[]> {
  if (view.isErased) return []
  const { station, db, t, lang } = c.var
  const raw = await readFiledAnswers(station, view.caseId)
  const journey = await getJourney(db, view.journeyId, view.journeyVersion)
  const context = readingContext(station)
  const answers = readDraft(journey, raw, context)
  return visiblePages(journey, answers, { today: context.today }).map((page) => ({
    title: page.title,
    changeHref: view.mayCorrect
      ? `${baseOf(c)}/correction?question=/${page.questions[0]?.id ?? ''}`
      : null,
    lines: answeredLines(page, answers, { t, lang, places: context.places }),
  }))
}

async function findPage(
  c: Context<Web>,
  values: { reference: string; answer: string },
  errors: { reference?: string; answer?: string } = {},
) {
  const { t, station, db, lang } = c.var
  const asked = (await listJourneys(db)).map(({ title, findBy }) => ({
    journey: say(title, lang),
    answer: say(findBy.label, lang),
  }))
  const hasError = Object.keys(errors).length > 0
  const frame = frameOf(c, { title: t('cases.find_title'), hasError })
  return <FindPage {...{ frame, values, errors, asked }} phone={station.city.phone} />
}
