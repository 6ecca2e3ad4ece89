// The contract as it goes over HTTP: one schema for each thing that is said. The published document
// and both sides that speak it are made from these. Source: docs/contract/openapi.json.

import { z } from 'zod'
import type { Outcome, Withdrawal } from '../contract.ts'
import { KEY_PATTERN } from '../schema.ts'

const text = z.strictObject({
  'zh-TW': z.string().min(1).max(2000),
  en: z.string().min(1).max(2000),
})
const reference = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .describe('The agency’s own number of the filing. A filing without one is none.')
const cause = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,99}$/)
  .describe('A machine word such as `maintenance`. Never anything personal.')
const moment = z.iso.datetime({ offset: true })
const reason = z.strictObject({
  text,
  field: z
    .string()
    .exactOptional()
    .describe('JSON pointer into the input, when the agency says so'),
})
const reasons = z.array(reason).min(1).max(100)

const Accepted = z
  .strictObject({ kind: z.literal('accepted'), reference })
  .describe('The agency has it. How it stands is not known yet.')
const Pending = z
  .strictObject({
    kind: z.literal('pending'),
    reference,
    until: moment.exactOptional().describe('When the agency says it will have decided'),
    note: text.exactOptional(),
  })
  .describe('The agency has it and is at work on it.')
const Approved = z
  .strictObject({
    kind: z.literal('approved'),
    reference,
    number: z.string().max(200).exactOptional().describe('Of the permit, the place, the card'),
  })
  .describe('The agency said yes.')
const Rejected = z
  .strictObject({
    kind: z.literal('rejected'),
    reference: reference.exactOptional(),
    reasons,
    isWithdrawn: z
      .literal(true)
      .exactOptional()
      .describe('It stands no longer because the applicant took it back'),
  })
  .describe('The agency said no, in its own words.')
const Needs = z
  .strictObject({
    kind: z.literal('needs'),
    what: z.enum(['payment', 'upload', 'correction', 'visit']),
    reference: reference
      .exactOptional()
      .describe('A correction without one was refused before anything was filed'),
    by: moment.exactOptional().describe('Absent when the agency names no limit'),
    reasons,
    where: text.exactOptional().describe('Where to go, or to pay'),
    bring: z.array(text).max(50).exactOptional(),
    url: z.url({ protocol: /^https?$/ }).exactOptional(),
  })
  .describe('The person must do something.')
const Unavailable = z
  .strictObject({ kind: z.literal('unavailable'), cause, retryAfter: moment.exactOptional() })
  .describe('Nothing was recorded. The same may be sent again, with the same key.')
const Unknown = z
  .strictObject({
    kind: z.literal('unknown'),
    cause,
    todo: text.exactOptional().describe('What to do about it, for whoever reads it'),
  })
  .describe('It may have been recorded. Ask `lookup` before anything is sent again.')

export const OUTCOMES = {
  accepted: Accepted,
  pending: Pending,
  approved: Approved,
  rejected: Rejected,
  needs: Needs,
  unavailable: Unavailable,
  unknown: Unknown,
}

export const WireOutcome = z.discriminatedUnion('kind', [
  Accepted,
  Pending,
  Approved,
  Rejected,
  Needs,
  Unavailable,
  Unknown,
])

const Withdrawn = z
  .strictObject({ kind: z.literal('withdrawn') })
  .describe('It stands no longer. Also the answer when it was withdrawn before.')
const Refused = z
  .strictObject({ kind: z.literal('refused'), reasons })
  .describe('It cannot be taken back; the reasons say why.')

export const WITHDRAWALS = {
  withdrawn: Withdrawn,
  refused: Refused,
  unavailable: Unavailable,
  unknown: Unknown,
}

export const WireWithdrawal = z.discriminatedUnion('kind', [
  Withdrawn,
  Refused,
  Unavailable,
  Unknown,
])

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

// The wire says no more and no less than the contract: this does not compile when they part.
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
export const SAYS_THE_CONTRACT: {
  outcome: Same<z.output<typeof WireOutcome>, Outcome>
  withdrawal: Same<z.output<typeof WireWithdrawal>, Withdrawal>
} = { outcome: true, withdrawal: true }
