// Wishes for programs, and the reports of the conformance kit.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../../core/access.ts'
import { taipeiTime } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { limit } from '../../core/rate-limit.ts'
import { newApi } from '../../core/web.ts'
import { listConformance, listWishes } from '../store/wishes.ts'
import { VERDICTS, type Wish } from './schema.ts'
import { makeWish } from './wishes.ts'

export const wishApi = newApi()

/** The same count as the form's: one person, one limit. */
const FEW = limit('wishes', { points: 5, perSeconds: 3600 })
const MOST = 200

const WishShape = z
  .object({
    number: z.int(),
    fromSystem: z.string(),
    toSystem: z.string(),
    why: z.string(),
    language: z.enum(['zh-TW', 'en']),
    wishedAt: z.iso.datetime({ offset: true }),
    dueOn: z.iso.date().openapi({ description: 'When the answer was promised for' }),
    promiseId: z.uuid(),
    answer: z.string().nullable(),
    verdict: z.enum(VERDICTS).nullable(),
    answeredAt: z.iso.datetime({ offset: true }).nullable(),
  })
  .openapi('Wish')
const ReportShape = z.object({
  ranAt: z.iso.datetime({ offset: true }),
  passed: z.int(),
  failed: z.int(),
  checks: z.array(z.looseObject({ check: z.string(), ok: z.boolean(), detail: z.string() })),
})

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

wishApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/wishes',
    middleware: allow(everyone),
    summary: 'Wishes that two systems be connected, and the answers',
    request: {
      query: z.object({
        before: z.coerce.number().int().min(1).optional(),
        limit: z.coerce.number().int().min(1).max(MOST).default(50),
      }),
    },
    responses: {
      200: json(z.object({ items: z.array(WishShape), next: z.int().nullable() }), 'Newest first'),
    },
  }),
  async (c) => {
    const { before, limit: most } = c.req.valid('query')
    const wishes = await listWishes(c.var.replica, most, before ?? null)
    const next = wishes.length === most ? (wishes.at(-1)?.number ?? null) : null
    return c.json({ items: wishes.map(wishJson), next }, 200)
  },
)

wishApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/wishes',
    middleware: [allow(everyone), FEW],
    summary: 'Wish that two systems be connected; public at once, without names',
    request: {
      body: {
        required: true,
        content: {
          'application/json': {
            schema: z.object({ fromSystem: z.string(), toSystem: z.string(), why: z.string() }),
          },
        },
      },
    },
    responses: {
      201: json(z.object({ number: z.int(), dueOn: z.iso.date() }), 'The day of its answer'),
      422: { description: 'Every field that is wrong, also one that leads to a person' },
    },
  }),
  async (c) => c.json(await makeWish(c.var.station, c.req.valid('json'), c.var.lang), 201),
)

wishApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/services/{id}/conformance',
    middleware: allow(everyone),
    request: { params: z.object({ id: z.string().max(60) }) },
    summary: 'What the conformance kit found of a service last: its acceptance',
    responses: { 200: json(ReportShape, 'The newest report') },
  }),
  async (c) => {
    const found = (await listConformance(c.var.db)).get(c.req.valid('param').id)
    if (!found) throw new Failure('not_found', 'adapters.lot_not_run')
    const { ranAt, passed, failed, report } = found
    return c.json({ ranAt: taipeiTime(ranAt), passed, failed, checks: report }, 200)
  },
)

const wishJson = ({ wishedAt, answeredAt, ...wish }: Wish): z.output<typeof WishShape> => ({
  ...wish,
  wishedAt: taipeiTime(wishedAt),
  answeredAt: answeredAt && taipeiTime(answeredAt),
})
