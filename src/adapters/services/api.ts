// What everybody may read of the gateway: its services, their descriptions and documents, and how
// their agencies answer. Calls are in calls.ts.

import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { allow, everyone } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { newApi, type Web } from '../../core/web.ts'
import { listLanes } from '../lanes.ts'
import { getAdapter, listAdapters } from '../load.ts'
import { HealthAnswer, WireDescription } from '../remote/wire.ts'
import { apisJson, serviceDocument, serviceUrl, wireDescription } from './documents.ts'
import { machineOf } from './filing.ts'

export const api = newApi()

const params = z.object({ id: z.string().max(41) })
const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
const path = <P extends string>(name: P) => `/api/v1/services/{id}/${name}` as const

const ServiceShape = z
  .object({
    id: z.string(),
    kind: z.string(),
    agencies: z.array(z.string()),
    title: z.object({ 'zh-TW': z.string(), en: z.string() }),
    health: z.string(),
    isByHand: z.boolean().openapi({ description: 'A desk carries it: filings are refused here' }),
    url: z.string(),
    openapi: z.string(),
    page: z.string(),
  })
  .openapi('Service')

async function services(c: Context<Web>): Promise<z.output<typeof ServiceShape>[]> {
  const { baseUrl } = c.var.station.config
  const lanes = await listLanes(c.var.db)
  return listAdapters(c.var.station).map(({ describe: { id, kind, agencies, title } }) => ({
    id,
    kind,
    agencies,
    title,
    health: lanes.find(({ adapterId }) => adapterId === id)?.health ?? 'untried',
    isByHand: kind === 'desk',
    url: serviceUrl(baseUrl, id),
    openapi: `${serviceUrl(baseUrl, id)}/openapi.json`,
    page: `${baseUrl}/services/${id}`,
  }))
}

api.get('/apis.json', allow(everyone), (c) => {
  const { station } = c.var
  return c.json(apisJson(station.city, listAdapters(station), station.config.baseUrl))
})

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/services',
    middleware: allow(everyone),
    summary: 'Services of the gateway: every adapter as an open interface',
    responses: {
      200: json(z.object({ items: z.array(ServiceShape), next: z.null() }), 'By id'),
    },
  }),
  async (c) => c.json({ items: await services(c), next: null }, 200),
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/services/{id}',
    middleware: allow(everyone),
    request: { params },
    summary: 'One service and how its agency answers now',
    responses: { 200: json(ServiceShape, 'The service') },
  }),
  async (c) => {
    getAdapter(c.var.station, c.req.valid('param').id)
    const found = (await services(c)).find(({ id }) => id === c.req.valid('param').id)
    if (!found) throw new Failure('not_found', 'adapters.not_found')
    return c.json(found, 200)
  },
)

api.get('/api/v1/services/:id/openapi.json', allow(everyone), (c) => {
  const adapter = getAdapter(c.var.station, c.req.param('id'))
  return c.json(serviceDocument(adapter, c.var.station.config.baseUrl))
})

api.openapi(
  createRoute({
    method: 'get',
    path: path('describe'),
    middleware: allow(everyone),
    request: { params },
    summary: 'What a service takes and promises, as a remote adapter says it',
    responses: { 200: json(WireDescription, 'Its description; keep a copy') },
  }),
  (c) =>
    c.json(wireDescription(getAdapter(c.var.station, c.req.valid('param').id), c.var.now), 200),
)

api.openapi(
  createRoute({
    method: 'get',
    path: path('health'),
    middleware: allow(everyone),
    request: { params },
    summary: 'Whether the agency behind a service answers',
    responses: { 200: json(HealthAnswer, 'As it was found by the last calls') },
  }),
  async (c) => {
    const { id } = c.req.valid('param')
    machineOf({ station: c.var.station, adapterId: id })
    const lane = (await listLanes(c.var.db)).find(({ adapterId }) => adapterId === id)
    const detail = lane?.health ?? 'untried'
    return c.json({ ok: ['untried', 'well', 'shaky'].includes(detail), detail }, 200)
  },
)
