// A draft from its first page to filing. Every press of a button saves first, whatever is wrong, so
// that nothing typed is lost; then it says what is wrong.

import type { Context } from 'hono'
import { allow, everyone, holderOfSecret } from '../../core/access.ts'
import { Failure, type Problem } from '../../core/errors.ts'
import { frameOf } from '../../core/frame.ts'
import { say, sayMessage } from '../../core/i18n.ts'
import { limit } from '../../core/rate-limit.ts'
import { newPages, type Web } from '../../core/web.ts'
import {
  answeredLines,
  applyFormAction,
  disclosures,
  drawDayFor,
  type Fields,
  formActionProblems,
  formToRaw,
  getJourney,
  getJourneyToTry,
  type Journey,
  type Page,
  problemLinks,
  QuestionFields,
  readDraft,
  readingContext,
  readPage,
  visiblePages,
} from '../../journeys/index.ts'
import { findAgency } from '../../people/index.ts'
import { keepUploads } from '../actions/attachments.ts'
import { previewCorrection } from '../actions/correction.ts'
import { createDraft, findDraft, saveDraft } from '../actions/drafts.ts'
import { checkAnswers, fileDraft } from '../actions/filing.ts'
import { readStatus } from '../actions/status.ts'
import type { Draft, RawAnswers } from '../schema/requests.ts'
import type { Correcting } from './correcting.tsx'
import { QuestionPage } from './question.tsx'
import { ReviewPage } from './review.tsx'
import { trialPart } from './trial-part.ts'

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
    const typed = formToRaw(page, fields, places)
    const kept = await keepUploads(c.var.station, open.token, page, typed)
    const action = typeof fields.do === 'string' ? fields.do : null
    const lacking = action ? formActionProblems(page, kept, action, places) : []
    const mayAct = action !== null && lacking.length === 0
    const shown = mayAct ? applyFormAction(page, kept, action, places) : kept

    const saved = await save(c, open, { ...open.draft.answers, ...shown }, Number(fields.revision))
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

interface Open {
  token: string
  draft: Draft
  journey: Journey
  /** Those that this person sees, with their questions. */
  pages: Page[]
  c: Context<Web>
}

async function openDraft(c: Context<Web>, { mayBeFiled = false } = {}): Promise<Open> {
  const token = c.req.param('token') ?? ''
  const draft = await findDraft(c.var.station, token)
  if (!draft) throw new Failure('not_found', 'cases.draft_not_found')
  if (draft.caseId && !mayBeFiled) throw new Failure('conflict', 'cases.draft_filed')
  const { journeyId, journeyVersion, isTrial } = draft
  const journey = isTrial
    ? (await getJourneyToTry(c.var.db, journeyId, journeyVersion)).definition
    : await getJourney(c.var.db, journeyId, journeyVersion)
  return withAnswers({ token, draft, journey, c, pages: [] }, draft.answers)
}

function withAnswers(open: Open, answers: RawAnswers): Open {
  const context = readingContext(open.c.var.station)
  const understood = readDraft(open.journey, answers, context)
  const pages = visiblePages(open.journey, understood, { today: context.today })
  return { ...open, draft: { ...open.draft, answers }, pages }
}

const read = (open: Open, page: Page, answers: RawAnswers) =>
  readPage(open.journey, page.id, answers, readingContext(open.c.var.station))

function pageIn(open: Open, id: string): Page {
  const page = open.pages.find((one) => one.id === id)
  if (!page) throw new Failure('not_found', 'core.not_found')
  return page
}

/** What was typed here goes over whatever another browser saved; the other pages keep theirs. */
async function save(c: Context<Web>, open: Open, answers: RawAnswers, revision: number) {
  const { lang, station } = c.var
  const saving = await saveDraft(station, open.token, { revision, answers, language: lang })
  if (saving.ok) {
    const draft = { ...open.draft, revision: saving.revision }
    return { isMoved: false, open: withAnswers({ ...open, draft }, answers) }
  }
  const typed = Object.fromEntries(
    Object.entries(answers).filter(([id, value]) => value !== open.draft.answers[id]),
  )
  const draft = { ...open.draft, revision: saving.revision }
  return { isMoved: true, open: withAnswers({ ...open, draft }, { ...saving.answers, ...typed }) }
}

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

