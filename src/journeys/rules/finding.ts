// The one answer that, beside the reference, finds a case again; and how long its answers are kept.

import { type Known, newScope } from '../expressions/scope.ts'
import { readPhone } from '../questions/contacts.ts'
import { readDate } from '../questions/dates.ts'
import type { ReadingContext } from '../questions/leaf.ts'
import { halfWidth } from '../questions/texts.ts'
import type { Answers, Journey, Question } from '../schema.ts'
import { questionAt, stepsOf } from './pages.ts'

/** As it is compared: capitals, half-width, no spaces; null when this case has no such answer. */
export function findAnswer(journey: Journey, answers: Answers): string | null {
  let value: unknown = answers
  for (const step of stepsOf(journey.findBy.question)) {
    value = (value as Record<string, unknown> | undefined)?.[step]
  }
  return typeof value === 'string' && value !== '' ? compared(value) : null
}

/** What a person typed, as `findAnswer` gives it; the same answer in another writing is the same. */
export function typedFindAnswer(journey: Journey, typed: string): string | null {
  const found = questionAt(journey, journey.findBy.question)
  if (!found || typed.trim() === '' || typed.length > 200) return null
  const kind = found.rest[0] ?? found.question.type
  const reader =
    kind === 'birth' || kind === 'date' ? readDate : kind === 'phone' ? readPhone : null
  const leaf = reader?.(typed, found.question as Question, NOWHERE)
  return compared(leaf?.ok && typeof leaf.value === 'string' ? leaf.value : typed)
}

/** The last day on which the answers are needed, `YYYY-MM-DD`; attachments go the day after. */
export function purposeEnds(journey: Journey, answers: Answers, known: Known): string {
  const day = newScope(journey, answers, known).text(journey.purposeEnds)
  return day || known.today
}

const compared = (text: string): string => halfWidth(text).toUpperCase().replace(/[\s-]/g, '')

/** Days and telephone numbers are read without knowing places or the day. */
const NOWHERE = { today: '' } as ReadingContext
