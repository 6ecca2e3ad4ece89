// What a leg, a case and a task can be in. These words are columns, API values and, as
// `cases.state.<word>`, sentences: a new one needs all three.

import type { Kind } from '../../adapters/contract.ts'

export const LEG_STATES = [
  'received',
  'waiting_window',
  'waiting_desk',
  'submitting',
  'waiting_agency',
  'unknown',
  'in_review',
  'needs_correction',
  'needs_payment',
  'needs_visit',
  'needs_upload',
  'approved',
  'rejected',
  'withdrawing',
  'withdrawn',
  'withdraw_refused',
  'with_owner',
  'not_sent',
] as const
export type LegState = (typeof LEG_STATES)[number]

/** Nothing more happens to such a leg unless a person asks for it. */
export const FINAL_STATES: readonly LegState[] = [
  'approved',
  'rejected',
  'withdrawn',
  'withdraw_refused',
  'not_sent',
]

export const CASE_STATES = [
  'received',
  'under_way',
  'needs_you',
  'settled',
  'partly',
  'refused',
  'withdrawn',
] as const
export type CaseState = (typeof CASE_STATES)[number]

/**
 * What a desk is asked to do. `file`: carry it to the agency by hand. `look`: read how an agency
 * that no machine can ask has decided. `visit`: the person comes. `owner`: whoever is responsible
 * for the journey decides what happens, because the machine may not.
 */
export const TASK_KINDS = [
  'file',
  'correct',
  'withdraw',
  'settle_unknown',
  'look',
  'visit',
  'owner',
] as const
export type TaskKind = (typeof TASK_KINDS)[number]

/** A task that is only known about in the background, while the person or the agency acts. */
export const QUIET_TASKS: readonly TaskKind[] = ['look', 'visit']

export const TASK_STATES = ['waiting', 'open', 'taken', 'done', 'cancelled'] as const
export type TaskState = (typeof TASK_STATES)[number]

export const CHANNELS = ['web', 'api', 'counter', 'phone'] as const
export type Channel = (typeof CHANNELS)[number]

/** What the plan must know of a leg besides its events: the journey's and the adapter's word. */
export interface LegSetup {
  leg: string
  legId: string
  agencyId: string
  adapterId: string
  kind: Kind
  lookup: 'key' | 'reference' | 'none'
  canWithdraw: boolean
  canCorrect: boolean
  /** Legs whose agency reference this one sends. */
  needs: string[]
  /** Null when the agency has no window. */
  opensAt: Date | null
  closesAt: Date | null
  /** Taipei wall clock, `HH:MM`; null is round the clock. */
  openingHours: { from: string; to: string } | null
  /** Calls a minute that the agency's lane allows. */
  perMinute: number
  /** The desk that works by hand for this agency; null when a machine carries. */
  deskId: string | null
  /** Adapters that take over when this one cannot go on, in order. */
  fallbacks: string[]
  /** The desk among them: it does by hand what the machine cannot. Null: the journey's owner does. */
  helperDeskId: string | null
}
