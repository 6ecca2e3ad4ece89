// The contract as it goes over HTTP: one schema for each thing that is said. The published document
// and both sides that speak it are made from these. Source: docs/contract/openapi.json.

import { z } from 'zod'
import { KEY_PATTERN } from '../schema.ts'
import { cause, moment, reference, text, WireOutcome } from './outcomes.ts'

const key = z
  .string()
  .regex(KEY_PATTERN)
  .describe('Of this one filing. Keep it with the filing, so that `lookup` can find it again.')
const input = z.record(z.string(), z.unknown()).describe('As `input` of the description says')

export const SubmitBody = z.strictObject({ key, input })
export const CheckBody = z.strictObject({ input })
/** `input` helps adapters of systems that cannot search by number alone. */
export const LookupBody = z.union([
  z.strictObject({ key, input: input.exactOptional() }),
  z.strictObject({ reference, input: input.exactOptional() }),
])
export const WithdrawBody = z.strictObject({ reference, input: input.exactOptional() })
export const CorrectBody = z.strictObject({ reference, input })
export const ReadBody = z.strictObject({
  subject: z.string().min(1).max(200).describe('Whom it is about, as the agency names people'),
  fields: z.array(z.string().min(1).max(100)).min(1).max(50),
})

export const CheckAnswer = z.strictObject({
  problems: z.array(
    z.strictObject({
      pointer: z.string().describe('RFC 6901, into the input; empty for the whole'),
      message: text,
      level: z.enum(['block', 'info']).exactOptional().describe('`block` when absent'),
    }),
  ),
})
export const LookupAnswer = z.union([
  z.strictObject({ found: z.literal(true), outcome: WireOutcome }),
  z
    .strictObject({ found: z.literal(false) })
    .describe('Only when it is certain that there is none: the caller may then file again.'),
])
export const ReadAnswer = z.strictObject({
  fields: z.record(z.string(), z.unknown()),
  verifiedAt: moment,
})
export const HealthAnswer = z.strictObject({ ok: z.boolean(), detail: z.string().max(200) })

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** What a remote adapter says of itself. Agencies, hosts and credentials are the city's to say. */
export const WireDescription = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  contract: z.literal('1').describe('Version of this document'),
  title: text,
  input: z.record(z.string(), z.unknown()).describe('JSON Schema 2020-12 of the input'),
  semantics: z.strictObject({
    idempotent: z.boolean().describe('The same key answers with the same filing'),
    lookup: z.enum(['key', 'reference', 'none']),
    withdraw: z.boolean(),
    correct: z.boolean(),
    settlesAfterSeconds: z
      .int()
      .min(0)
      .max(3600)
      .exactOptional()
      .describe('How long a request that was cut off may still be at work'),
  }),
  openingHours: z
    .strictObject({ from: clockTime, to: clockTime })
    .nullable()
    .describe('Taipei wall clock; null is round the clock'),
  limits: z.strictObject({
    timeoutMs: z.int().min(100).max(300_000),
    concurrency: z.int().min(1).max(50),
    perMinute: z.int().min(1).max(60_000),
  }),
  example: z
    .record(z.string(), z.unknown())
    .exactOptional()
    .describe('An input that goes through as it stands, of people who do not exist'),
  reads: z.array(z.string()).exactOptional().describe('Fields that `read` can tell; absent: none'),
})
export type WireDescription = z.output<typeof WireDescription>

/** RFC 9457, and what a caller must know besides: whether anything was recorded. */
export const WireProblem = z.looseObject({
  type: z.string().default('about:blank'),
  title: z.string().exactOptional(),
  status: z.int().exactOptional(),
  detail: z.string().exactOptional(),
  cause: cause.exactOptional(),
  nothingRecorded: z
    .boolean()
    .exactOptional()
    .describe('True: certainly nothing was recorded, whatever the status. Absent: see the table.'),
  errors: z
    .array(z.looseObject({ pointer: z.string(), detail: z.string(), text: text.exactOptional() }))
    .exactOptional(),
})

export type WireProblem = z.output<typeof WireProblem>
