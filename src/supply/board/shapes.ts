// The public shapes, for the description of the API. Their words are docs/open-data.md's.

import { z } from '@hono/zod-openapi'
import { STOCK_STATES, WINDOW_KINDS } from '../schema/stock.ts'

const StateShape = z.object({
  state: z.enum(STOCK_STATES).exclude(['counted']),
  until: z.string().optional(),
  why: z.string().optional(),
})

export const RowShape = z
  .object({
    id: z.string(),
    stock: z.record(z.string(), z.int().nullable()).openapi({
      description: 'Pieces by item. Absent: never had any. Null: nobody has said how many',
    }),
    states: z.record(z.string(), StateShape).optional(),
    last_seen: z.string().optional().openapi({
      description: 'Absent: the newest file of its feed names it, see `seen`',
    }),
    last_changed: z.string().nullable(),
  })
  .openapi('SupplyRow')

const head = {
  programme: z.string(),
  sequence: z.int(),
  at: z.string().nullable(),
  seen: z.string().nullable(),
  hash: z.string(),
}

export const SnapshotShape = z
  .object({
    ...head,
    items: z.array(z.string()),
    stale_after_minutes: z.int(),
    sites: z.array(RowShape),
  })
  .openapi('SupplySnapshot')

export const DeltaShape = z
  .object({ ...head, since: z.int(), sites: z.array(RowShape), left: z.array(z.string()) })
  .openapi('SupplyDelta')

const Window = z.array(z.union([z.int(), z.string()])).length(3)
const HoursShape = z.partialRecord(z.enum(WINDOW_KINDS), z.array(Window)).openapi({
  description: 'Windows by kind: [ISO weekday, from, to], times of Taipei',
})

export const SiteShape = RowShape.extend({
  name: z.string(),
  district: z.string().nullable(),
  address: z.string(),
  phone: z.string(),
  website: z.string(),
  hours: HoursShape,
  note: z.string(),
  languages: z.array(z.string()),
  access: z.array(z.string()),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  last_seen: z.string().nullable(),
}).openapi('SupplySite')

export const NearShape = SiteShape.extend({
  metres: z.int(),
  open: z.boolean().nullable().openapi({ description: 'Null: its hours are not known' }),
  opens: z.string().nullable().openapi({ description: 'When it next opens, if it is closed' }),
}).openapi('SupplyNear')

export const NearestShape = z.object({
  programme: z.string(),
  sequence: z.int(),
  hash: z.string(),
  by: z.enum(['distance', 'walking']).openapi({
    description: 'What they are ordered by; the distance is along the surface of the earth',
  }),
  items: z.array(NearShape),
})

const MOST_NEAR = 50

export const NearestQuery = z.object({
  lon: z.coerce.number().min(-180).max(180).openapi({ example: 120.6736 }),
  lat: z.coerce.number().min(-90).max(90).openapi({ example: 24.1477 }),
  item: z.string().max(41).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_NEAR).default(5),
  open: z.enum(['true', 'false']).optional().openapi({ description: 'Only those open now' }),
  access: z.string().max(40).optional().openapi({ example: 'wheelchair' }),
  within: z.coerce.number().int().min(1).optional().openapi({ description: 'Metres' }),
})
export type NearestQuery = z.output<typeof NearestQuery>
