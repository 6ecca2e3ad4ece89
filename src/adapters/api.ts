// The lanes as JSON: how each agency's system answers. What an adapter takes is told by the gateway.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../core/access.ts'
import { taipeiTime } from '../core/clock.ts'
import { newApi } from '../core/web.ts'
import { KINDS } from './contract.ts'
import { listLanes } from './lanes.ts'
import type { Lane } from './schema.ts'
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

const params = z.object({ id: z.string().regex(/^[a-z0-9-]+$/) })
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

/** Moved to the gateway; old addresses lead there. */
api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/adapters/{id}',
    middleware: allow(everyone),
    request: { params },
    summary: 'What an adapter takes and promises; moved to its service',
    responses: { 308: { description: 'To `/api/v1/services/{id}/describe`' } },
  }),
  (c) => c.redirect(`/api/v1/services/${c.req.valid('param').id}/describe`, 308),
)
api.get('/api/v1/adapters/:id{[a-z0-9-]+}/openapi.json', allow(everyone), (c) =>
  c.redirect(`/api/v1/services/${c.req.param('id')}/openapi.json`, 308),
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
