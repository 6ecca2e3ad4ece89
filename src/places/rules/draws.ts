// When an agency's draw is held: for a trip as it was answered, and by rule for the agency as a whole.

import type { Places } from '../schema.ts'
import { draftOf, sketchOf } from './draft.ts'
import { tripFacts } from './facts.ts'
import { drawDayOf, limitsFor } from './limits.ts'

/** The day on which this agency draws for that trip, `YYYY-MM-DD`; null when it draws nothing. */
export function drawDay(
  places: Places,
  trip: unknown,
  { agency, today }: { agency: string; today: string },
): string | null {
  const facts = tripFacts(places, sketchOf(places, draftOf(places, trip), today))
  const limits = limitsFor(places, facts).find((one) => one.agency === agency)
  return limits ? drawDayOf(limits) : null
}
