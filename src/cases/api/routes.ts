// Cases as JSON: file, read, correct, withdraw. The same checks and the same words as the pages.

import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { allow, everyone, holderOfSecret } from '../../core/access.ts'
import { Failure, type Problem } from '../../core/errors.ts'
import { limit } from '../../core/rate-limit.ts'
import { newApi, type Web } from '../../core/web.ts'
import { openCase } from '../actions/access.ts'
import { correctCase, readFiledAnswers } from '../actions/correction.ts'
import { fileCase } from '../actions/filing.ts'
import { joinForeignReference } from '../actions/join.ts'
import { readStatus } from '../actions/status.ts'
import { withdrawCase } from '../actions/withdraw.ts'
import type { Doer } from '../schema/requests.ts'
import { problemsOfFiling, readFiling } from './filing.ts'
import { readsApi } from './reads.ts'
import { CaseShape, caseJson } from './view.ts'

export const api = newApi()
api.route('/', readsApi)

/** Far more than any person files; a program in a loop is stopped before it fills a city's disk. */
const FILINGS = { points: 600, perSeconds: 60 }
const BY_API: Doer = { actor: 'person', basis: 'own_request', channel: 'api' }

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
/** Read by hand, so that one answer names everything wrong in header and body. */
const anyBody = (properties: Record<string, object>, required: string[]) =>
  z.unknown().openapi({ type: 'object', properties, required } as never)

const params = z.object({ reference: z.string().max(40) })
const secured = {
  middleware: allow(holderOfSecret),
  security: [{ caseToken: [] }],
}

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/cases',
    middleware: [allow(everyone), limit('filings', FILINGS)],
    summary: 'File a case: asked once, carried to every agency concerned',
    description: 'Takes `Idempotency-Key`: 8 to 200 printable characters, chosen by the caller.',
    request: {
      body: json(
        anyBody(
          {
            journey: { type: 'string', description: 'Id of a journey, e.g. `hike`' },
            answers: {
              type: 'object',
              description: 'By question; JSON Schema at `/api/v1/journeys/{id}`',
            },
          },
          ['journey', 'answers'],
        ),
        'What the person answered',
      ),
    },
    responses: {
      201: json(
        z.object({ reference: z.string(), token: z.string(), statusUrl: z.url() }).openapi('Filed'),
        'Filed. The same key and body answer the same again',
      ),
      409: { description: 'The key was used for another body' },
      422: { description: 'Every field that is wrong, over header and body' },
    },
  }),
  async (c) => {
    const { station, lang } = c.var
    const read = readFiling(c.req.header('Idempotency-Key'), await bodyOf(c))
    if (!read.ok) throw invalid(await problemsOfFiling(station, read))

    const { journeyId, answers, idempotencyKey } = read
    const request = { journeyId, answers, idempotencyKey, channel: 'api', language: lang } as const
    const filed = await fileCase(station, request)
    if (!filed.ok) throw invalid(inAnswers(filed.problems))
    const { reference, token } = filed
    const statusUrl = `${station.config.baseUrl}/status/${token}`
    return c.json({ reference, token, statusUrl }, 201)
  },
)

api.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/cases/{reference}',
    ...secured,
    summary: 'Where a case stands, agency by agency',
    request: { params },
    responses: { 200: json(CaseShape, 'The case'), 404: { description: 'No such case or token' } },
  }),
  async (c) => c.json(await viewOf(c, c.req.valid('param').reference), 200),
)

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/cases/{reference}/withdrawal',
    ...secured,
    summary: 'Withdraw at every agency that can; asking twice changes nothing',
    request: { params },
    responses: { 200: json(CaseShape, 'The case, being withdrawn') },
  }),
  async (c) => {
    const { reference } = c.req.valid('param')
    const { caseId } = await opened(c, reference)
    await withdrawCase(c.var.station, { caseId, doer: BY_API })
    return c.json(await viewOf(c, reference), 200)
  },
)

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/cases/{reference}/correction',
    ...secured,
    summary: 'Change answers; agencies concerned are told',
    request: {
      params,
      body: json(
        anyBody({ answers: { type: 'object', description: 'Questions to answer anew' } }, [
          'answers',
        ]),
        'The answers that change; others stay',
      ),
    },
    responses: { 200: json(CaseShape, 'The case, corrected') },
  }),
  async (c) => {
    const { reference } = c.req.valid('param')
    const { caseId } = await opened(c, reference)
    const changed = recordAt(await bodyOf(c), 'answers')
    const answers = { ...(await readFiledAnswers(c.var.station, caseId)), ...changed }
    const corrected = await correctCase(c.var.station, { caseId, answers, doer: BY_API })
    if (!corrected.ok) throw invalid(inAnswers(corrected.problems))
    return c.json(await viewOf(c, reference), 200)
  },
)

api.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/cases/{reference}/legs/{leg}/reference',
    ...secured,
    summary: 'Add a number got at the agency’s own site; it is looked up there',
    request: {
      params: params.extend({ leg: z.string().max(60) }),
      body: json(anyBody({ reference: { type: 'string' } }, ['reference']), 'The agency’s number'),
    },
    responses: { 200: json(CaseShape, 'The case') },
  }),
  async (c) => {
    const { reference, leg } = c.req.valid('param')
    const { caseId } = await opened(c, reference)
    const body = await bodyOf(c)
    const given = typeof body === 'object' && body !== null && 'reference' in body ? body : {}
    const number = String((given as { reference?: unknown }).reference ?? '')
    const joining = { caseId, leg, reference: number, doer: BY_API }
    const joined = await joinForeignReference(c.var.station, joining)
    if (!joined.ok) {
      const kind = joined.reason === 'agency_not_reachable' ? 'unavailable' : 'conflict'
      throw new Failure(kind, `cases.${joined.reason}`)
    }
    return c.json(await viewOf(c, reference), 200)
  },
)

async function viewOf(c: Context<Web>, reference: string) {
  const { caseId } = await opened(c, reference)
  return caseJson(await readStatus(c.var.station, caseId), c.var.lang, c.var.t)
}

/** A wrong token and a case that is not there get the same answer. */
async function opened(c: Context<Web>, reference: string): Promise<{ caseId: string }> {
  const token = /^Bearer\s+(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1]
  const found = token ? await openCase(c.var.station, token, reference) : null
  if (!found) throw new Failure('not_found', 'cases.api_not_found')
  return found
}

async function bodyOf(c: Context<Web>): Promise<unknown> {
  try {
    return await c.req.json()
  } catch (cause) {
    throw new Failure('invalid', 'core.unreadable', { cause })
  }
}

function recordAt(body: unknown, name: string): Record<string, unknown> {
  const value = body !== null && typeof body === 'object' ? Reflect.get(body, name) : undefined
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return { ...value }
  throw invalid([{ pointer: `/${name}`, message: 'cases.must_be_object' }])
}

const inAnswers = (problems: Problem[]): Problem[] =>
  problems.map((problem) => ({ ...problem, pointer: `/answers${problem.pointer}` }))

const invalid = (problems: Problem[]) =>
  new Failure('invalid', 'cases.answers_invalid', { problems })
