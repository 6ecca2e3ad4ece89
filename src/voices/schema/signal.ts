// Signals: what may mean that somebody was missed, though nobody told of it. Counted, never read as
// a report.

import { z } from 'zod'

export const SIGNAL_KINDS = ['refused', 'abandoned', 'leg_failed', 'call', 'search'] as const
export type SignalKind = (typeof SIGNAL_KINDS)[number]

/** Why people call. */
export const CALL_REASONS = [
  'where_to_apply',
  'what_to_bring',
  'how_far',
  'cannot_use_web',
  'nobody_answers',
  'may_not',
  'other',
] as const
export type CallReason = (typeof CALL_REASONS)[number]

export interface Signal {
  /** Null: belongs to no service, such as a search that found none. */
  serviceId: string | null
  weekOn: string
  kind: SignalKind
  /** A door, `<agency>:<cause>`, a call's reason, or the words searched for. */
  cause: string
  times: number
}

export const NewCalls = z.strictObject({
  desk: z.string('voices.signal.choose_desk').min(1, 'voices.signal.choose_desk'),
  service: z.string('voices.signal.choose_service').min(1, 'voices.signal.choose_service'),
  day: z.iso.date('voices.signal.choose_day'),
  reason: z.enum(CALL_REASONS, 'voices.signal.choose_reason'),
  calls: z
    .string()
    .trim()
    .transform((text) => text.normalize('NFKC'))
    .pipe(z.string().regex(/^\d{1,5}$/, 'voices.signal.say_number'))
    .transform(Number),
})
export type NewCalls = z.output<typeof NewCalls>
