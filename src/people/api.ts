// Agencies and desks as JSON.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../core/access.ts'
import { newApi } from '../core/web.ts'
import { listAgencies, listDesks } from './agencies.ts'
import { AgencySchema, DeskSchema } from './schema.ts'

export const api = newApi()

const list = createRoute({
  method: 'get',
  path: '/api/v1/agencies',
  summary: 'Agencies, and the desks that work for them',
  middleware: [allow(everyone)] as const,
  responses: {
    200: {
      description: 'All of them; `next` is always null',
      content: {
        'application/json': {
          schema: z.object({
            items: z.array(AgencySchema.extend({ desks: z.array(DeskSchema) })),
            next: z.null(),
          }),
        },
      },
    },
  },
})

api.openapi(list, (c) => {
  const desks = listDesks(c.var.station)
  const items = listAgencies(c.var.station).map((agency) => ({
    ...agency,
    desks: desks.filter((desk) => desk.agency === agency.id),
  }))
  return c.json({ items, next: null }, 200)
})
