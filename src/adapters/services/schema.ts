// Shapes of the gateway: who calls from outside, what they filed, what a lot is, what people wish.

import { z } from 'zod'
import type { Outcome } from '../contract.ts'

/** A program of others that may file. Its token is nowhere but with them. */
export interface Client {
  clientId: string
  name: string
  isNamed: boolean
  tokenHint: string
  adapterIds: string[]
  perMinute: number
  perDay: number
  issuedAt: Date
  revokedAt: Date | null
}

export const NewClient = z.strictObject({
  name: z
    .string('adapters.gateway_name_missing')
    .trim()
    .min(1, 'adapters.gateway_name_missing')
    .max(100),
  contact: z.email('adapters.gateway_contact_wrong').max(200),
  isNamed: z.boolean(),
  adapterIds: z.array(z.string()).min(1, 'adapters.gateway_adapters_missing').max(200),
  perMinute: z.coerce
    .number('adapters.gateway_quota_wrong')
    .int('adapters.gateway_quota_wrong')
    .min(1, 'adapters.gateway_quota_wrong')
    .max(6000, 'adapters.gateway_quota_wrong'),
  perDay: z.coerce
    .number('adapters.gateway_quota_wrong')
    .int('adapters.gateway_quota_wrong')
    .min(1, 'adapters.gateway_quota_wrong')
    .max(1_000_000, 'adapters.gateway_quota_wrong'),
})
export type NewClient = z.output<typeof NewClient>

export type FilingState = 'ready' | 'sent' | 'unknown' | 'answered'

/** One filing of one client, as far as it is needed to decide what to do with a repetition. */
export interface ClientFiling {
  clientId: string
  adapterId: string
  keyHash: string
  /** Planted at the agency. */
  agencyKey: string
  inputHash: string
  keyId: string
  /** Null: forgotten. */
  sealedInput: Uint8Array | null
  sealedOutcome: Uint8Array | null
  state: FilingState
  attempts: number
  sentAt: Date | null
}

/** What a client is told of its filing. `isReplay`: an answer that was given before. */
export interface Filed {
  outcome: Outcome
  isReplay: boolean
}

const text = z.strictObject({ 'zh-TW': z.string().min(1), en: z.string().min(1) })
const day = z.iso.date()
const link = z.strictObject({
  on: day,
  title: text,
  url: z.string().regex(/^(https?:\/\/|\/)\S+$/, 'an address, or a path of ours'),
})
const RESERVED = ['wishes', 'clients']
const lot = z.strictObject({
  /** Of its page; an adapter's lot has the adapter's id. */
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,40}$/)
    .refine((id) => !RESERVED.includes(id), 'is a page of its own'),
  letter: z.string().regex(/^[A-Z]$/, 'one capital letter'),
  title: text,
  workItems: z.array(text).min(1),
  /** Why it needs no other lot to be finished first. */
  alone: text,
  price: z.strictObject({ twd: z.int().min(0), isInvented: z.boolean(), basis: text }),
  vendor: z.strictObject({ name: text, isInvented: z.boolean() }),
  records: z.array(link),
})

/** cities/<city>/lots.yaml */
export const LotsFile = z.strictObject({
  thresholds: z.strictObject({
    since: day,
    publicTwd: z.int().positive(),
    smallTwd: z.int().positive(),
    source: text,
  }),
  wishes: z.strictObject({ deskId: z.string(), answerDays: z.int().min(1).max(180) }),
  lots: z.array(lot),
})
export type LotsFile = z.output<typeof LotsFile>
export type Lot = LotsFile['lots'][number]

/** What the conformance kit found last. */
export interface Conformance {
  ranAt: Date
  passed: number
  failed: number
  report: { check: string; ok: boolean; detail: string }[]
}

export const VERDICTS = ['there', 'planned', 'no'] as const
export type Verdict = (typeof VERDICTS)[number]

const name = z
  .string('adapters.wish_system_missing')
  .trim()
  .min(2, 'adapters.wish_system_missing')
  .max(100, 'adapters.wish_system_missing')
export const NewWish = z.strictObject({
  fromSystem: name,
  toSystem: name,
  why: z
    .string('adapters.wish_why_missing')
    .trim()
    .min(10, 'adapters.wish_why_missing')
    .max(1000, 'adapters.wish_why_missing'),
})
export type NewWish = z.output<typeof NewWish>

export interface Wish extends NewWish {
  number: number
  language: 'zh-TW' | 'en'
  wishedAt: Date
  dueOn: string
  promiseId: string
  answer: string | null
  verdict: Verdict | null
  answeredAt: Date | null
}

/** How many others use a service; names only of those who agreed. */
export interface Consumers {
  count: number
  names: string[]
  filings: number
}
