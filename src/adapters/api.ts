// The lanes and adapters as JSON. Each adapter is described on its own, so that another program can
// read what it takes before it speaks to us.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../core/access.ts'
import { taipeiTime } from '../core/clock.ts'
import { newApi } from '../core/web.ts'
import { type Description, KINDS } from './contract.ts'
import { listLanes } from './lanes.ts'
import { getAdapter } from './load.ts'
import type { Lane } from './schema.ts'
import { OutcomeSchema } from './schema.ts'
import { statusApi } from './status/api.ts'

const localText = z.object({ 'zh-TW': z.string(), en: z.string() }).openapi('LocalText')
const hours = z.object({ from: z.string(), to: z.string() }).nullable()
const moment = z.iso.datetime({ offset: true }).nullable()

const LaneShape = z
  .object({
    id: z.string(),
    kind: z.enum(KINDS),
    agencies: z.array(z.string()),
    title: localText,
    openingHours: hours,
    health: z.enum(['untried', 'well', 'shaky', 'down', 'stopped']),
    lastSuccessAt: moment,
    lastFailureAt: moment,
    lastCause: z.string().nullable(),
    stoppedAt: moment,
  })
  .openapi('Lane')

const AdapterShape = z
  .object({
    id: z.string(),
    agencies: z.array(z.string()),
    kind: z.enum(KINDS),
    title: localText,
    input: z.looseObject({}),
    semantics: z.looseObject({}),
    openingHours: hours,
    limits: z.looseObject({}),
    desk: z.looseObject({}).optional(),
  })
  .openapi('Adapter')

const params = z.object({ id: z.string() })
const json = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})

export const api = newApi()
api.route('/', statusApi)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/adapters',
    middleware: allow(everyone),
    summary: 'Adapters in use, and how their agencies answer',
    responses: json(z.object({ items: z.array(LaneShape), next: z.null() }), 'By id'),
  }),
  async (c) => {
    const lanes = await listLanes(c.var.db)
    return c.json({ items: lanes.map(laneJson), next: null }, 200)
  },
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/adapters/{id}',
    middleware: allow(everyone),
    request: { params },
    summary: 'What an adapter takes and promises',
    responses: json(AdapterShape, 'Its description'),
  }),
  (c) =>
    c.json(publicDescription(getAdapter(c.var.station, c.req.valid('param').id).describe), 200),
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/adapters/{id}/openapi.json',
    middleware: allow(everyone),
    request: { params },
    summary: 'The same as an OpenAPI document of its own',
    responses: json(z.record(z.string(), z.unknown()), 'OpenAPI 3.1'),
  }),
  (c) => {
    const { describe } = getAdapter(c.var.station, c.req.valid('param').id)
    return c.json(openApiOf(describe, c.var.station.config.baseUrl), 200)
  },
)

const at = (moment: Date | null): string | null => (moment ? taipeiTime(moment) : null)

function laneJson({ adapterId, lastSuccessAt, lastFailureAt, stoppedAt, ...lane }: Lane) {
  return {
    id: adapterId,
    ...lane,
    lastSuccessAt: at(lastSuccessAt),
    lastFailureAt: at(lastFailureAt),
    stoppedAt: at(stoppedAt),
  }
}

/** Without hosts and credentials: nobody outside needs to know how we get in. */
function publicDescription({ hosts: _, credentials: __, ...described }: Description) {
  return described as z.output<typeof AdapterShape>
}

function openApiOf(describe: Description, baseUrl: string): Record<string, unknown> {
  const { $schema: _, ...input } = describe.input
  const { $schema: __, ...outcome } = z.toJSONSchema(OutcomeSchema)
  return {
    openapi: '3.1.0',
    info: { title: describe.title.en, version: '1', description: describe.title['zh-TW'] },
    servers: [{ url: baseUrl }],
    paths: {
      [`/api/v1/adapters/${describe.id}`]: {
        get: {
          operationId: 'describe',
          summary: 'What the adapter takes and promises',
          responses: {
            200: {
              description: 'Its description',
              content: { 'application/json': { schema: { type: 'object' } } },
            },
          },
        },
      },
    },
    components: { schemas: { Input: input, Outcome: outcome } },
  }
}
