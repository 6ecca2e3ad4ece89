// Journeys as JSON: what there is, and what one asks, as JSON Schema of the answers to file.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../core/access.ts'
import { taipeiTime } from '../core/clock.ts'
import { newApi } from '../core/web.ts'
import { getVersion } from './actions.ts'
import { answerSchema } from './questions/json-schema.ts'
import type { PublishedVersion } from './schema.ts'
import { listNewest } from './store.ts'

const localText = z.object({ 'zh-TW': z.string(), en: z.string() })

const JourneyLine = z
  .object({
    id: z.string(),
    version: z.int(),
    status: z.enum(['prototype', 'live', 'retired']),
    lifeEvent: z.string(),
    title: localText,
    summary: localText,
    /** Every agency that a case may concern; which ones do follows from the answers. */
    agencies: z.array(z.string()),
    publishedAt: z.iso.datetime({ offset: true }),
    digest: z.string(),
  })
  .openapi('JourneyLine')

const JourneyShape = JourneyLine.extend({
  schema: z
    .record(z.string(), z.unknown())
    .openapi({ description: 'JSON Schema 2020-12 of `answers`' }),
  definition: z
    .record(z.string(), z.unknown())
    .openapi({ description: 'The whole published version' }),
}).openapi('Journey')

export const api = newApi()

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/journeys',
    middleware: allow(everyone),
    summary: 'Journeys in use, by id',
    responses: {
      200: {
        description: 'The newest version of each',
        content: {
          'application/json': {
            schema: z.object({ items: z.array(JourneyLine), next: z.null() }),
          },
        },
      },
    },
  }),
  async (c) => {
    const newest = await listNewest(c.var.replica)
    const items = newest.filter(({ status }) => status !== 'retired').map(lineOf)
    return c.json({ items, next: null }, 200)
  },
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/journeys/{id}',
    middleware: allow(everyone),
    summary: 'One journey, with the JSON Schema of its answers',
    request: {
      params: z.object({ id: z.string().max(60) }),
      query: z.object({ version: z.coerce.number().int().min(1).optional() }),
    },
    responses: {
      200: {
        description: 'The newest version, or the one asked for',
        content: { 'application/json': { schema: JourneyShape } },
      },
    },
  }),
  async (c) => {
    const { id } = c.req.valid('param')
    const version = await getVersion(c.var.replica, id, c.req.valid('query').version)
    const definition: Record<string, unknown> = { ...version.definition }
    const schema = answerSchema(version.definition)
    return c.json({ ...lineOf(version), schema, definition }, 200)
  },
)

const lineOf = ({ definition, publishedAt, digest }: PublishedVersion) => ({
  id: definition.id,
  version: definition.version,
  status: definition.status,
  lifeEvent: definition.lifeEvent,
  title: definition.title,
  summary: definition.summary,
  agencies: [...new Set(definition.legs.map((leg) => leg.agency))],
  publishedAt: taipeiTime(publishedAt),
  digest,
})
