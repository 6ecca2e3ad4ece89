// Reports for programs: any app may pass on that the map was wrong, with the moment that it showed.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../../core/access.ts'
import { callerOf } from '../../core/rate-limit.ts'
import { newApi } from '../../core/web.ts'
import { getProgramme } from '../programmes.ts'
import { REPORT_SOURCES, SETTLEMENTS } from '../schema/owner.ts'
import { listReports } from '../store/reports.ts'
import { getSite } from './edits.ts'
import { reportLimit } from './report-routes.tsx'
import { tellReport } from './reports.ts'

export const ownerApi = newApi()

const params = z.object({
  programme: z.string().max(41).openapi({ example: 'masks' }),
  site: z.string().max(40),
})
const path = '/api/v1/supply/{programme}/sites/{site}/reports'

const ReportShape = z
  .object({
    item: z.string(),
    sequence: z.int().openapi({ description: 'Number of the moment that was shown' }),
    shown: z.int().nullable().openapi({ description: 'What it said; null: not known' }),
    at: z.string(),
    source: z.enum(REPORT_SOURCES),
    settled: z
      .object({ at: z.string(), how: z.enum(SETTLEMENTS), amount: z.int().nullable() })
      .nullable()
      .openapi({ description: 'Null: open' }),
  })
  .openapi('SupplyReport')

ownerApi.openapi(
  createRoute({
    method: 'get',
    path,
    middleware: [allow(everyone)],
    summary: 'Where the map and the shop disagreed, and what came of it',
    request: { params },
    responses: {
      200: {
        description: 'Newest first, at most 20',
        content: {
          'application/json': {
            schema: z.object({ items: z.array(ReportShape), next: z.null() }),
          },
        },
      },
    },
  }),
  async (c) => {
    const { programme, site } = c.req.valid('param')
    getProgramme(c.var.station, programme)
    await getSite(c.var.db, programme, site)
    const reports = await listReports(c.var.db, programme, site)
    const items = reports.map(({ item, sequence, shown, at, source, settledAt, ...rest }) => ({
      ...{ item, sequence, shown, source },
      at: at.toISOString(),
      settled: settledAt && {
        at: settledAt.toISOString(),
        how: rest.settlement ?? 'right',
        amount: rest.settledAmount,
      },
    }))
    return c.json({ items, next: null }, 200)
  },
)

ownerApi.openapi(
  createRoute({
    method: 'post',
    path,
    middleware: [allow(everyone), reportLimit],
    summary: 'Tell that the map said yes and the shop said no',
    request: {
      params,
      body: {
        required: true,
        content: {
          'application/json': {
            schema: z.strictObject({
              item: z.string().max(41).openapi({ example: 'adult' }),
              sequence: z.int().min(0).openapi({
                description: 'Of the snapshot that was shown',
                example: 1200,
              }),
            }),
          },
        },
      },
    },
    responses: {
      202: {
        description: 'Taken down. Telling the same twice is telling it once',
        content: { 'application/json': { schema: z.object({ told: z.literal(true) }) } },
      },
    },
  }),
  async (c) => {
    const { programme, site } = c.req.valid('param')
    const { item, sequence } = c.req.valid('json')
    await tellReport(c.var.station, {
      ...{ programmeId: programme, siteId: site, item, sequence },
      source: 'resident',
      by: null,
      network: callerOf(c),
    })
    return c.json({ told: true as const }, 202)
  },
)
