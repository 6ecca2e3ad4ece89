// Findings, rounds and decisions as the rest of the module passes them on.

import type { Language } from '../../core/i18n.ts'
import type { Barrier, Changed, DecisionKind, FindingState, Group, Severity } from './words.ts'

/** Days are `YYYY-MM-DD`; counts of people hold estimates. */
export interface Finding {
  findingId: string
  serviceId: string
  group: Group
  barrier: Barrier
  severity: Severity
  /** In a person's words. Null: said from group and barrier. */
  title: string | null
  language: Language | null
  state: FindingState
  isSorted: boolean
  firstOn: string
  lastOn: string
  reports: number
  people: number
  /** Of every week's people, the weeks since: what all of them waited together. */
  peopleWeeks: number
  reopened: number
  mergedInto: string | null
  openedAt: Date
  closedAt: Date | null
  revision: number
}

export interface FindingWeek {
  weekOn: string
  reports: number
  people: number
}

/** What a report brings to a finding. */
export interface Found {
  reportId: string
  serviceId: string
  group: Group
  barrier: Barrier
  severity: Severity
  people: number
  happenedOn: string
  districtId: string | null
}

export interface Round {
  roundId: string
  heldOn: string
  /** The day on which its changes start. */
  startsOn: string
  state: 'open' | 'closed'
  openedAt: Date
  closedAt: Date | null
  minutes: number | null
}

export interface Decision {
  decisionId: string
  roundId: string
  findingId: string
  kind: DecisionKind
  words: string
  language: Language
  agencyId: string
  by: string
  dueOn: string
  /** Null: it changes nothing by itself. */
  startsOn: string | null
  changedWhat: Changed | null
  changedId: string | null
  changedVersion: number | null
  promiseId: string | null
  decidedAt: Date
  rolledBackOn: string | null
  rolledBackWhy: string | null
}

/** Kinds that change something from a day on, and are judged by what came after. */
export const CHANGES: readonly DecisionKind[] = [
  'change_now',
  'try',
  'abolish_step',
  'without_computers',
]
