// What can happen to a case. The log of these is the truth; everything else in this module can be
// made again from it. `data` stays readable for ever and holds no personal data; what names or
// describes a person goes into `personal`, sealed with the key of the case.

import type { Needs, Reason } from '../../adapters/contract.ts'
import type { LocalText } from '../../core/errors.ts'
import type { Channel, TaskKind } from './legs.ts'

/** Who did it (`person`, `system`, `agency:<id>`, `account:<id>`), about whom, on what basis. */
export interface Stamp {
  at: Date
  actor: string
  subject: string
  basis: Basis
  channel: Channel | 'system'
}

export type Basis =
  | 'own_request'
  | 'filed_on_request'
  | 'agency_answer'
  | 'desk_duty'
  | 'retention'
  | 'engine'

export interface FiledLeg {
  leg: string
  legId: string
  agency: string
  adapter: string
}

/** An outcome without its words. */
export interface OutcomeFacts {
  kind: 'accepted' | 'pending' | 'approved' | 'rejected' | 'needs' | 'unavailable' | 'unknown'
  reference?: string | undefined
  number?: string | undefined
  what?: Needs['what'] | undefined
  by?: string | undefined
  until?: string | undefined
  retryAfter?: string | undefined
  /** The adapter cannot go on by itself, however long it waits. */
  stops?: Stop | undefined
}

/** Its lane waits for a person; or this filing does not fit what the agency's system can hold. */
export type Stop = 'stopped' | 'does_not_fit'

/** Why a leg went on by another adapter. `reopened`: back to the first one, which works again. */
export type MoveReason = Stop | 'gave_up' | 'closing' | 'absent' | 'reopened'

/** The words of an outcome: an agency's reasons may describe a person. */
export interface OutcomeWords {
  reasons?: Reason[] | undefined
  note?: LocalText | undefined
  where?: LocalText | undefined
  bring?: LocalText[] | undefined
  url?: string | undefined
  cause?: string | undefined
}

export interface Told {
  /** Key in locales/. */
  message: string
  values: Record<string, string | number>
}

interface Kinds {
  filed: { data: { journey: string; version: number; legs: FiledLeg[] } }
  /** Intents: written before the call. A crash after one means: perhaps it was sent. */
  leg_submitting: { data: { leg: string; key: string; attempt: number; fields: string[] } }
  leg_correcting: { data: { leg: string; key: string; attempt: number; fields: string[] } }
  leg_withdrawing: { data: { leg: string; attempt: number } }
  /** An intent was found whose process is gone. */
  leg_interrupted: { data: { leg: string } }
  leg_outcome: {
    data: {
      leg: string
      via: 'submit' | 'correct' | 'lookup' | 'desk' | 'joined'
      outcome: OutcomeFacts
      /** Keyed hash of the whole outcome, so that a repeated answer is not news. */
      print?: string
    }
    personal?: OutcomeWords
  }
  /** The agency, or a person who looked there, is certain not to have it. */
  leg_absent: { data: { leg: string; via: 'lookup' | 'desk' } }
  /** The agency wrote about a leg of which nobody knew whether it had arrived. */
  leg_answered: { data: { leg: string } }
  leg_lookup_failed: {
    data: { leg: string; outcome: 'unavailable' | 'unknown'; retryAfter?: string | undefined }
    personal?: OutcomeWords
  }
  leg_withdrawal: {
    data: {
      leg: string
      outcome: 'withdrawn' | 'refused' | 'unavailable' | 'unknown'
      retryAfter?: string | undefined
    }
    personal?: OutcomeWords
  }
  leg_waiting: { data: { leg: string; until: string | null; why: 'window' | 'hours' | 'needs' } }
  /** Nothing of it stands at the agency by the way before; `left` are the ways still left. */
  leg_moved: {
    data: { leg: string; from: string; to: string; left: string[]; why: MoveReason }
  }
  leg_not_sent: { data: { leg: string; because: string }; personal?: OutcomeWords }
  task_opened: {
    data: {
      leg: string
      taskId: string
      task: TaskKind
      deskId: string
      /** The day the desk has room for it. */
      dayOn: string
      dueAt: string
      minutes: number
      why: string
      fields: string[]
    }
  }
  task_taken: { data: { leg: string; taskId: string; by: string } }
  task_closed: { data: { leg: string; taskId: string; how: 'done' | 'cancelled' | 'handed_over' } }
  told: { data: { leg: string | null } & Told }
  withdrawal_asked: { data: { legs: string[] } }
  corrected: {
    data: { fields: string[]; legs: string[]; added: FiledLeg[]; dropped: string[] }
  }
  /** An agency answered, by consent, what the person would have typed. */
  agency_read: {
    data: {
      agency: string
      adapter: string
      /** Names of the agency's fields. */
      fields: string[]
      consent: string
      at: string
    }
  }
  reference_joined: { data: { leg: string; reference: string } }
  erased: { data: { because: 'asked' | 'purpose_ended' } }
}

export type EventKind = keyof Kinds

/** Something to be written. */
export type NewEvent = { [K in EventKind]: { kind: K } & Kinds[K] }[EventKind]

/** Something that was written. `personal` is null when there was none, or the key is gone. */
export type CaseEvent = {
  [K in EventKind]: { kind: K; seq: number; data: Kinds[K]['data']; personal: OutcomeWords | null }
}[EventKind] &
  Stamp

export type EventOf<K extends EventKind> = Extract<CaseEvent, { kind: K }>
