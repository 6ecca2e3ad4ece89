// A draft as its pages see it: opened by its link, read as far as it can be read, saved at every press.

import type { Context } from 'hono'
import { Failure } from '../../../core/errors.ts'
import type { Web } from '../../../core/web.ts'
import {
  type Fields,
  formToRaw,
  getJourney,
  getJourneyToTry,
  type Journey,
  type Page,
  readDraft,
  readingContext,
  readPage,
  visiblePages,
} from '../../../journeys/index.ts'
import { keepUploads } from '../../actions/attachments.ts'
import { findDraft, saveDraft } from '../../actions/drafts.ts'
import { afterTyping } from '../../actions/reads/change.ts'
import { verifiedIn, withVerified } from '../../rules/reads.ts'
import type { Verified } from '../../schema/reads.ts'
import type { Draft, RawAnswers } from '../../schema/requests.ts'

export interface Open {
  token: string
  draft: Draft
  journey: Journey
  /** Those that this person sees, with their questions. */
  pages: Page[]
  /** Answers that agencies have to do with. */
  verified: Verified[]
  c: Context<Web>
}

/** @throws Failure not_found, conflict when it was filed */
export async function openDraft(c: Context<Web>, { mayBeFiled = false } = {}): Promise<Open> {
  const token = c.req.param('token') ?? ''
  const { station } = c.var
  const draft = await findDraft(station, token)
  if (!draft) throw new Failure('not_found', 'cases.draft_not_found')
  if (draft.caseId && !mayBeFiled) throw new Failure('conflict', 'cases.draft_filed')
  const { journeyId, journeyVersion, isTrial } = draft
  const journey = isTrial
    ? (await getJourneyToTry(c.var.db, journeyId, journeyVersion)).definition
    : await getJourney(c.var.db, journeyId, journeyVersion)
  // A consent may have run out since the draft was last saved.
  const standing = await afterTyping(station, draft, { answers: draft.answers, questions: [] })
  return withAnswers({ token, draft, journey, c, pages: [], verified: [] }, standing)
}

export function withAnswers(
  open: Open,
  { answers, readings }: Pick<Draft, 'answers' | 'readings'>,
): Open {
  const { station } = open.c.var
  const context = readingContext(station)
  const understood = readDraft(open.journey, answers, context)
  return {
    ...open,
    draft: { ...open.draft, answers, readings },
    pages: visiblePages(open.journey, understood, { today: context.today }),
    verified: verifiedIn(readings, understood, station.clock.now()),
  }
}

export const read = (open: Open, page: Page, answers: RawAnswers) =>
  readPage(open.journey, page.id, answers, readingContext(open.c.var.station))

/** @throws Failure not_found for a page this person does not see */
export function pageIn(open: Open, id: string): Page {
  const page = open.pages.find((one) => one.id === id)
  if (!page) throw new Failure('not_found', 'core.not_found')
  return page
}

/** What was typed on a page, with what it did not ask because an agency had answered it. */
export async function typedOn(open: Open, page: Page, fields: Fields): Promise<RawAnswers> {
  const { station } = open.c.var
  const typed = formToRaw(page, fields, readingContext(station).places)
  const kept = await keepUploads(station, open.token, page, typed)
  return withVerified(kept, { before: open.draft.answers, verified: open.verified })
}

/** What was typed here goes over whatever another browser saved; the other pages keep theirs. */
export async function save(
  open: Open,
  page: Page,
  { typed, revision }: { typed: RawAnswers; revision: number },
): Promise<{ isMoved: boolean; open: Open }> {
  const { lang, station } = open.c.var
  const after = await afterTyping(station, open.draft, {
    answers: { ...open.draft.answers, ...typed },
    questions: page.questions.map(({ id }) => id),
  })
  const saving = await saveDraft(station, open.token, { revision, ...after, language: lang })
  if (saving.ok) {
    const draft = { ...open.draft, revision: saving.revision }
    return { isMoved: false, open: withAnswers({ ...open, draft }, after) }
  }
  const changed = Object.fromEntries(
    Object.entries(after.answers).filter(([id, value]) => value !== open.draft.answers[id]),
  )
  const draft = { ...open.draft, revision: saving.revision }
  const both = { answers: { ...saving.answers, ...changed }, readings: open.draft.readings }
  return { isMoved: true, open: withAnswers({ ...open, draft }, both) }
}

export const pageAddress = ({ token }: Open, page: Page): string =>
  `/drafts/${token}/pages/${page.id}`
