// Shapes that are checked at the edges: what an adapter file says of itself, what a call may come to,
// and what the API tells. Types of the contract stay in contract.ts.

import { z } from 'zod'
import {
  type Input,
  KINDS,
  type Kind,
  type Outcome,
  type ReadAnswer,
  type Withdrawal,
} from './contract.ts'
import type { Consent } from './readable.ts'

const localText = z.strictObject({ 'zh-TW': z.string().min(1), en: z.string().min(1) })
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM')

const ID = /^[a-z][a-z0-9-]{1,40}$/
/** `hike.example:8443`, `{sandbox}`, `sftp://{sandbox-sftp}`, `fax:+886...`, a domain that takes mail. */
const HOST =
  /^(?:(?:sftp|ftps|s3|mailto|fax):(?:\/\/)?)?(?:\{sandbox(?:-tls|-smtp|-sftp)?\}|\+?[a-z0-9.-]+(?::\d+)?)$/

/** What load.ts asks of every adapter file before the city opens with it. */
export const DescriptionSchema = z.strictObject({
  id: z.string().regex(ID),
  agencies: z.array(z.string().min(1)).min(1),
  kind: z.enum(KINDS),
  title: localText,
  input: z.record(z.string(), z.unknown()),
  semantics: z.strictObject({
    idempotent: z.boolean(),
    lookup: z.enum(['key', 'reference', 'none']),
    withdraw: z.boolean(),
    correct: z.boolean(),
    settlesAfterSeconds: z.int().min(0).max(3600).optional(),
  }),
  openingHours: z.strictObject({ from: clockTime, to: clockTime }).nullable(),
  limits: z.strictObject({
    timeoutMs: z.int().min(100).max(300_000),
    concurrency: z.int().min(1).max(50),
    perMinute: z.int().min(1).max(60_000),
    maxResponseBytes: z.int().min(1000).max(50_000_000),
  }),
  hosts: z.array(z.string().regex(HOST, 'host, host:port, or scheme and host')),
  fallbacks: z.array(z.string().regex(ID)).min(1).optional(),
  credentials: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z][a-z0-9_]{0,40}$/),
        title: localText,
        demo: z.string().min(1).optional(),
        isPem: z.boolean().optional(),
      }),
    )
    .optional(),
  letters: z.strictObject({ deskId: z.string().min(1) }).optional(),
  reads: z
    .strictObject({
      subject: z.record(z.string(), z.unknown()),
      fields: z
        .array(
          z.strictObject({
            name: z.string().regex(/^[a-z][a-z0-9_]{0,40}$/),
            title: localText,
            type: z.enum(['text', 'date', 'number', 'phone', 'email', 'address', 'id_number']),
            purpose: localText,
          }),
        )
        .min(1),
      calledAs: localText,
      basis: localText,
      consentDays: z.int().min(1).max(90),
      perPersonADay: z.int().min(1).max(100),
    })
    .optional(),
  desk: z
    .strictObject({
      deskId: z.string().min(1),
      minutes: z.number().positive(),
      steps: z.array(localText).min(1),
      withdrawSteps: z.array(localText).min(1).exactOptional(),
      site: z.string().optional(),
    })
    .optional(),
})

const reference = z.string().trim().min(1)
const reasons = z.array(z.looseObject({ text: localText, field: z.string().optional() }))
const unavailable = z.looseObject({
  kind: z.literal('unavailable'),
  cause: z.string(),
  retryAfter: z.string().optional(),
})
const unknown = z.looseObject({ kind: z.literal('unknown'), cause: z.string() })

/** An adapter's answer is input like any other: one without a reference is no filing. */
export const OutcomeSchema = z.union([
  z.looseObject({ kind: z.literal('accepted'), reference }),
  z.looseObject({ kind: z.literal('pending'), reference }),
  z.looseObject({ kind: z.literal('approved'), reference }),
  z.looseObject({ kind: z.literal('rejected'), reasons: reasons.min(1) }),
  z.looseObject({
    kind: z.literal('needs'),
    what: z.enum(['payment', 'upload', 'correction', 'visit']),
    reasons,
  }),
  unavailable,
  unknown,
])

export const WithdrawalSchema = z.union([
  z.looseObject({ kind: z.literal('withdrawn') }),
  z.looseObject({ kind: z.literal('refused'), reasons: reasons.min(1) }),
  unavailable,
  unknown,
])

export const ReadAnswerSchema = z.union([
  z.looseObject({
    kind: z.literal('answered'),
    values: z.record(z.string(), z.unknown()),
    at: z.iso.datetime({ offset: true }),
  }),
  z.looseObject({ kind: z.enum(['not_known', 'mismatch', 'refused']), reasons }),
  unavailable,
  unknown,
])

export const HealthSchema = z.looseObject({ ok: z.boolean(), detail: z.string() })

/** Keys every agency's field can hold: the police take 64 of these characters, a park's remark 50. */
export const KEY_PATTERN = /^[A-Za-z0-9._:-]{1,40}$/

/** `exchange`: of a drop-box, a visit to it: hand over what is due, read what came back. */
export type Operation =
  | 'submit'
  | 'lookup'
  | 'withdraw'
  | 'correct'
  | 'health'
  | 'exchange'
  | 'read'

/**
 * Runs when the lane has let the call in, before anything is sent: the place to write the intent
 * down. When it throws, nothing is sent and the call is not made.
 */
export interface BeforeSend {
  beforeSend?: () => Promise<void>
}

/** What each operation is told. */
export interface Arguments {
  submit: { key: string; input: Input } & BeforeSend
  /** `sentAt`: when the request that this settles was sent; see `settlesAfterSeconds`. */
  lookup: { by: { key: string } | { reference: string }; input: Input; sentAt?: Date }
  withdraw: { reference: string; input: Input } & BeforeSend
  correct: { reference: string; input: Input } & BeforeSend
  health: Record<never, never>
  exchange: Record<never, never>
  read: { subject: Input; fields: string[]; consent: Consent } & BeforeSend
}

/** What each operation comes to. A lookup's null: the agency is certain not to have it. */
export interface Results {
  submit: Outcome
  lookup: Outcome | null
  withdraw: Withdrawal
  correct: Outcome
  health: { ok: boolean; detail: string }
  exchange: { ok: boolean; detail: string }
  read: ReadAnswer
}

export interface Evidence {
  label: string
  mediaType: string
  body: string
}

export interface CallReport<O extends Operation> {
  outcome: Results[O]
  /** Redacted: no credential is in it. Personal data is: keep it sealed with the case. */
  evidence: Evidence[]
  /** False when nothing was attempted: closed, lane full, breaker open, stopped, a desk. */
  isTried: boolean
  startedAt: Date
  endedAt: Date
}

export type LaneHealth = 'untried' | 'well' | 'shaky' | 'down' | 'stopped'

/** One adapter as the public sees it. Times by the city's clock. */
export interface Lane {
  adapterId: string
  kind: Kind
  agencies: string[]
  title: { 'zh-TW': string; en: string }
  openingHours: { from: string; to: string } | null
  health: LaneHealth
  lastSuccessAt: Date | null
  lastFailureAt: Date | null
  lastCause: string | null
  stoppedAt: Date | null
}
