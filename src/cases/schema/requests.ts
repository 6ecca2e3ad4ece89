// What people, agencies' officers and programs may ask of a case, and how each is answered.

import { z } from 'zod'
import type { Problem } from '../../core/errors.ts'
import type { Language } from '../../core/i18n.ts'
import type { Answers, Journey, LegPlan } from '../../journeys/schema.ts'
import type { Basis } from './events.ts'
import type { Channel } from './legs.ts'
import type { Reading } from './reads.ts'

/** Answers as typed, by question id. */
export type RawAnswers = Record<string, unknown>

/** Who does something, on what basis, at which door. */
export interface Doer {
  actor: 'person' | `account:${string}`
  basis: Basis
  channel: Channel
}

export interface Draft {
  draftId: string
  journeyId: string
  journeyVersion: number
  answers: RawAnswers
  /** What agencies answered, oldest first. */
  readings: Reading[]
  revision: number
  language: Language
  channel: Channel
  updatedAt: Date
  expiresAt: Date
  /** Set once it was filed. */
  caseId: string | null
  /** Filing it corrects this case. */
  correctsCaseId: string | null
  /** Of a closed test: never filed. */
  isTrial: boolean
}

/** A second browser saved in between: its answers, and the revision to save over. */
export type Saving =
  | { ok: true; revision: number }
  | { ok: false; reason: 'moved'; answers: RawAnswers; revision: number }

export interface Filing {
  journeyId: string
  answers: RawAnswers
  /** Chosen by the caller: the same key and content files once, however often it comes. */
  idempotencyKey: string
  channel: Channel
  language: Language
  doer?: Doer
}

export type Filed =
  | { ok: true; caseId: string; reference: string; token: string; isReplay: boolean }
  | { ok: false; problems: Problem[] }

/** All that can be said about answers before filing: the page and the API say the same. */
export type Checked =
  | { ok: true; journey: Journey; answers: Answers; legs: LegPlan[]; notes: Problem[] }
  | { ok: false; journey: Journey; problems: Problem[]; notes: Problem[] }

const localText = z.strictObject({
  'zh-TW': z.string().trim().min(1),
  en: z.string().trim().min(1),
})
const reference = z.string().trim().min(1).max(60)
const reasons = z.array(z.strictObject({ text: localText, field: z.string().optional() })).min(1)
const moment = z.iso.datetime({ offset: true })

/** What a desk writes down: any outcome an adapter could give, or what only a person can say. */
export const SettlementSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accepted'), reference }),
  z.strictObject({ kind: z.literal('pending'), reference, until: moment.optional() }),
  z.strictObject({ kind: z.literal('approved'), reference, number: reference.optional() }),
  z.strictObject({ kind: z.literal('rejected'), reference: reference.optional(), reasons }),
  z.strictObject({
    kind: z.literal('needs'),
    what: z.enum(['payment', 'upload', 'correction', 'visit']),
    reference: reference.optional(),
    by: moment.optional(),
    reasons: z.array(z.strictObject({ text: localText, field: z.string().optional() })),
    where: localText.optional(),
    bring: z.array(localText).optional(),
    url: z.url().optional(),
  }),
  /** The agency does not have it: it may be sent (again). */
  z.strictObject({ kind: z.literal('absent') }),
  /** It will not be sent; the person is told why. */
  z.strictObject({ kind: z.literal('not_sent'), reasons }),
  z.strictObject({ kind: z.literal('withdrawn') }),
  z.strictObject({ kind: z.literal('refused'), reasons }),
  /** Nothing to write down: read and understood. */
  z.strictObject({ kind: z.literal('seen') }),
])
export type Settlement = z.infer<typeof SettlementSchema>

export interface NewAttachment {
  question: string
  name: string
  mediaType: string
  content: Uint8Array
}
