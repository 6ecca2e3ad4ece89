// The pages of a draft as they are shown: its questions, and reading them over.

import type { Context } from 'hono'
import type { Problem } from '../../../core/errors.ts'
import { frameOf } from '../../../core/frame.ts'
import { say, sayMessage } from '../../../core/i18n.ts'
import type { Web } from '../../../core/web.ts'
import {
  answeredLines,
  disclosures,
  drawDayFor,
  type Page,
  problemLinks,
  QuestionFields,
  readDraft,
  readingContext,
} from '../../../journeys/index.ts'
import { findAgency } from '../../../people/index.ts'
import { previewCorrection } from '../../actions/correction.ts'
import { checkAnswers } from '../../actions/filing.ts'
import { readStatus } from '../../actions/status.ts'
import type { Correcting } from '../correcting.tsx'
import { QuestionPage } from '../question.tsx'
import { linesOf, readsOnPage } from '../reads/part.tsx'
import { VerifiedSection } from '../reads/verified.tsx'
import { ReviewPage } from '../review.tsx'
import { trialPart } from '../trial-part.ts'
import { type Open, read } from './open.ts'

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

export async function questionPage(
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
  const frame = frameOf(c, { title: say(page.title, lang), hasError: errors.length > 0 })
  const reads = readsOnPage(open, shown, { frame, problems })
  return (
    <QuestionPage
      frame={frame}
      reads={reads.part}
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
          page={reads.page}
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

export async function reviewPage(c: Context<Web>, open: Open) {
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
  const frame = frameOf(c, { title: t('cases.review_title'), hasError: errors.length > 0 })
  return (
    <ReviewPage
      frame={frame}
      verified={
        <VerifiedSection
          frame={frame}
          lines={linesOf(open, open.verified, frame)}
          hint={t('cases.read_hint_review')}
        />
      }
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
