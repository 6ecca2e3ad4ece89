// Handing out for programs: a pharmacy's own system, the bridge to a card reader, a site's device. No
// cookie counts here; the bearer token stands for one site in one programme.

import { createRoute, z } from '@hono/zod-openapi'
import { allow } from '../../core/access.ts'
import { taipeiTime } from '../../core/clock.ts'
import { newApi } from '../../core/web.ts'
import { HandOutRequest } from '../schema/handout.ts'
import { KeyHeader } from '../schema/keys.ts'
import { getCounter, siteCounter } from './counter.ts'
import { handOut } from './hand-out.ts'
import { perDay, perMinute } from './limits.ts'
import { issueAllowance, OfflineEntry, takeOffline } from './offline.ts'

export const api = newApi()

const Given = z
  .object({
    outcome: z.enum(['given', 'again']),
    number: z.int(),
    item: z.string(),
    pieces: z.int(),
    left: z.int(),
    at: z.iso.datetime({ offset: true }),
  })
  .openapi('HandOutGiven')
const Refused = z
  .object({
    outcome: z.literal('refused'),
    reason: z.string(),
    left: z.int(),
    nextOn: z.iso.date().nullable(),
  })
  .openapi('HandOutRefused')

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/supply/{programme}/hand-outs',
    middleware: [allow(siteCounter), perMinute, perDay],
    security: [{ token: [] }],
    summary: 'Hand out by card: the quota is checked and the hand-out recorded in one step',
    description:
      'Takes `Idempotency-Key`: the same key is the same hand-out, also after a crash. Without `amount` as many as the card may still have. `birthYear` only where the answer asks for it.',
    request: {
      params: z.object({ programme: z.string() }),
      headers: KeyHeader,
      body: { content: { 'application/json': { schema: HandOutRequest } }, required: true },
    },
    responses: {
      200: json(z.union([Given, Refused]), 'Refused, or recorded before under this key'),
      201: json(Given, 'Recorded'),
    },
  }),
  async (c) => {
    const counter = await getCounter(c)
    const clientKey = c.req.valid('header')['idempotency-key']
    const request = c.req.valid('json')
    const answer = await handOut(c.var.station, { counter, request, clientKey })
    if (answer.outcome === 'refused') return c.json(answer, 200)
    const { handOutId, at, ...rest } = answer
    const told = { ...rest, number: handOutId, at: taipeiTime(at) }
    return c.json(told, answer.outcome === 'given' ? 201 : 200)
  },
)

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/supply/{programme}/allowances',
    middleware: [allow(siteCounter), perMinute, perDay],
    security: [{ token: [] }],
    summary: 'Fetch tickets for handing out while the line is down',
    description:
      'Cards are to be kept sealed to `publicKey` only: docs/supply.md, “While the line is down”.',
    request: {
      params: z.object({ programme: z.string() }),
      body: {
        content: { 'application/json': { schema: z.object({ item: z.string().max(40) }) } },
        required: true,
      },
    },
    responses: {
      201: json(
        z.object({
          publicKey: z.string(),
          item: z.string(),
          pieces: z.int(),
          untilAt: z.iso.datetime({ offset: true }),
          tickets: z.array(z.string()),
        }),
        'Tickets, each for one card and at most `pieces`',
      ),
    },
  }),
  async (c) => {
    const counter = await getCounter(c)
    const { item } = c.req.valid('json')
    const { untilAt, ...issued } = await issueAllowance(c.var.station, counter, item)
    return c.json({ ...issued, untilAt: taipeiTime(untilAt) }, 201)
  },
)

const OUTCOMES = ['recorded', 'again', 'forged', 'used', 'out_of_time', 'unreadable'] as const

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/supply/{programme}/offline-hand-outs',
    middleware: [allow(siteCounter), perMinute, perDay],
    security: [{ token: [] }],
    summary: 'Tell what was handed out while the line was down; telling it twice changes nothing',
    request: {
      params: z.object({ programme: z.string() }),
      body: {
        content: {
          'application/json': { schema: z.object({ entries: z.array(OfflineEntry).max(1000) }) },
        },
        required: true,
      },
    },
    responses: {
      200: json(
        z.object({
          items: z.array(
            z.object({ ticket: z.string(), outcome: z.enum(OUTCOMES), pieces: z.int() }),
          ),
          next: z.null(),
        }),
        'In the order of the entries',
      ),
    },
  }),
  async (c) => {
    const counter = await getCounter(c)
    const items = await takeOffline(c.var.station, counter, c.req.valid('json').entries)
    return c.json({ items, next: null }, 200)
  },
)
