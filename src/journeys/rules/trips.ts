// What answers say of trips, for whoever shows a case: which agency draws, and when.

import type { ReadingContext } from '../questions/leaf.ts'
import type { Answers, Journey } from '../schema.ts'

/** What was answered to each trip question of this journey. */
export const tripsIn = (journey: Pick<Journey, 'pages'>, answers: Answers): unknown[] =>
  journey.pages
    .flatMap((page) => page.questions)
    .filter(({ id, type }) => type === 'trip' && answers[id] !== undefined)
    .map(({ id }) => answers[id])

/** The day on which this agency draws for what was answered, `YYYY-MM-DD`; null when it does not. */
export function drawDayFor(
  journey: Pick<Journey, 'pages'>,
  answers: Answers,
  agency: string,
  { places, today }: ReadingContext,
): string | null {
  const days = tripsIn(journey, answers).map((trip) => places.drawDay(trip, { agency, today }))
  return days.find((day) => day !== null) ?? null
}
