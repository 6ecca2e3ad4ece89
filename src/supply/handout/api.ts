// Handing out for programs: a pharmacy's own system, the bridge to a card reader, a site's device. No
// cookie counts here; the bearer token stands for one site in one programme.

import { createRoute, z } from '@hono/zod-openapi'
import { allow } from '../../core/access.ts'
import { taipeiTime } from '../../core/clock.ts'
import { newApi } from '../../core/web.ts'
import { HandOutRequest } from '../schema/handout.ts'
import { getCounter, siteCounter } from './counter.ts'
import { handOut } from './hand-out.ts'
import { perDay, perMinute } from './limits.ts'

export const api = newApi()

const KeyHeader = z.object({
  'idempotency-key': z
    .string('handouts.error.key')
    .regex(/^[\x21-\x7e]{8,200}$/, 'handouts.error.key'),
})

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
