// The only place that reads the time. A demo city runs on a clock of its own that starts on a
// working morning and can be moved; everyone else's is the machine's.

export interface Clock {
  now(): Date
  /** Null when this clock cannot be moved. */
  move: ((at: Date) => Promise<void>) | null
}

export const systemClock: Clock = { now: () => new Date(), move: null }

/** A clock that stands still until it is told otherwise: for tests. */
export function stoppedClock(start: string): Clock {
  let at = new Date(start)
  return {
    now: () => new Date(at),
    move: async (to) => {
      at = new Date(to)
    },
  }
}

const TAIPEI_OFFSET_MS = 8 * 3_600_000

/** The calendar day in Taipei, `YYYY-MM-DD`. Taiwan keeps UTC+8 all year. */
export const taipeiDay = (at: Date): string =>
  new Date(at.getTime() + TAIPEI_OFFSET_MS).toISOString().slice(0, 10)

/** RFC 3339 with Taipei's offset, to the second. */
export const taipeiTime = (at: Date): string =>
  `${new Date(at.getTime() + TAIPEI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`

/** The moment when `hhmm` strikes in Taipei on that day. */
export const taipeiMoment = (day: string, hhmm = '00:00'): Date =>
  new Date(`${day}T${hhmm}:00+08:00`)

/** `day` moved by whole days; months by the calendar are in addMonths. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The same day of another month; the 31st becomes the last day of a shorter month. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const lastOfTarget = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfTarget)))
    .toISOString()
    .slice(0, 10)
}

/** Full years between a birthday and a day, as 民法 counts them. */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5) >= birth.slice(5) ? years : years - 1
}

/** The machine's own time, for lengths and for the demo's clock. Decisions use `Clock.now`. */
export const machineNow = (): Date => new Date()
