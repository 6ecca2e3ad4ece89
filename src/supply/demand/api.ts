// Supply against demand for programs: the same numbers as on the page.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../../core/access.ts'
import { newApi } from '../../core/web.ts'
import { type Demand, type DistrictDemand, demandOf, type Week } from './demand.ts'

export const demandApi = newApi()

const byItem = z.record(z.string(), z.int())
const WeekShape = z
  .object({
    handed_out: byItem,
    open_minutes: z.int().openapi({ description: 'With an open door, over all sites and items' }),
    empty_minutes: z
      .int()
      .openapi({ description: 'Of these: nothing left, or finished for today' }),
    promised_minutes: z.int().openapi({ description: 'Of these: slips were gone' }),
    disputed_minutes: z.int().openapi({ description: 'Of these: in dispute' }),
    reports: z.int(),
  })
  .openapi('SupplyWeek')
const DistrictShape = z
  .object({
    name: z.object({ 'zh-TW': z.string(), en: z.string() }).nullable(),
    people: z.int().nullable(),
    sites: z.int(),
    stock: byItem,
    this_week: WeekShape,
    last_week: WeekShape,
    nearest_metres: z.record(z.string(), z.int().nullable()).openapi({
      description: 'From its middle in a straight line to the nearest open site with some',
    }),
    nearest_is_closed: z.boolean(),
  })
  .openapi('SupplyDistrict')
const SpanShape = z.object({ from: z.string(), to: z.string() })
const DemandShape = z
  .object({
    programme: z.string(),
    sequence: z.int(),
    at: z.string(),
    this_week: SpanShape,
    last_week: SpanShape,
    people_source: z.string().nullable(),
    people_on: z.string().nullable(),
    districts: z.array(DistrictShape),
    city: DistrictShape,
  })
  .openapi('SupplyDemand')

demandApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/demand',
    middleware: [allow(everyone)],
    summary: 'Supply against demand by district, this week beside the last',
    request: { params: z.object({ programme: z.string().max(41).openapi({ example: 'masks' }) }) },
    responses: {
      200: {
        description: 'As of now: the seven days up to now and the seven before',
        content: { 'application/json': { schema: DemandShape } },
      },
    },
  }),
  async (c) => {
    const { programme } = c.req.valid('param')
    c.header('Access-Control-Allow-Origin', '*')
    return c.json(answerOf(programme, await demandOf(c.var.station, programme)), 200)
  },
)

const spanOf = ([from, to]: Demand['thisWeek']) => ({
  from: from.toISOString(),
  to: to.toISOString(),
})

const answerOf = (programme: string, demand: Demand): z.output<typeof DemandShape> => ({
  programme,
  sequence: demand.sequence,
  at: demand.at.toISOString(),
  this_week: spanOf(demand.thisWeek),
  last_week: spanOf(demand.lastWeek),
  people_source: demand.peopleSource,
  people_on: demand.peopleOn,
  districts: demand.districts.map(districtOf),
  city: districtOf(demand.whole),
})

const districtOf = (one: DistrictDemand): z.output<typeof DistrictShape> => ({
  name: one.name,
  people: one.people,
  sites: one.sites,
  stock: one.stock,
  this_week: weekOf(one.thisWeek),
  last_week: weekOf(one.lastWeek),
  nearest_metres: one.metres,
  nearest_is_closed: one.isClosed,
})

const weekOf = ({ handedOut, minutes, reports }: Week): z.output<typeof WeekShape> => ({
  handed_out: handedOut,
  open_minutes: Math.round(minutes.open),
  empty_minutes: Math.round(minutes.empty),
  promised_minutes: Math.round(minutes.promised),
  disputed_minutes: Math.round(minutes.disputed),
  reports,
})
