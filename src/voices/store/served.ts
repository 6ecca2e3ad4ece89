// Counts of who came, who was served, who could not be. What desks and others tell is added up; what
// is counted from cases is replaced as a whole.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { SampleQuestion, ServedRow } from '../schema/served.ts'

const MOST_ROWS = 10_000

const valuesOf = (row: ServedRow, at: Date) => ({
  service_id: row.serviceId,
  finding_id: row.findingId,
  week_on: row.weekOn,
  door: row.door,
  district_id: row.districtId,
  age_band: row.ageBand,
  came: row.came,
  finished: row.finished,
  could_not: row.couldNot,
  source: row.source,
  counted_at: at,
})

export async function addServed(tx: Db, row: ServedRow, at: Date): Promise<void> {
  await tx
    .insertInto('voices.served')
    .values(valuesOf(row, at))
    .onConflict((conflict) =>
      conflict.constraint('a_count_stands_once').doUpdateSet({
        came: sql<number>`served.came + excluded.came`,
        finished: sql<number>`served.finished + excluded.finished`,
        could_not: sql<number>`served.could_not + excluded.could_not`,
        counted_at: at,
      }),
    )
    .execute()
}

/** Everything counted from cases of a service in these weeks. */
export async function replaceFromCases(
  tx: Db,
  {
    serviceId,
    weeks,
    rows,
    at,
  }: { serviceId: string; weeks: string[]; rows: ServedRow[]; at: Date },
): Promise<void> {
  await tx
    .deleteFrom('voices.served')
    .where('service_id', '=', serviceId)
    .where('source', '=', 'cases')
    .where('finding_id', 'is', null)
    .where('week_on', 'in', weeks)
    .execute()
  if (rows.length === 0) return
  await tx
    .insertInto('voices.served')
    .values(rows.map((row) => valuesOf(row, at)))
    .execute()
}

/** Summed over the weeks; only what counts everybody, not the people of one finding. */
export async function listServed(
  db: Db,
  { serviceId, weeks }: { serviceId: string; weeks: string[] },
): Promise<ServedRow[]> {
  if (weeks.length === 0) return []
  const rows = await db
    .selectFrom('voices.served')
    .select(['service_id as serviceId', 'door', 'district_id as districtId'])
    .select(['age_band as ageBand', 'source'])
    .select(sql<null>`null`.as('findingId'))
    .select(sql<string>`max(week_on)`.as('weekOn'))
    .select(sql<number>`sum(came)::integer`.as('came'))
    .select(sql<number>`sum(finished)::integer`.as('finished'))
    .select(sql<number>`sum(could_not)::integer`.as('couldNot'))
    .where('service_id', '=', serviceId)
    .where('finding_id', 'is', null)
    .where('week_on', 'in', weeks)
    .groupBy(['service_id', 'door', 'district_id', 'age_band', 'source'])
    .orderBy('door')
    .orderBy('district_id')
    .orderBy('age_band')
    .limit(MOST_ROWS)
    .execute()
  return rows as ServedRow[]
}

export interface Coming {
  journeyId: string
  door: string
  weekOn: string
  cases: number
  finished: number
  refused: number
}

export async function listComings(db: Db, journeyId: string, weeks: string[]): Promise<Coming[]> {
  const rows = await db
    .selectFrom('cases.open_comings')
    .select(['journey_id as journeyId', 'channel as door', 'week_on as weekOn'])
    .select(['cases', 'finished', 'refused'])
    .where('journey_id', '=', journeyId)
    .where('week_on', 'in', weeks)
    .orderBy('week_on')
    .orderBy('channel')
    .limit(MOST_ROWS)
    .execute()
  return rows as Coming[]
}

export async function addSampleAnswer(
  tx: Db,
  of: { serviceId: string; weekOn: string; question: SampleQuestion; answer: string },
): Promise<void> {
  await tx
    .insertInto('voices.sample_answers')
    .values({
      service_id: of.serviceId,
      week_on: of.weekOn,
      question: of.question,
      answer: of.answer,
      answers: 1,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['service_id', 'week_on', 'question', 'answer'])
        .doUpdateSet({ answers: sql<number>`sample_answers.answers + 1` }),
    )
    .execute()
}

export interface SampleSum {
  question: SampleQuestion
  answer: string
  answers: number
}

export async function listSampleAnswers(
  db: Db,
  { serviceId, weeks }: { serviceId: string; weeks: string[] },
): Promise<SampleSum[]> {
  if (weeks.length === 0) return []
  const rows = await db
    .selectFrom('voices.sample_answers')
    .select(['question', 'answer'])
    .select(sql<number>`sum(answers)::integer`.as('answers'))
    .where('service_id', '=', serviceId)
    .where('week_on', 'in', weeks)
    .groupBy(['question', 'answer'])
    .orderBy('question')
    .orderBy('answers', 'desc')
    .limit(MOST_ROWS)
    .execute()
  return rows as SampleSum[]
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
