// What pages and the API show of a case. Words come as keys with values (see rules/words.ts), so
// that the same view reads in any language.

import type { Reason } from '../../adapters/contract.ts'
import type { LocalText } from '../../core/errors.ts'
import type { TripDayLine } from '../../journeys/index.ts'
import type { CaseState, Channel, LegState, TaskKind, TaskState } from './legs.ts'
import type { VerifiedView } from './reads.ts'

/** A key in locales/ and what fills its blanks. `on` is `YYYY-MM-DD`, `at` RFC 3339. */
export interface Said {
  message: string
  values: Record<string, string | number>
}

export interface CaseView {
  caseId: string
  reference: string
  journeyId: string
  journeyVersion: number
  title: LocalText
  state: CaseState
  filedAt: Date
  channel: Channel
  language: 'zh-TW' | 'en'
  isErased: boolean
  mayWithdraw: boolean
  mayCorrect: boolean
  legs: LegView[]
  /** Of the trip that was filed; empty when there is none, or the case was erased. */
  days: TripDayLine[]
  /** What one visit settles: parts that are asked for at the same place stand together. */
  visits: Visit[]
  /** Counters and telephones where the same is done in person. */
  otherDoors: LocalText[]
  /** Everything that happened, oldest first. */
  events: EventLine[]
  /** Which agency or desk was given what, oldest first. */
  disclosures: Disclosure[]
  /** Answers that agencies gave by consent. Empty once the case was erased. */
  verified: VerifiedView[]
}

export interface LegView {
  leg: string
  legId: string
  title: LocalText
  agencyId: string
  agencyName: LocalText
  /** Where the person reaches the agency without us. */
  door: { phone: string | null; site: string | null }
  adapterId: string
  state: LegState
  stateWord: Said
  /** The agency's own number. */
  reference: string | null
  /** Of the permit, when it differs. */
  number: string | null
  /** In the agency's words; `question` is the pointer of the answer to mend, when known. */
  reasons: { text: LocalText; question: string | null }[]
  next: Said
  deadlineAt: Date | null
  opensAt: Date | null
  closesAt: Date | null
  /** The day on which the agency draws, `YYYY-MM-DD`; null when it does not. */
  drawnOn: string | null
  /** The desk that has it, and the day it has room. */
  desk: { deskId: string; dayOn: string; task: TaskKind } | null
  needs: Needed | null
  /** A visit that the journey already knows of, before the desk has asked for it. */
  planned: PlannedVisit | null
  note: LocalText | null
  /** What changing or withdrawing means with this agency. */
  change: LocalText
  /** A number got at the agency's own site may be entered here. */
  mayJoin: boolean
  mayCorrect: boolean
  history: EventLine[]
}

export interface Visit {
  legs: string[]
  where: LocalText | null
  bring: LocalText[]
  /** Before the earliest of its parts runs out. */
  by: Date | null
  /** False while the desk has yet to say so: known from what the journey sends. */
  isAsked: boolean
}

export interface PlannedVisit {
  where: LocalText | null
  bring: LocalText[]
  by: Date | null
}

export interface Needed {
  what: 'payment' | 'upload' | 'correction' | 'visit'
  where: LocalText | null
  bring: LocalText[]
  url: string | null
}

export interface EventLine {
  seq: number
  at: Date
  /** Null: about the whole case. */
  leg: string | null
  /** `person`, `system`, `agency:<id>` or `account:<id>`. */
  actor: string
  basis: string
  /** See schema/events.ts. */
  kind: string
  said: Said
  reasons: Reason[]
  /** True for what the person was told, on this page or by notice. */
  isTold: boolean
}

export interface Disclosure {
  at: Date
  leg: string
  agencyId: string
  /** Names of the agency's fields; never their content. */
  fields: string[]
  /** Set when people at a desk saw it rather than a system. */
  deskId: string | null
}

/** One line of a desk's list. */
export interface TaskLine {
  taskId: string
  deskId: string
  kind: TaskKind
  why: string
  minutes: number
  dayOn: string
  dueAt: Date
  state: TaskState
  takenBy: string | null
  startedAt: Date | null
  endedAt: Date | null
  caseId: string | null
  reference: string | null
  journeyId: string | null
  leg: string | null
  agencyId: string | null
  /** For a task about a desk's day. */
  about: Record<string, string>
}

export interface SiblingTask {
  taskId: string
  title: LocalText
  input: Record<string, unknown>
}

/** A task with everything ready to copy. Opening it is logged as a view. */
export interface TaskView extends TaskLine {
  title: LocalText | null
  agencyName: LocalText | null
  /** What to do, step by step, and where. */
  steps: LocalText[]
  site: string | null
  /** What the agency gets, as the journey sends it. */
  input: Record<string, unknown>
  /** What the person chose, in the words of the question, by path in `input`: `child.children.0.sex`. */
  chosen: Record<string, LocalText>
  agencyReference: string | null
  closesAt: Date | null
  /** The person has asked to withdraw while the task was under way. */
  isWithdrawalAsked: boolean
  /** With an id, a picture or PDF, to be opened by itself; else text. */
  evidence: {
    evidenceId?: string
    label: string
    mediaType: string
    keptAt: Date
    body: string
  }[]
  /** Open tasks of the same kind for the same case and desk: one visit may settle them together. */
  siblings: SiblingTask[]
  /** For a correction: questions that were answered otherwise. */
  changed: LocalText[]
  /** Of what this agency gets: answers that agencies gave by consent. */
  verified: VerifiedView[]
}