/** What a page of a correction says above its questions: which case, and the agencies' words. */
async function correctionOf(c: Context<Web>, open: Open): Promise<Correcting | null> {
  const caseId = open.draft.correctsCaseId
  if (!caseId) return null
  const { reference, legs } = await readStatus(c.var.station, caseId)
  const asking = legs.filter((leg) => leg.state === 'needs_correction')
  return {
    reference,
    asked: asking.map(({ agencyName, reasons, deadlineAt }) => ({
      agency: say(agencyName, c.var.lang),
      reasons: reasons.map(({ text }) => say(text, c.var.lang)),
      by: deadlineAt,
    })),
  }
}

async function questionPage(
  c: Context<Web>,
  open: Open,
  page: Page,
  how: { isMoved?: boolean; problems?: Problem[] } = {},
) {
  const { t, lang, station } = c.var
  const context = readingContext(station)
  const reading = read(open, page, open.draft.answers)
  const problems = how.problems ?? []
  const notes = reading.ok ? reading.notes : []
  const shown = open.pages.find((one) => one.id === page.id) ?? page
  const errors = problemLinks(problems, lang, t, open.journey)
  return (
    <QuestionPage
      frame={frameOf(c, { title: say(page.title, lang), hasError: errors.length > 0 })}
      journey={open.journey}
      pages={open.pages}
      page={shown}
      token={open.token}
      revision={open.draft.revision}
      expiresAt={open.draft.expiresAt}
      errors={errors}
      notes={notes.map((note) => sayMessage(note.message, lang, t, note.values))}
      isMoved={how.isMoved ?? false}
      correcting={await correctionOf(c, open)}
      trial={open.draft.isTrial ? trialPart(c, { token: open.token, page: page.id }) : null}
      phone={station.city.phone}
      fields={
        <QuestionFields
          page={shown}
          raw={open.draft.answers}
          problems={problems}
          t={t}
          lang={lang}
          places={context.places}
          today={context.today}
        />
      }
    />
  )
}

async function reviewPage(c: Context<Web>, open: Open) {
  const { t, lang, station, now } = c.var
  const checked = await checkAnswers(station, open.journey, open.draft.answers)
  const context = readingContext(station)
  const understood = readDraft(open.journey, open.draft.answers, context)
  const { correctsCaseId: caseId, answers } = open.draft
  const preview = caseId ? await previewCorrection(station, { caseId, answers }) : null
  const problems = checked.ok ? [] : checked.problems
  const errors = problemLinks(problems, lang, t, open.journey).map((error, index) => ({
    ...error,
    href: addressOf(open, problems[index]?.pointer ?? '') + error.href,
  }))
  return (
    <ReviewPage
      frame={frameOf(c, { title: t('cases.review_title'), hasError: errors.length > 0 })}
      journey={open.journey}
      pages={open.pages}
      token={open.token}
      revision={open.draft.revision}
      errors={errors}
      notes={checked.notes.map((note) => sayMessage(note.message, lang, t, note.values))}
      legs={checked.ok ? checked.legs : null}
      disclosures={disclosures(open.journey, understood, { today: context.today })}
      correcting={await correctionOf(c, open)}
      preview={preview}
      agencyName={(id) => {
        const agency = findAgency(station, id)
        return agency ? say(agency.name, lang) : id
      }}
      drawDay={(agencyId) => drawDayFor(open.journey, understood, agencyId, context)}
      answersOf={(page) => answeredLines(page, understood, { t, lang, places: context.places })}
      now={now}
      trial={
        open.draft.isTrial
          ? trialPart(c, { token: open.token, page: checked.ok ? null : 'review' })
          : null
      }
    />
  )
}

/** The page on which a pointer's question stands. */
function addressOf(open: Open, pointer: string): string {
  const id = pointer.split('/')[1]
  const page = open.pages.find((one) => one.questions.some((question) => question.id === id))
  return page ? `/drafts/${open.token}/pages/${page.id}` : ''
}
