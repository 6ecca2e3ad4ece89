// What the person may do with a leg, as it stands now.

import type { LegState } from '../schema/legs.ts'
import { isLost, type LegFacts } from './leg-facts.ts'

const NOT_YET_ANSWERED: readonly LegState[] = [
  'received',
  'waiting_window',
  'waiting_agency',
  'waiting_desk',
  'with_owner',
  'unknown',
]

/** A number got at the agency's own site joins what the agency has not answered through us. */
export const mayJoin = (leg: LegFacts): boolean =>
  NOT_YET_ANSWERED.includes(leg.state) && leg.intent === null && !leg.withdrawAsked

/** A person was asked to find out whether it arrived, and has not begun. */
export const mayBeSettledLate = (leg: LegFacts): boolean =>
  leg.state === 'unknown' && leg.task?.kind === 'settle_unknown' && !leg.task.taken

export const mayWithdraw = (leg: LegFacts): boolean => !isLost(leg) && !leg.withdrawAsked

/** Decided against, or on its way out: no correction reaches it. */
export const mayCorrect = (leg: LegFacts): boolean => !isLost(leg) && !leg.withdrawAsked
