// What can be measured of a week without asking anybody: from the open views of cases, and from what
// this module keeps itself. Sums only; a person cannot be asked for.

import { sql } from 'kysely'
import type { Db } from '../../../core/db.ts'

const MOST_ROWS = 10_000

/** Minutes of a journey in a week, of one desk or door, and the cases they belong to. */
export interface Measured {
  journeyId: string
  /** Desk or door. */
  of: string
  weekOn: string
  minutes: number
  volume: number
}

export async function listDeskWork(db: Db, weeks: string[]): Promise<Measured[]> {
  const rows = await db
    .selectFrom('cases.open_work_weeks')
    .select(['journey_id as journeyId', 'desk_id as of', 'week_on as weekOn', 'minutes'])
    .select('cases as volume')
    .where('week_on', 'in', weeks)
    .orderBy('week_on')
    .orderBy('desk_id')
    .limit(MOST_ROWS)
    .execute()
  return rows as Measured[]
}

export async function listFillIn(db: Db, weeks: string[]): Promise<Measured[]> {
  const rows = await db
    .selectFrom('cases.open_fill_in')
    .select(['journey_id as journeyId', 'channel as of', 'week_on as weekOn', 'minutes'])
    .select('filed as volume')
    .where('week_on', 'in', weeks)
    .orderBy('week_on')
    .orderBy('channel')
    .limit(MOST_ROWS)
    .execute()
  return rows as Measured[]
}

/** How long people waited for the last answer. */
export async function listWaits(db: Db, weeks: string[]): Promise<Measured[]> {
  const rows = await db
    .selectFrom('cases.open_answers')
    .select(['journey_id as journeyId', 'week_on as weekOn', 'minutes', 'cases as volume'])
    .select(sql<string>`'waiting'`.as('of'))
    .where('week_on', 'in', weeks)
    .orderBy('week_on')
    .orderBy('journey_id')
    .limit(MOST_ROWS)
    .execute()
  return rows as Measured[]
}

export interface Counted {
  serviceId: string
  weekOn: string
  volume: number
}

const weekOf = (day: string) => sql<string>`(date_trunc('week', ${sql.ref(day)}::timestamp))::date`

export async function countCalls(db: Db, weeks: string[]): Promise<Counted[]> {
  return db
    .selectFrom('voices.calls')
    .select(['service_id as serviceId', weekOf('day_on').as('weekOn')])
    .select(sql<number>`sum(calls)::integer`.as('volume'))
    .where(weekOf('day_on'), 'in', weeks)
    .groupBy(['service_id', weekOf('day_on')])
    .orderBy('service_id')
    .limit(MOST_ROWS)
    .execute()
}

const toldWeek = sql<string>`(date_trunc('week', said_at at time zone 'Asia/Taipei'))::date`

/** Reports that somebody typed; a file of another form took nobody's time here. */
export async function countReports(
  db: Db,
  weeks: string[],
): Promise<(Counted & { deskId: string | null })[]> {
  return db
    .selectFrom('voices.reports')
    .select(['service_id as serviceId', 'desk_id as deskId', toldWeek.as('weekOn')])
    .select(sql<number>`count(*)::integer`.as('volume'))
    .where('door', '<>', 'file')
    .where('door', '<>', 'api')
    .where(toldWeek, 'in', weeks)
    .groupBy(['service_id', 'desk_id', toldWeek])
    .orderBy('service_id')
    .limit(MOST_ROWS)
    .execute()
}

/** Minutes of the rounds of these weeks, as their chairs say. */
export async function listRoundMinutes(
  db: Db,
  weeks: string[],
): Promise<{ weekOn: string; minutes: number }[]> {
  return db
    .selectFrom('voices.rounds')
    .select(weekOf('held_on').as('weekOn'))
    .select(sql<number>`sum(minutes)::integer`.as('minutes'))
    .where('minutes', 'is not', null)
    .where(weekOf('held_on'), 'in', weeks)
    .groupBy(weekOf('held_on'))
    .orderBy('weekOn')
    .limit(MOST_ROWS)
    .execute()
}
