// How states look: which of the design system's six hues, and which stages a leg has passed.

import type { State } from '../../ui/state.tsx'
import type { CaseState, LegState } from '../schema/legs.ts'
import type { LegView } from '../schema/view.ts'

const LOOKS: Record<LegState, State> = {
  received: 'waiting',
  waiting_window: 'waiting',
  waiting_desk: 'waiting',
  submitting: 'moving',
  waiting_agency: 'waiting',
  unknown: 'waiting',
  in_review: 'moving',
  needs_correction: 'needs_you',
  needs_payment: 'needs_you',
  needs_visit: 'needs_you',
  needs_upload: 'needs_you',
  approved: 'done',
  rejected: 'refused',
  withdrawing: 'moving',
  withdrawn: 'withdrawn',
  withdraw_refused: 'refused',
  with_owner: 'waiting',
  not_sent: 'refused',
}

const CASE_LOOKS: Record<CaseState, State> = {
  received: 'waiting',
  under_way: 'moving',
  needs_you: 'needs_you',
  settled: 'done',
  partly: 'done',
  refused: 'refused',
  withdrawn: 'withdrawn',
}

export const legLook = (state: LegState): State => LOOKS[state]
export const caseLook = (state: CaseState): State => CASE_LOOKS[state]

export const STAGES = ['received', 'sent', 'in_review', 'answered'] as const
export type Stage = (typeof STAGES)[number]

const ANSWERED: readonly LegState[] = ['approved', 'rejected', 'withdrawn', 'withdraw_refused']
/** The agency has spoken: it has read what it got, with a number of its own or without. */
const READ: readonly LegState[] = [
  'in_review',
  'needs_correction',
  'needs_payment',
  'needs_visit',
  'needs_upload',
]

/** How far a leg has come; never further than what is certain. */
export function stageOf(leg: Pick<LegView, 'state' | 'reference'>): Stage {
  if (ANSWERED.includes(leg.state)) return 'answered'
  if (READ.includes(leg.state)) return 'in_review'
  return leg.reference === null ? 'received' : 'sent'
}
