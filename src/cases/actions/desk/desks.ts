// What a desk can give on a day, as the city wrote it down, and the names of agencies.

import { listAdapters } from '../../../adapters/index.ts'
import { addDays, taipeiDay, taipeiMoment } from '../../../core/clock.ts'
import type { LocalText } from '../../../core/errors.ts'
import type { Station } from '../../../core/station.ts'
import { type Desk, findAgency, findDesk, getDesk } from '../../../people/index.ts'

const DAYS_AHEAD = 14

export interface DeskHours {
  /** Null on a day off. */
  on(day: string): { minutes: number; closesAt: Date } | null
  /** Today while the desk is still open, else its next working day; null when it has none soon. */
  nextDay(now: Date): string | null
}

/** @throws Failure not_found */
export const deskHours = (station: Station, deskId: string): DeskHours =>
  hoursOf(getDesk(station, deskId))

function hoursOf({ hours, minutesPerDay }: Desk): DeskHours {
  const on: DeskHours['on'] = (day) =>
    hours.days.includes(isoWeekday(day))
      ? { minutes: minutesPerDay, closesAt: taipeiMoment(day, hours.to) }
      : null
  return {
    on,
    nextDay: (now) => {
      const days = Array.from({ length: DAYS_AHEAD }, (_, n) => addDays(taipeiDay(now), n))
      return days.find((day) => (on(day)?.closesAt ?? now) > now) ?? null
    },
  }
}

/** Monday is 1. */
const isoWeekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** The desk that does by hand what a machine's adapter cannot: the one among its fallbacks. */
export function helperOf(station: Station, { adapterId }: { adapterId: string }) {
  const adapters = listAdapters(station).map(({ describe }) => describe)
  const { fallbacks = [] } = adapters.find(({ id }) => id === adapterId) ?? {}
  const next = fallbacks.flatMap((name) => adapters.find(({ id }) => id === name) ?? [])
  return next.find(({ desk }) => desk)?.desk ?? null
}

/** What one filing takes at the desk of this adapter, in whole minutes. */
export function deskMinutes(station: Station, adapterId: string): number {
  const found = listAdapters(station).find(({ describe }) => describe.id === adapterId)
  const desk = found?.describe.desk ?? helperOf(station, { adapterId })
  return Math.ceil(desk?.minutes ?? DEFAULT_MINUTES)
}

/** For an adapter that says nothing: long enough that the day is not promised twice. */
const DEFAULT_MINUTES = 10

/** The agency's name; its id for one that the city no longer names. */
export const agencyName = (station: Station, agencyId: string): LocalText =>
  findAgency(station, agencyId)?.name ?? { 'zh-TW': agencyId, en: agencyId }

export const isDesk = (station: Station, deskId: string): boolean =>
  findDesk(station, deskId) !== null
