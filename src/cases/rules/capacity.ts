// How much a desk can give, and the day on which something fits. Nothing is planned that needs
// overtime; what fits no day before the agency closes belongs to the journey's owner at once.

import { addDays } from '../../core/clock.ts'
import { SELF_HELP_MS } from './pauses.ts'

/** How far ahead a desk is planned. Beyond it, waiting is not an answer any more. */
export const HORIZON_DAYS = 90

/** Above this share of a desk's day its owner hears of it, not the clerk. */
export const FULL_SHARE = 0.8

/** What a desk's day looks like before one more task is put on it. */
export interface DeskDay {
  /** `YYYY-MM-DD` */
  on: string
  minutesAble: number
  minutesPlanned: number
  /** When the desk closes that day: what is planned for the day is done by then. */
  closesAt: Date
}

/** The days of the horizon on which the desk works. `able` gives null on a day off. */
export function deskDays(
  today: string,
  able: (day: string) => { minutes: number; closesAt: Date } | null,
  planned: ReadonlyMap<string, number>,
): DeskDay[] {
  return Array.from({ length: HORIZON_DAYS }, (_, ahead) => addDays(today, ahead)).flatMap((on) => {
    const day = able(on)
    if (!day) return []
    return [
      {
        on,
        minutesAble: day.minutes,
        minutesPlanned: planned.get(on) ?? 0,
        closesAt: day.closesAt,
      },
    ]
  })
}

/**
 * The first day with room that still leaves the person time to do it themselves, should the desk
 * fail. A desk with room right now may use the last days too. Null: the owner's task.
 */
export function pickDay(
  days: DeskDay[],
  minutes: number,
  { now, agencyClosesAt }: { now: Date; agencyClosesAt: Date | null },
): DeskDay | null {
  const ahead = days.filter((day) => day.closesAt > now)
  const day = ahead.find((day) => day.minutesPlanned + minutes <= day.minutesAble)
  if (!day || !agencyClosesAt) return day ?? null

  const isNext = day === ahead[0]
  const latest = agencyClosesAt.getTime() - (isNext ? 0 : SELF_HELP_MS)
  return day.closesAt.getTime() <= latest ? day : null
}

export const isNearlyFull = (minutesPlanned: number, minutesAble: number): boolean =>
  minutesPlanned > FULL_SHARE * minutesAble
