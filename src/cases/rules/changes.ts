// What a correction changes: which answers, and for which agencies.

import { canonicalJson } from '../../core/canonical.ts'
import type { LegFacts } from './leg-facts.ts'
import { mayCorrect } from './permissions.ts'

type Answers = Record<string, unknown>

/** Ids of the questions that are answered otherwise. */
export function changedFields(before: Answers, after: Answers): string[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return ids.filter((id) => !isSame(before[id], after[id])).sort()
}

export interface LegChanges {
  /** Legs to send again, or with other content when they go out. */
  changed: string[]
  /** Legs the new answers call for besides. */
  added: string[]
  /** Legs the new answers no longer call for. */
  dropped: string[]
  /** Ended legs that the new answers call for with other content: not possible within this case. */
  revived: string[]
}

interface Plan {
  legId: string
  input: Record<string, unknown>
}

/** A leg that was returned is always sent again: what the agency asked for may be outside the answers. */
export function compareLegs(
  legs: LegFacts[],
  plans: { before: Plan[]; after: Plan[] },
): LegChanges {
  const inputIn = (list: Plan[], leg: string) => list.find((plan) => plan.legId === leg)?.input
  const wanted = legs.filter((leg) => inputIn(plans.after, leg.leg))
  const isChanged = ({ leg }: LegFacts) =>
    !isSame(inputIn(plans.before, leg), inputIn(plans.after, leg))

  const names = (list: LegFacts[]) => list.map(({ leg }) => leg)
  return {
    changed: names(
      wanted.filter(
        (leg) => mayCorrect(leg) && (isChanged(leg) || leg.state === 'needs_correction'),
      ),
    ),
    added: plans.after
      .map((plan) => plan.legId)
      .filter((id) => !legs.some((leg) => leg.leg === id)),
    dropped: names(legs.filter((leg) => mayCorrect(leg) && !inputIn(plans.after, leg.leg))),
    revived: names(wanted.filter((leg) => !mayCorrect(leg) && !inputIn(plans.before, leg.leg))),
  }
}

const isSame = (a: unknown, b: unknown): boolean =>
  canonicalJson(a ?? null) === canonicalJson(b ?? null)
