// Number slips for programs: what everybody may see, and what a site's own program does with its pass.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../../core/access.ts'
import { taipeiDay, taipeiTime } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { newApi } from '../../core/web.ts'
import { getCounter, siteCounter } from '../handout/counter.ts'
import { perDay, perMinute } from '../handout/limits.ts'
import { getProgramme } from '../programmes.ts'
import { expectedAt, freeNumbers, keptNumbers } from '../rules/slips.ts'
import { KeyHeader } from '../schema/keys.ts'
import { Phone, type RoundNow } from '../schema/slips.ts'
import { listRounds } from '../store/slips.ts'
import { callNext, takeSlip } from './slips.ts'

export const api = newApi()

const RoundShape = z
  .object({
    item: z.string(),
    given: z.int(),
    free: z.int(),
    kept: z.int().openapi({ description: 'Numbers that wait for those who come after work' }),
    keptUntil: z.iso.datetime({ offset: true }).nullable(),
    called: z.int().nullable(),
    waiting: z.int(),
    expectedAt: z.iso.datetime({ offset: true }),
  })
  .openapi('SlipRound')

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

const told = (round: RoundNow, now: Date) => ({
  item: round.item,
  given: round.given,
  free: freeNumbers(round, now),
  kept: keptNumbers(round, now),
  keptUntil: round.lateFrom && taipeiTime(round.lateFrom),
  called: round.calledNumber,
  waiting: round.waiting,
  expectedAt: taipeiTime(expectedAt(round, round.waiting, now)),
})

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/supply/{programme}/sites/{site}/slips',
    middleware: [allow(everyone)],
    summary: 'The number slips of a site today',
    request: { params: z.object({ programme: z.string(), site: z.string().max(40) }) },
    responses: {
      200: json(z.object({ items: z.array(RoundShape), next: z.null() }), 'By item'),
    },
  }),
  async (c) => {
    const { replica, now, station } = c.var
    const { programme, site } = c.req.valid('param')
    getProgramme(station, programme)
    const today = { programmeId: programme, siteId: site, onDay: taipeiDay(now) }
    const rounds = await listRounds(replica, today)
    return c.json({ items: rounds.map((round) => told(round, now)), next: null }, 200)
  },
)

const Ask = z.object({ item: z.string().max(40), phone: Phone.optional() })

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/supply/{programme}/slips',
    middleware: [allow(siteCounter), perMinute, perDay],
    security: [{ token: [] }],
    summary: 'Give the next number at the site of the pass',
    request: {
      params: z.object({ programme: z.string() }),
      headers: KeyHeader,
      body: { content: { 'application/json': { schema: Ask } }, required: true },
    },
    responses: {
      200: json(z.object({ number: z.int(), reference: z.string().nullable() }), 'Given'),
    },
  }),
  async (c) => {
    const { programmeId, siteId, by } = await getCounter(c)
    const { item, phone = null } = c.req.valid('json')
    const { roundId } = await roundOf(c.var, { programmeId, siteId, item })
    const clientKey = `${by} ${c.req.valid('header')['idempotency-key']}`
    const taken = await takeSlip(c.var.station, { roundId, door: 'counter', phone, clientKey })
    if (!taken.ok) throw new Failure('conflict', `handouts.slip.${taken.reason}`)
    return c.json({ number: taken.slip.number, reference: taken.slip.reference }, 200)
  },
)

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/supply/{programme}/slips/call',
    middleware: [allow(siteCounter), perMinute, perDay],
    security: [{ token: [] }],
    summary: 'Call the next number at the site of the pass',
    request: {
      params: z.object({ programme: z.string() }),
      body: {
        content: { 'application/json': { schema: z.object({ item: z.string().max(40) }) } },
        required: true,
      },
    },
    responses: { 200: json(z.object({ number: z.int().nullable() }), 'Null: nobody waits') },
  }),
  async (c) => {
    const { programmeId, siteId } = await getCounter(c)
    const { item } = c.req.valid('json')
    const { roundId } = await roundOf(c.var, { programmeId, siteId, item })
    return c.json({ number: await callNext(c.var.station, roundId) }, 200)
  },
)

async function roundOf(
  { db, now }: { db: Parameters<typeof listRounds>[0]; now: Date },
  { programmeId, siteId, item }: { programmeId: string; siteId: string; item: string },
): Promise<RoundNow> {
  const rounds = await listRounds(db, { programmeId, siteId, onDay: taipeiDay(now) })
  const round = rounds.find((one) => one.item === item)
  if (!round) throw new Failure('not_found', 'handouts.slips.none')
  return round
}
