// Promises for programs. Read only: what came of one is written by a person who is signed in.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../core/access.ts'
import { taipeiDay, taipeiTime } from '../core/clock.ts'
import { Failure } from '../core/errors.ts'
import { newApi } from '../core/web.ts'
import { daysOverdue, pageKey, readPageKey } from './rules.ts'
import { FILTERS, OUTCOMES, type PublicPromise } from './schema.ts'
import { findPromise, listPromises } from './store.ts'

const MOST = 200

const PromiseShape = z
  .object({
    id: z.uuid(),
    agency: z.string(),
    by: z.string(),
    to: z.string(),
    what: z.string(),
    language: z.enum(['zh-TW', 'en']).openapi({ description: 'Of `by`, `to` and `what`' }),
    source: z.object({ module: z.string(), ref: z.string(), url: z.string().nullable() }),
    madeAt: z.iso.datetime({ offset: true }),
    dueOn: z.iso.date(),
    state: z.enum(['open', ...OUTCOMES]),
    daysOverdue: z.int().openapi({ description: '0 unless open and past its day' }),
    settledAt: z.iso.datetime({ offset: true }).nullable(),
    why: z.string().nullable(),
    evidenceUrl: z.string().nullable(),
    handedFrom: z.uuid().nullable(),
    handedTo: z.uuid().nullable(),
  })
  .openapi('Promise')

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})

export const api = newApi()

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/promises',
    middleware: allow(everyone),
    summary: 'What agencies promised, by the day it is due',
    request: {
      query: z.object({
        state: z.enum(FILTERS).optional().openapi({ description: 'All of them when absent' }),
        after: z
          .string()
          .max(60)
          .optional()
          .openapi({ description: 'The `next` of the page before' }),
        limit: z.coerce.number().int().min(1).max(MOST).default(100),
      }),
    },
    responses: json(
      z.object({ items: z.array(PromiseShape), next: z.string().nullable() }),
      'Earliest first',
    ),
  }),
  async (c) => {
    const { state, after, limit } = c.req.valid('query')
    const today = taipeiDay(c.var.now)
    const page = { filter: state ?? null, today, after: readPageKey(after), limit }
    if (after !== undefined && page.after === null) {
      const problems = [{ pointer: '/after', message: 'promises.bad_after' }]
      throw new Failure('invalid', 'core.invalid', { problems })
    }
    const promises = await listPromises(c.var.replica, page)
    const last = promises.at(-1)
    const next = last && promises.length === limit ? pageKey(last) : null
    return c.json({ items: promises.map((promise) => jsonOf(promise, today)), next }, 200)
  },
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/promises/{id}',
    middleware: allow(everyone),
    summary: 'One promise and what came of it',
    request: { params: z.object({ id: z.string().max(60) }) },
    responses: json(PromiseShape, 'The promise'),
  }),
  async (c) => {
    const { id } = c.req.valid('param')
    const isId = z.uuid().safeParse(id).success
    const promise = isId ? await findPromise(c.var.db, id) : null
    if (!promise) throw new Failure('not_found', 'promises.not_found')
    return c.json(jsonOf(promise, taipeiDay(c.var.now)), 200)
  },
)

function jsonOf(promise: PublicPromise, today: string): z.output<typeof PromiseShape> {
  const { promiseId, agencyId, madeAt, settledAt, ...rest } = promise
  return {
    id: promiseId,
    agency: agencyId,
    ...rest,
    madeAt: taipeiTime(madeAt),
    daysOverdue: daysOverdue(promise, today),
    settledAt: settledAt && taipeiTime(settledAt),
  }
}
