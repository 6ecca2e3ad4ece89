// What a filing and a withdrawal can come to, as it goes over HTTP. Source: docs/contract/openapi.json.

import { z } from 'zod'
import type { Outcome, Withdrawal } from '../contract.ts'

export const text = z.strictObject({
  'zh-TW': z.string().min(1).max(2000),
  en: z.string().min(1).max(2000),
})
export const reference = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .describe('The agency’s own number of the filing. A filing without one is none.')
export const cause = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,99}$/)
  .describe('A machine word such as `maintenance`. Never anything personal.')
export const moment = z.iso.datetime({ offset: true })
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

// The wire says no more and no less than the contract: this does not compile when they part.
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
export const SAYS_THE_CONTRACT: {
  outcome: Same<z.output<typeof WireOutcome>, Outcome>
  withdrawal: Same<z.output<typeof WireWithdrawal>, Withdrawal>
} = { outcome: true, withdrawal: true }
