// The open log for programs.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from './access.ts'
import { taipeiDay } from './clock.ts'
import { Failure } from './errors.ts'
import { findEntry, listEntriesAfter, listLogDays } from './openlog.ts'
import { LineSchema } from './openlog-chain.ts'
import { newApi } from './web.ts'

const MOST = 500

const Sequence = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const Limit = z.coerce.number().int().min(1).max(MOST).default(100)

const EntryShape = LineSchema.openapi('LogEntry')
const DayShape = z
  .object({ day: z.iso.date(), first: z.int(), last: z.int(), head: z.string() })
  .openapi('LogDay')

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})

export const logApi = newApi()

logApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/log',
    middleware: allow(everyone),
    summary: 'The open log: what reached everyone at the same moment',
    request: {
      query: z.object({
        after: Sequence.default(0).openapi({ description: 'The `next` of the page before' }),
        limit: Limit,
      }),
    },
    responses: json(
      z.object({ items: z.array(EntryShape), next: z.int().nullable() }),
      'Oldest first. `hash` is SHA-256 over the canonical JSON (RFC 8785) of the other fields',
    ),
  }),
  async (c) => {
    const { after, limit } = c.req.valid('query')
    const items = await listEntriesAfter(c.var.replica, after, limit)
    const next = items.length === limit ? (items.at(-1)?.sequence ?? null) : null
    return c.json({ items, next }, 200)
  },
)

logApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/log/days',
    middleware: allow(everyone),
    summary: 'Finished days of the open log, each with the hash of its last entry',
    request: { query: z.object({ after: z.iso.date().default('2000-01-01'), limit: Limit }) },
    responses: json(
      z.object({ items: z.array(DayShape), next: z.iso.date().nullable() }),
      'Oldest first. The lines of a day are at /open/log-<day>.jsonl',
    ),
  }),
  async (c) => {
    const { after, limit } = c.req.valid('query')
    const items = await listLogDays(c.var.replica, { after, today: taipeiDay(c.var.now), limit })
    const next = items.length === limit ? (items.at(-1)?.day ?? null) : null
    return c.json({ items, next }, 200)
  },
)

logApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/log/{sequence}',
    middleware: allow(everyone),
    summary: 'One entry of the open log',
    request: { params: z.object({ sequence: Sequence }) },
    responses: json(EntryShape, 'The entry'),
  }),
  async (c) => {
    const entry = await findEntry(c.var.db, c.req.valid('param').sequence)
    if (!entry) throw new Failure('not_found', 'core.not_found')
    return c.json(entry, 200)
  },
)
