// What answers say of trips, for whoever shows a case: its days, which agency draws, and when.

import type { LocalText } from '../../core/errors.ts'
import { isPlainRecord } from '../expressions/records.ts'
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

export interface TripDayLine {
  /** `YYYY-MM-DD` */
  on: string
  stops: LocalText[]
  /** Null on the day one comes down. */
  night: LocalText | null
}

/** The days of the trips answered, by the names of their places; unknown places are left out. */
export function tripDaysIn(
  journey: Pick<Journey, 'pages'>,
  answers: Answers,
  { places }: Pick<ReadingContext, 'places'>,
): TripDayLine[] {
  const nameOf = (list: string, id: unknown) => places.place(list, String(id))?.name ?? null
  return tripsIn(journey, answers)
    .filter(isPlainRecord)
    .flatMap((trip) => {
      const nights = recordsIn(trip.lodgings)
      return recordsIn(trip.chain).map((day) => ({
        on: String(day.on),
        stops: (Array.isArray(day.nodes) ? day.nodes : []).flatMap(
          (id) => nameOf('nodes', id) ?? [],
        ),
        night: nameOf('lodgings', nights.find((night) => night.on === day.on)?.lodging),
      }))
    })
}

const recordsIn = (list: unknown): Record<string, unknown>[] =>
  Array.isArray(list) ? list.filter(isPlainRecord) : []
