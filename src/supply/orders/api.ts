// Orders ahead for programs: kiosks and shops that take orders and hand them over, with their pass.

import { createRoute, z } from '@hono/zod-openapi'
import { allow } from '../../core/access.ts'
import { taipeiTime } from '../../core/clock.ts'
import { newApi } from '../../core/web.ts'
import { getCounter, siteCounter } from '../handout/counter.ts'
import { perDay, perMinute } from '../handout/limits.ts'
import { KeyHeader } from '../schema/keys.ts'
import { ORDER_STATES, type Order, OrderRequest } from '../schema/orders.ts'
import { collectOrder, placeOrder } from './orders.ts'

export const api = newApi()

const OrderShape = z
  .object({
    reference: z.string().openapi({ example: 'OR-7KQ2-M4XD' }),
    state: z.enum(ORDER_STATES),
    site: z.string(),
    item: z.string(),
    pieces: z.int(),
    payment: z.string(),
    price_twd: z.int(),
    collectBy: z.iso.datetime({ offset: true }),
  })
  .openapi('SupplyOrder')
const Refused = z
  .object({
    outcome: z.literal('refused'),
    reason: z.string(),
    left: z.int(),
    nextOn: z.iso.date().nullable(),
  })
  .openapi('OrderRefused')

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

const told = ({
  reference,
  state,
  siteId,
  item,
  amount,
  payment,
  price_twd,
  collectBy,
}: Order) => ({
  ...{ reference, state, item, payment, price_twd },
  site: siteId,
  pieces: amount,
  collectBy: taipeiTime(collectBy),
})

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/supply/{programme}/orders',
    middleware: [allow(siteCounter), perMinute, perDay],
    security: [{ token: [] }],
    summary: 'Order ahead: it counts against the card at once',
    description: 'Above the capacity of the window: 409 `handouts.order.full`.',
    request: {
      params: z.object({ programme: z.string() }),
      headers: KeyHeader,
      body: { content: { 'application/json': { schema: OrderRequest } }, required: true },
    },
    responses: {
      200: json(z.union([OrderShape, Refused]), 'Refused, or ordered before under this key'),
      201: json(OrderShape, 'Ordered'),
    },
  }),
  async (c) => {
    const { programmeId, by } = await getCounter(c)
    const clientKey = `${by} ${c.req.valid('header')['idempotency-key']}`
    const request = c.req.valid('json')
    const placed = await placeOrder(c.var.station, { programmeId, request, clientKey, by })
    if (!placed.ok) return c.json(placed.refusal, 200)
    return c.json(told(placed.order), placed.isAgain ? 200 : 201)
  },
)

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/supply/{programme}/orders/{reference}/collection',
    middleware: [allow(siteCounter), perMinute, perDay],
    security: [{ token: [] }],
    summary: 'Hand an order over, once, at its site',
    request: { params: z.object({ programme: z.string(), reference: z.string().max(40) }) },
    responses: { 200: json(OrderShape, 'Collected now') },
  }),
  async (c) => {
    const counter = await getCounter(c)
    const { reference } = c.req.valid('param')
    return c.json(told(await collectOrder(c.var.station, counter, reference)), 200)
  },
)
