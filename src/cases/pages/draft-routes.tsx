// A draft from its first page to filing. Every press of a button saves first, whatever is wrong, so
// that nothing typed is lost; then it says what is wrong.

import { allow, everyone, holderOfSecret } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { limit } from '../../core/rate-limit.ts'
import { newPages } from '../../core/web.ts'
import {
  applyFormAction,
  type Fields,
  formActionProblems,
  getJourney,
  type Page,
  readingContext,
} from '../../journeys/index.ts'
import { createDraft } from '../actions/drafts.ts'
import { fileDraft } from '../actions/filing.ts'
import { type Open, openDraft, pageIn, read, save, typedOn } from './draft/open.ts'
import { questionPage, reviewPage } from './draft/show.tsx'

export const draftPages = newPages()

/** A person starts a few drafts; a robot starts thousands. */
const NEW_DRAFTS = { points: 60, perSeconds: 3600 }
const SAVINGS = { points: 600, perSeconds: 600 }

draftPages.post('/journeys/:id/drafts', allow(everyone), limit('drafts', NEW_DRAFTS), async (c) => {
  const { station, db, lang } = c.var
  const journey = await getJourney(db, c.req.param('id'))
  if (journey.status === 'retired') throw new Failure('conflict', 'cases.journey_retired')
  const { token } = await createDraft(station, {
    journeyId: journey.id,
    journeyVersion: journey.version,
    channel: 'web',
    language: lang,
  })
  return c.redirect(`/drafts/${token}/pages/${journey.pages[0]?.id}`, 303)
})

/** Resumes where something is still missing. */
draftPages.get('/drafts/:token', allow(holderOfSecret), async (c) => {
  const open = await openDraft(c)
  const missing = open.pages.find((page) => !read(open, page, open.draft.answers).ok)
  const base = `/drafts/${open.token}`
  return c.redirect(missing ? `${base}/pages/${missing.id}` : `${base}/review`, 303)
})

draftPages.get('/drafts/:token/pages/:page', allow(holderOfSecret), async (c) => {
  const open = await openDraft(c)
  return c.html(await questionPage(c, open, pageIn(open, c.req.param('page'))))
})

draftPages.post(
  '/drafts/:token/pages/:page',
  allow(holderOfSecret),
  limit('savings', SAVINGS),
  async (c) => {
    const open = await openDraft(c)
    const page = pageIn(open, c.req.param('page'))
    const fields = (await c.req.parseBody()) as Fields
    const { places } = readingContext(c.var.station)
    const kept = await typedOn(open, page, fields)
    const action = typeof fields.do === 'string' ? fields.do : null
    const lacking = action ? formActionProblems(page, kept, action, places) : []
    const mayAct = action !== null && lacking.length === 0
    const typed = mayAct ? applyFormAction(page, kept, action, places) : kept

    const saved = await save(open, page, { typed, revision: Number(fields.revision) })
    if (saved.isMoved)
      return c.html(await questionPage(c, saved.open, page, { isMoved: true }), 409)
    if (lacking.length > 0)
      return c.html(await questionPage(c, saved.open, page, { problems: lacking }), 422)
    if (action)
      return c.redirect(`/drafts/${open.token}/pages/${page.id}${anchorOf(page, action)}`, 303)

    const reading = read(saved.open, page, saved.open.draft.answers)
    if (!reading.ok)
      return c.html(await questionPage(c, saved.open, page, { problems: reading.problems }), 422)
    // A correction is one answer: on to reading it over.
    const next = open.draft.correctsCaseId ? reviewAddress(open) : nextAddress(saved.open, page)
    return c.redirect(next, 303)
  },
)

draftPages.get('/drafts/:token/review', allow(holderOfSecret), async (c) => {
  const open = await openDraft(c)
  return c.html(await reviewPage(c, open))
})

draftPages.post(
  '/drafts/:token/filing',
  allow(holderOfSecret),
  limit('savings', SAVINGS),
  async (c) => {
    const open = await openDraft(c, { mayBeFiled: true })
    const filed = await fileDraft(c.var.station, { token: open.token, language: c.var.lang })
    if (!filed.ok) return c.html(await reviewPage(c, open), 422)
    return c.redirect(`/status/${filed.token}?filed`, 303)
  },
)

/** Back to where the button was: the group or the trip that changed. */
function anchorOf(page: Page, action: string): string {
  const [verb, group = ''] = action.split(':')
  const question = page.questions.find(({ id, type }) =>
    verb === 'trip' ? type === 'trip' : id === group,
  )
  return question ? `#${question.id}` : ''
}

function nextAddress(open: Open, page: Page): string {
  const next = open.pages[open.pages.findIndex((one) => one.id === page.id) + 1]
  return next ? `/drafts/${open.token}/pages/${next.id}` : reviewAddress(open)
}

const reviewAddress = (open: Open) => `/drafts/${open.token}/review`
