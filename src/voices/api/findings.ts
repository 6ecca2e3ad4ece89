// Voices, findings and rounds for programs. Small groups are said as null, as in the open data.

import { createRoute, z } from '@hono/zod-openapi'
import { allow, everyone } from '../../core/access.ts'
import { taipeiDay, taipeiTime } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import { callerOf, limit } from '../../core/rate-limit.ts'
import { newApi } from '../../core/web.ts'
import { tellVoice } from '../actions/reports.ts'
import type { Decision, Finding, Round } from '../schema/finding.ts'
import { VoiceRequest } from '../schema/report.ts'
import { DECISIONS, FINDING_STATES, SEVERITIES, SMALLEST_SHOWN } from '../schema/words.ts'
import { listDecisionsIn } from '../store/decisions.ts'
import { listFindings } from '../store/findings.ts'
import { listRounds } from '../store/rounds.ts'

const MOST = 500

export const findingsApi = newApi()

const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

findingsApi.openapi(
  createRoute({
    method: 'post',
    path: '/api/v1/voices',
    middleware: [allow(everyone), limit('voices', { points: 40, perSeconds: 600, by: callerOf })],
    summary: 'Tell of somebody who was not served, a burden, or an idea',
    request: {
      body: { content: { 'application/json': { schema: VoiceRequest } }, required: true },
    },
    responses: {
      201: json(
        z.object({
          receipt: z.string().openapi({ example: 'VO-7KQ2-M4XD' }),
          token: z.string(),
          receiptUrl: z.string(),
        }),
        'Kept; the receipt tells what came of it',
      ),
    },
  }),
  async (c) => {
    const { station, lang } = c.var
    const kept = await tellVoice(station, c.req.valid('json'), {
      actor: null,
      device: callerOf(c),
      door: 'api',
      shape: 'moment',
      language: lang,
      sheet: null,
    })
    const path = `/voices/receipts/${kept.token}`
    const receiptUrl = new URL(path, station.config.baseUrl).href
    return c.json({ receipt: kept.receipt, token: kept.token, receiptUrl }, 201)
  },
)

const FindingShape = z
  .object({
    id: z.uuid(),
    service: z.string(),
    group: z.string(),
    barrier: z.string(),
    severity: z.enum(SEVERITIES),
    state: z.enum(FINDING_STATES),
    since: z.iso.date(),
    people: z.int().nullable().openapi({ description: 'Null: fewer than 5' }),
    peopleWeeks: z.number().nullable().openapi({ description: 'Null: fewer than 5 people' }),
    reopened: z.int(),
  })
  .openapi('Finding')

findingsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/findings',
    middleware: allow(everyone),
    summary: 'Whom services miss, in the order in which it is answered',
    request: {
      query: z.object({
        service: z.string().max(60).optional(),
        limit: z.coerce.number().int().min(1).max(MOST).default(100),
      }),
    },
    responses: { 200: json(z.object({ items: z.array(FindingShape) }), 'Worst and oldest first') },
  }),
  async (c) => {
    const { service, limit: most } = c.req.valid('query')
    const today = taipeiDay(c.var.now)
    const findings = await listFindings(c.var.replica, { serviceId: service, today, limit: most })
    return c.json({ items: findings.map(jsonOf) }, 200)
  },
)

const RoundShape = z
  .object({
    heldOn: z.iso.date(),
    startsOn: z.iso.date(),
    state: z.enum(['open', 'closed']),
    minutes: z.int().nullable(),
    decisions: z.array(
      z.object({
        id: z.uuid(),
        finding: z.uuid(),
        kind: z.enum(DECISIONS),
        words: z.string(),
        language: z.enum(['zh-TW', 'en']),
        agency: z.string(),
        by: z.string(),
        dueOn: z.iso.date(),
        startsOn: z.iso.date().nullable(),
        promise: z.uuid().nullable(),
        decidedAt: z.iso.datetime({ offset: true }),
      }),
    ),
  })
  .openapi('Round')

findingsApi.openapi(
  createRoute({
    method: 'get',
    path: '/api/v1/rounds/latest',
    middleware: allow(everyone),
    summary: 'The newest weekly round and what it decided',
    responses: { 200: json(RoundShape, 'The round') },
  }),
  async (c) => {
    const [round] = await listRounds(c.var.db, { limit: 1 })
    if (!round) throw new Failure('not_found', 'voices.round.not_found')
    const decisions = await listDecisionsIn(c.var.db, round.roundId)
    return c.json(roundOf(round, decisions), 200)
  },
)

function jsonOf(finding: Finding): z.output<typeof FindingShape> {
  const isShown = finding.people >= SMALLEST_SHOWN
  return {
    id: finding.findingId,
    service: finding.serviceId,
    group: finding.group,
    barrier: finding.barrier,
    severity: finding.severity,
    state: finding.state,
    since: finding.firstOn,
    people: isShown ? finding.people : null,
    peopleWeeks: isShown ? finding.peopleWeeks : null,
    reopened: finding.reopened,
  }
}

const roundOf = (round: Round, decisions: Decision[]): z.output<typeof RoundShape> => ({
  heldOn: round.heldOn,
  startsOn: round.startsOn,
  state: round.state,
  minutes: round.minutes,
  decisions: decisions.map((decision) => ({
    id: decision.decisionId,
    finding: decision.findingId,
    kind: decision.kind,
    words: decision.words,
    language: decision.language,
    agency: decision.agencyId,
    by: decision.by,
    dueOn: decision.dueOn,
    startsOn: decision.startsOn,
    promise: decision.promiseId,
    decidedAt: taipeiTime(decision.decidedAt),
  })),
})
