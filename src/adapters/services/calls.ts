// The gateway: every adapter as an open interface that speaks the contract of remote adapters, so
// that one city's service can be another city's adapter. Its calls are for clients with a token.

import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { allow } from '../../core/access.ts'
import { Failure } from '../../core/errors.ts'
import { callerOf, limit } from '../../core/rate-limit.ts'
import { newApi, type Web } from '../../core/web.ts'
import { checkInput } from '../actions.ts'
import type { Outcome, Withdrawal } from '../contract.ts'
import { getAdapter } from '../load.ts'
import { WireOutcome, WireWithdrawal } from '../remote/outcomes.ts'
import {
  CheckAnswer,
  CheckBody,
  CorrectBody,
  LookupAnswer,
  LookupBody,
  SubmitBody,
  WithdrawBody,
} from '../remote/wire.ts'
import { clientOf, spendQuota } from './clients.ts'
import { correctFor, type Door, lookupFor, submitFor, withdrawFor } from './filing.ts'
import { mayCall, todoOf } from './rules.ts'
import type { Client } from './schema.ts'

export const calls = newApi()

const clients = new WeakMap<Request, Client>()

/** Guessing at tokens is slowed down before the database is asked. */
const KNOCKS = limit('gateway-knocks', { points: 6000, perSeconds: 60, by: callerOf })

/** A client in force, within its quota, at a service it may use. */
async function gatewayClient(c: Context<Web>): Promise<boolean> {
  const client = await clientOf(c.var.station, c.req.header('authorization'))
  await spendQuota(c.var.station, client)
  const verdict = mayCall(client, c.req.param('id') ?? '')
  if (!verdict.ok) {
    const members = { cause: verdict.reason, nothingRecorded: true }
    throw new Failure('forbidden', 'adapters.gateway_not_allowed', { members })
  }
  clients.set(c.req.raw, client)
  return true
}

const doorOf = (c: Context<Web>, adapterId: string): Door => {
  const client = clients.get(c.req.raw)
  if (!client) throw new Failure('unauthenticated', 'adapters.gateway_token_wrong')
  return { station: c.var.station, client, adapterId }
}

const params = z.object({ id: z.string().max(41) })
const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
const body = <S extends z.ZodType>(schema: S) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const path = <P extends string>(name: P) => `/api/v1/services/{id}/${name}` as const
const called = { middleware: [KNOCKS, allow(gatewayClient)], security: [{ token: [] }] }

calls.openapi(
  createRoute({
    method: 'post',
    path: path('check'),
    ...called,
    request: { params, ...body(CheckBody) },
    summary: 'What the agency would refuse; nothing is filed',
    responses: { 200: json(CheckAnswer, 'Empty when nothing is known to be wrong') },
  }),
  (c) => {
    const { station, now } = c.var
    const found = checkInput(station, c.req.valid('param').id, c.req.valid('json').input, now)
    const problems = found.map(({ pointer, message, values, level = 'block' as const }) => ({
      pointer,
      message:
        typeof message === 'string'
          ? {
              'zh-TW': station.words['zh-TW'](message, values),
              en: station.words.en(message, values),
            }
          : message,
      level,
    }))
    return c.json({ problems }, 200)
  },
)

calls.openapi(
  createRoute({
    method: 'post',
    path: path('submit'),
    ...called,
    request: {
      params,
      headers: z.object({ 'idempotency-key': z.string('adapters.gateway_key_header') }),
      ...body(SubmitBody),
    },
    summary: 'File; the same key with the same input gives the same answer',
    description:
      '`Idempotency-Key` repeats the key of the body. Another input under the same key is a conflict.',
    responses: {
      200: json(WireOutcome, 'What came of it'),
      202: json(WireOutcome, '`unknown`: it may have arrived; `todo` says what to do'),
      409: { description: '`by_hand`, `key_used`, `under_way` or `forgotten`, as `cause` says' },
      503: { description: 'Nothing was recorded; again after `Retry-After`' },
    },
  }),
  async (c) => {
    const { key, input } = c.req.valid('json')
    if (c.req.valid('header')['idempotency-key'] !== key) {
      const problems = [{ pointer: '/key', message: 'adapters.gateway_key_header' }]
      throw new Failure('invalid', 'core.invalid', { problems })
    }
    const { outcome, isReplay } = await submitFor(doorOf(c, c.req.valid('param').id), key, input)
    if (isReplay) c.header('Idempotent-Replayed', 'true')
    return told(c, outcome)
  },
)

calls.openapi(
  createRoute({
    method: 'post',
    path: path('lookup'),
    ...called,
    request: { params, ...body(LookupBody) },
    summary: 'How a filing of yours stands, by its key or the agency’s number',
    responses: {
      200: json(LookupAnswer, '`found: false`: certainly not at the agency'),
      503: { description: 'The agency cannot be asked now' },
    },
  }),
  async (c) => {
    const by = c.req.valid('json')
    const door = doorOf(c, c.req.valid('param').id)
    const outcome = await lookupFor(door, 'key' in by ? { key: by.key } : by)
    if (outcome === null) return c.json({ found: false as const }, 200)
    if (outcome.kind === 'unavailable') throw unavailable(c, outcome)
    return c.json({ found: true as const, outcome: withTodo(c, outcome) }, 200)
  },
)

calls.openapi(
  createRoute({
    method: 'post',
    path: path('withdraw'),
    ...called,
    request: { params, ...body(WithdrawBody) },
    summary: 'Take a filing of yours back',
    responses: {
      200: json(WireWithdrawal, 'Taken back, or the reasons why not'),
      202: json(WireWithdrawal, '`unknown`: ask again, it changes nothing twice'),
      404: { description: 'No filing of yours has this number' },
    },
  }),
  async (c) => {
    const { reference } = c.req.valid('json')
    return told(c, await withdrawFor(doorOf(c, c.req.valid('param').id), reference))
  },
)

calls.openapi(
  createRoute({
    method: 'post',
    path: path('correct'),
    ...called,
    request: { params, ...body(CorrectBody) },
    summary: 'Send corrected input to a filing of yours that was returned',
    responses: {
      200: json(WireOutcome, 'What came of it'),
      202: json(WireOutcome, '`unknown`: look it up'),
      404: { description: 'No filing of yours has this number, or nothing can be corrected here' },
    },
  }),
  async (c) => {
    const { reference, input } = c.req.valid('json')
    return told(c, await correctFor(doorOf(c, c.req.valid('param').id), reference, input))
  },
)

/** 200 for what is certain, 202 for what is not, 503 for what did not happen. */
function told<O extends Outcome | Withdrawal>(c: Context<Web>, outcome: O) {
  if (outcome.kind === 'unavailable') throw unavailable(c, outcome)
  const said = withTodo(c, outcome) as Exclude<O, { kind: 'unavailable' }>
  return outcome.kind === 'unknown' ? c.json(said, 202) : c.json(said, 200)
}

function withTodo<O extends Outcome | Withdrawal>(c: Context<Web>, outcome: O): O {
  if (outcome.kind !== 'unknown') return outcome
  const { describe } = getAdapter(c.var.station, c.req.param('id') ?? '')
  return { ...outcome, todo: todoOf(describe) }
}

function unavailable(
  c: Context<Web>,
  { cause, retryAfter }: { cause: string; retryAfter?: string },
) {
  const waitMs = retryAfter ? new Date(retryAfter).getTime() - c.var.now.getTime() : 60_000
  return new Failure('unavailable', 'adapters.gateway_unavailable', {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
    members: { cause, nothingRecorded: true },
  })
}
