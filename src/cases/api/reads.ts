// What the buttons of a draft's page do, as JSON: see what an agency could answer, let it, say that it
// is wrong, take the consent back. The draft's link is the secret.

import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { getAdapter } from '../../adapters/index.ts'
import { allow, holderOfSecret } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { say } from '../../core/i18n.ts'
import { limit } from '../../core/rate-limit.ts'
import { newApi, type Web } from '../../core/web.ts'
import { getJourney, readDraft, readingContext } from '../../journeys/index.ts'
import { findDraft } from '../actions/drafts.ts'
import { askAgency, wantedOf } from '../actions/reads/ask.ts'
import { disputeAnswer, withdrawConsent } from '../actions/reads/change.ts'
import { verifiedIn } from '../rules/reads.ts'

export const readsApi = newApi()

/** As of the page. */
const READINGS = { points: 60, perSeconds: 3600 }

const ReadsShape = z
  .object({
    offers: z.array(
      z.object({
        adapter: z.string(),
        agency: z.string(),
        fields: z.array(z.object({ name: z.string(), title: z.string(), purpose: z.string() })),
        foundBy: z.record(z.string(), z.string()).openapi({ description: 'Pointers of answers' }),
        basis: z.string(),
        consentDays: z.int(),
      }),
    ),
    answered: z.array(
      z.object({
        question: z.string(),
        state: z.enum(['verified', 'own']),
        value: z.unknown(),
        agency: z.string(),
        at: z.iso.datetime({ offset: true }),
        consent: z.string(),
      }),
    ),
    last: z
      .enum(['answered', 'not_found', 'refused', 'unavailable', 'too_often'])
      .nullable()
      .openapi({ description: 'What the last asking came to' }),
  })
  .openapi('Reads')

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
const params = z.object({ token: z.string().max(100) })
const Wish = z
  .union([
    z.object({ ask: z.string() }).openapi({ description: 'The person consents: ask this adapter' }),
    z.object({ wrong: z.string() }).openapi({ description: 'Pointer of an answer to type' }),
    z.object({ withdraw: z.string() }).openapi({ description: 'Id of a consent to take back' }),
  ])
  .openapi('ReadsWish')

readsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/drafts/{token}/reads',
    middleware: allow(holderOfSecret),
    summary: 'What agencies could answer of a draft, and what they have answered',
    request: { params },
    responses: {
      200: json(ReadsShape, 'Offers and answers'),
      404: { description: 'No such draft' },
    },
  }),
  async (c) => c.json(await readsOf(c, c.req.valid('param').token), 200),
)

readsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/drafts/{token}/reads',
    middleware: [allow(holderOfSecret), limit('readings', READINGS)],
    summary: 'Let an agency answer, say that its answer is wrong, or take the consent back',
    request: { params, body: json(Wish, 'One of the three') },
    responses: {
      200: json(ReadsShape, 'As it stands afterwards'),
      422: { description: 'What the agency finds the person with is missing or wrong' },
    },
  }),
  async (c) => {
    const { station } = c.var
    const { token } = c.req.valid('param')
    const wish = c.req.valid('json')
    if ('wrong' in wish) await disputeAnswer(station, { token, pointer: wish.wrong })
    if ('withdraw' in wish) await withdrawConsent(station, { token, consentId: wish.withdraw })
    if ('ask' in wish) {
      const asking = await askAgency(station, { token, adapterId: wish.ask })
      if (!asking.ok) {
        const problems = asking.problems.map((one) => ({
          ...one,
          pointer: `/answers${one.pointer}`,
        }))
        throw new Failure('invalid', 'cases.answers_invalid', { problems })
      }
    }
    return c.json(await readsOf(c, token), 200)
  },
)

async function readsOf(c: Context<Web>, token: string): Promise<z.infer<typeof ReadsShape>> {
  const { station, lang, now } = c.var
  const draft = await findDraft(station, token)
  if (!draft || draft.isTrial) throw new Failure('not_found', 'cases.draft_not_found')
  const journey = await getJourney(station.db, draft.journeyId, draft.journeyVersion)
  const understood = readDraft(journey, draft.answers, readingContext(station))
  const offers = wantedOf(station, journey, draft).flatMap(({ adapterId, fields, subject }) => {
    const { reads, agencies } = getAdapter(station, adapterId).describe
    if (!reads) return []
    const wanted = fields.map(({ field }) => field)
    return [
      {
        adapter: adapterId,
        agency: agencies[0] ?? '',
        fields: reads.fields
          .filter(({ name }) => wanted.includes(name))
          .map(({ name, title, purpose }) => ({
            name,
            title: say(title, lang),
            purpose: say(purpose, lang),
          })),
        foundBy: subject,
        basis: say(reads.basis, lang),
        consentDays: reads.consentDays,
      },
    ]
  })
  return {
    offers,
    answered: verifiedIn(draft.readings, understood, now).map((one) => ({
      question: one.pointer,
      state: one.state,
      value: one.value,
      agency: one.agencyId,
      at: one.at,
      consent: one.consentId,
    })),
    last: draft.readings.at(-1)?.outcome ?? null,
  }
}
