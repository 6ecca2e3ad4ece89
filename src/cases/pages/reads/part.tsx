// What agencies have to do with one page of a draft: what could be asked, what was answered, and the
// page as it is still asked beside them.

import type { Child } from 'hono/jsx'
import { getAdapter } from '../../../adapters/index.ts'
import { addDays, taipeiDay } from '../../../core/clock.ts'
import type { Problem } from '../../../core/errors.ts'
import { say } from '../../../core/i18n.ts'
import {
  type Page,
  pageOnly,
  pageWithout,
  QuestionFields,
  type Readable,
  readingContext,
} from '../../../journeys/index.ts'
import { findAgency } from '../../../people/index.ts'
import type { PageFrame } from '../../../ui/layout.tsx'
import { wantedOf } from '../../actions/reads/ask.ts'
import { worded } from '../../actions/reads/kept.ts'
import type { Verified } from '../../schema/reads.ts'
import { type Open, pageAddress } from '../draft/open.ts'
import { AnsweredPart, FirstButton, type Offer, OfferPart } from './panel.tsx'
import { type VerifiedLine, verifiedLine } from './verified.tsx'

export interface ReadsOnPage {
  /** Null: agencies have nothing to do with this page. */
  part: Child
  /** Without what was answered, and what stands in `part`. */
  page: Page
}

export function readsOnPage(
  open: Open,
  page: Page,
  { frame, problems }: { frame: PageFrame; problems: Problem[] },
): ReadsOnPage {
  const lines = linesOf(open, open.verified.filter(isOn(page)), frame)
  const answered = lines.filter(({ state }) => state === 'verified').map(({ pointer }) => pointer)
  const offers = offersOn(open, page, { frame, problems, answered })
  if (lines.length === 0 && offers.length === 0) return { part: null, page }
  const asked = offers.flatMap(({ subject }) => subject)
  const place = { frame, action: `${pageAddress(open, page)}/reads` }
  const part = (
    <>
      <FirstButton />
      <AnsweredPart {...place} lines={lines} />
      {offers.map(({ offer }) => (
        <OfferPart {...place} offer={offer} />
      ))}
    </>
  )
  return { part, page: pageWithout(page, [...answered, ...asked]) }
}

export const linesOf = (open: Open, verified: Verified[], frame: PageFrame): VerifiedLine[] =>
  worded(open.c.var.station, open.journey, verified).map((one) => verifiedLine(one, frame))

interface Around {
  frame: PageFrame
  problems: Problem[]
  answered: string[]
}

function offersOn(open: Open, page: Page, around: Around): { offer: Offer; subject: string[] }[] {
  const { draft, journey, c } = open
  // A closed test asks nobody, and a correction is one answer.
  if (draft.isTrial || draft.correctsCaseId) return []
  return wantedOf(c.var.station, journey, draft)
    .filter(({ fields }) => fields.some(isOn(page)))
    .map((readable) => {
      const subject = Object.values(readable.subject).filter(
        (pointer) => isOn(page)({ pointer }) && !around.answered.includes(pointer),
      )
      return { subject, offer: offerOf(open, readable, subjectFields(open, page, subject, around)) }
    })
}

function offerOf(open: Open, readable: Readable, subject: Child): Offer {
  const { station } = open.c.var
  const { reads, agencies } = getAdapter(station, readable.adapterId).describe
  if (!reads) throw new Error(`${readable.adapterId} reads nothing`)
  const wanted = readable.fields.map(({ field }) => field)
  const last = open.draft.readings.findLast((one) => one.adapterId === readable.adapterId)
  return {
    adapterId: readable.adapterId,
    agencyName: nameOf(open, agencies[0] ?? ''),
    reads,
    fields: reads.fields.filter(({ name }) => wanted.includes(name)),
    holdsUntil: addDays(taipeiDay(station.clock.now()), reads.consentDays),
    subject,
    last: last?.outcome ?? null,
  }
}

function subjectFields(open: Open, page: Page, pointers: string[], around: Around): Child {
  if (pointers.length === 0) return null
  const { station, t, lang } = open.c.var
  const { places, today } = readingContext(station)
  return (
    <QuestionFields
      page={pageOnly(page, pointers)}
      raw={open.draft.answers}
      problems={around.problems}
      {...{ t, lang, places, today }}
      isBare
    />
  )
}

const isOn =
  (page: Page) =>
  ({ pointer }: { pointer: string }): boolean =>
    page.questions.some(({ id }) => id === pointer.split('/')[1])

function nameOf(open: Open, agencyId: string): string {
  const { station, lang } = open.c.var
  const agency = findAgency(station, agencyId)
  return agency ? say(agency.name, lang) : agencyId
}
