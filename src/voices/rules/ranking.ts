// In which order findings are answered, and which one a round may not pass over. Pure.

import type { Finding } from '../schema/finding.ts'
import { SEVERITIES } from '../schema/words.ts'

type Ranked = Pick<Finding, 'severity' | 'firstOn' | 'peopleWeeks' | 'findingId'>

/**
 * Cannot get it at all before gets it late before finds it hard; then the oldest; what all of them
 * waited together only breaks ties, so that many never push aside the few who wait longest.
 */
export function byRank(one: Ranked, other: Ranked): number {
  return (
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    one.firstOn.localeCompare(other.firstOn) ||
    other.peopleWeeks - one.peopleWeeks ||
    one.findingId.localeCompare(other.findingId)
  )
}

/**
 * The oldest total exclusion that nothing answers: every round decides it, however few people it is.
 * Null: there is none. What a decision answers, or changes at present, is not open.
 */
export const mustDecide = <F extends Ranked & Pick<Finding, 'state'>>(findings: F[]): F | null =>
  findings
    .filter(({ state, severity }) => severity === 'cannot' && isUnanswered(state))
    .toSorted(byRank)[0] ?? null

export const isUnanswered = (state: Finding['state']): boolean =>
  state === 'open' || state === 'quiet'
