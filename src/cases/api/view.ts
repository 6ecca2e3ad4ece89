// The JSON of a case: exactly what docs/api.md promises to scripts.

import { z } from '@hono/zod-openapi'
import { taipeiTime } from '../../core/clock.ts'
import { type Language, say, type Translate } from '../../core/i18n.ts'
import { sayWords } from '../rules/words.ts'
import { CASE_STATES, LEG_STATES } from '../schema/legs.ts'
import type { CaseView, EventLine, LegView } from '../schema/view.ts'

const moment = z.iso.datetime({ offset: true })

const EventShape = z
  .object({
    at: moment,
    kind: z.string(),
    /** `person`, `system`, `agency:<id>` or `account:<id>`. */
    actor: z.string(),
    text: z.string(),
  })
  .openapi('CaseEvent')

const LegShape = z
  .object({
    agency: z.string(),
    adapter: z.string(),
    state: z.enum(LEG_STATES),
    reference: z.string().nullable().openapi({ description: 'The agency’s own number' }),
    reasons: z.array(z.string()).openapi({ description: 'In the agency’s words' }),
    next: z.string().openapi({ description: 'What happens next, in the reader’s language' }),
    deadline: moment.nullable(),
    history: z.array(EventShape),
  })
  .openapi('Leg')

export const CaseShape = z
  .object({
    reference: z.string(),
    journey: z.string(),
    version: z.int(),
    state: z.enum(CASE_STATES),
    legs: z.array(LegShape),
    verified: z
      .array(
        z.object({
          question: z.string().openapi({ description: 'Pointer of the answer' }),
          state: z
            .enum(['verified', 'own'])
            .openapi({ description: '`own`: the person’s word, which differs from the agency’s' }),
          agency: z.string(),
          at: moment,
        }),
      )
      .openapi({ description: 'Answers that agencies gave with the person’s consent' }),
    events: z.array(EventShape),
  })
  .openapi('Case')

export function caseJson(
  view: CaseView,
  language: Language,
  t: Translate,
): z.infer<typeof CaseShape> {
  const line = ({ at, kind, actor, said }: EventLine) => ({
    at: taipeiTime(at),
    kind,
    actor,
    text: sayWords(said, language, t),
  })
  const leg = (one: LegView) => ({
    agency: one.agencyId,
    adapter: one.adapterId,
    state: one.state,
    reference: one.reference,
    reasons: one.reasons.map(({ text }) => say(text, language)),
    next: sayWords(one.next, language, t),
    deadline: one.deadlineAt ? taipeiTime(one.deadlineAt) : null,
    history: one.history.map(line),
  })
  return {
    reference: view.reference,
    journey: view.journeyId,
    version: view.journeyVersion,
    state: view.state,
    legs: view.legs.map(leg),
    verified: view.verified.map(({ pointer, state, agencyId, at }) => ({
      question: pointer,
      state,
      agency: agencyId,
      at,
    })),
    events: view.events.map(line),
  }
}
