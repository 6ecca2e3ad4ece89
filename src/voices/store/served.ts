// SQL of people served, counted by week, door and district; never named.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import { UNKNOWN_DISTRICT } from './findings.ts'

export const SERVED_SOURCES = ['cases', 'hand_outs', 'desk', 'reporter', 'questionnaire'] as const
export type ServedSource = (typeof SERVED_SOURCES)[number]

export interface Served {
  serviceId: string
  /** Null: everybody who came, not those of one finding. */
  findingId: string | null
  weekOn: string
  door: string
  districtId: string | null
  ageBand?: string
  came?: number
  finished: number
  couldNot?: number
  source: ServedSource
  at: Date
}

/** Added to what that source counted of the same week before. */
export async function addServed(tx: Db, served: Served): Promise<void> {
  await tx
    .insertInto('voices.served')
    .values({
      service_id: served.serviceId,
      finding_id: served.findingId,
      week_on: served.weekOn,
      door: served.door,
      district_id: served.districtId ?? UNKNOWN_DISTRICT,
      age_band: served.ageBand ?? 'unknown',
      came: served.came ?? served.finished,
      finished: served.finished,
      could_not: served.couldNot ?? 0,
      source: served.source,
      counted_at: served.at,
    })
    .onConflict((conflict) =>
      conflict.constraint('a_count_stands_once').doUpdateSet({
        came: sql`voices.served.came + excluded.came`,
        finished: sql`voices.served.finished + excluded.finished`,
        could_not: sql`voices.served.could_not + excluded.could_not`,
        counted_at: sql`excluded.counted_at`,
      }),
    )
    .execute()
}

/** People of one finding served, by the week; oldest first. */
export async function listServedOf(
  db: Db,
  findingId: string,
): Promise<{ weekOn: string; people: number }[]> {
  return db
    .selectFrom('voices.served')
    .select(['week_on as weekOn', sql<number>`sum(finished)::float8`.as('people')])
    .where('finding_id', '=', findingId)
    .groupBy('week_on')
    .orderBy('week_on')
    .execute()
}
