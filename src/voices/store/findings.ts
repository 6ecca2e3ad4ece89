// SQL of findings and what is counted for them. Counts are kept when a report joins or leaves, so that
// no page ever counts reports.

import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import { mondayOf } from '../../core/weeks.ts'
import type { Finding, FindingWeek, Found } from '../schema/finding.ts'
import type { Barrier, FindingState, Group, Severity } from '../schema/words.ts'

/** In voices.tallies, where a district is part of the key. */
export const UNKNOWN_DISTRICT = 'unknown'

const RANK = sql`case f.severity when 'cannot' then 1 when 'late' then 2 else 3 end`

const selectFindings = (db: Db, today: string) =>
  db.selectFrom('voices.findings as f').select((eb) => [
    'f.finding_id as findingId',
    'f.service_id as serviceId',
    'f.group_id as group',
    'f.barrier_id as barrier',
    'f.severity',
    'f.title',
    'f.language',
    'f.state',
    'f.is_sorted as isSorted',
    'f.first_on as firstOn',
    'f.last_on as lastOn',
    'f.reports',
    'f.people',
    'f.reopened',
    'f.merged_into as mergedInto',
    'f.opened_at as openedAt',
    'f.closed_at as closedAt',
    'f.revision',
    eb
      .selectFrom('voices.finding_weeks as w')
      .whereRef('w.finding_id', '=', 'f.finding_id')
      .select(
        sql<number>`coalesce(sum(w.people * ((${mondayOf(today)}::date - w.week_on) / 7 + 1)), 0)::float8`.as(
          'weeks',
        ),
      )
      .as('peopleWeeks'),
  ])

export interface FindingFilter {
  serviceId?: string | undefined
  states?: FindingState[] | undefined
  severity?: Severity | undefined
}

/** By rank: worst first, then oldest, then what all of them waited together. */
export async function listFindings(
  db: Db,
  { today, limit, serviceId, states, severity }: FindingFilter & { today: string; limit: number },
): Promise<Finding[]> {
  const rows = await selectFindings(db, today)
    .where('f.state', '!=', 'merged')
    .where('f.reports', '>', 0)
    .$if(serviceId !== undefined, (q) => q.where('f.service_id', '=', serviceId as string))
    .$if(states !== undefined, (q) => q.where('f.state', 'in', states as FindingState[]))
    .$if(severity !== undefined, (q) => q.where('f.severity', '=', severity as Severity))
    .orderBy(RANK)
    .orderBy('f.first_on')
    .orderBy('peopleWeeks', 'desc')
    .orderBy('f.finding_id')
    .limit(limit)
    .execute()
  return rows as Finding[]
}

export async function findFinding(
  db: Db,
  { findingId, today }: { findingId: string; today: string },
): Promise<Finding | null> {
  const row = await selectFindings(db, today)
    .where('f.finding_id', '=', findingId)
    .executeTakeFirst()
  return (row as Finding | undefined) ?? null
}

/** For what is about to change: nobody else changes it meanwhile. */
export async function lockFinding(
  tx: Db,
  findingId: string,
): Promise<{ state: FindingState; revision: number; serviceId: string } | null> {
  const row = await tx
    .selectFrom('voices.findings')
    .select(['state', 'revision', 'service_id as serviceId'])
    .where('finding_id', '=', findingId)
    .forUpdate()
    .executeTakeFirst()
  return (row as { state: FindingState; revision: number; serviceId: string } | undefined) ?? null
}

/** The one of that service, group and barrier, made now if there is none yet. */
export async function openFinding(
  tx: Db,
  found: Pick<Found, 'serviceId' | 'group' | 'barrier' | 'severity' | 'happenedOn'> & { at: Date },
): Promise<{ findingId: string; state: FindingState; isNew: boolean }> {
  const made = await tx
    .insertInto('voices.findings')
    .values({
      finding_id: randomUUID(),
      service_id: found.serviceId,
      group_id: found.group,
      barrier_id: found.barrier,
      severity: found.severity,
      first_on: found.happenedOn,
      last_on: found.happenedOn,
      opened_at: found.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['service_id', 'group_id', 'barrier_id'])
        .where('state', '!=', 'merged')
        .doNothing(),
    )
    .returning('finding_id as findingId')
    .executeTakeFirst()
  if (made) return { findingId: made.findingId, state: 'open', isNew: true }
  const known = await tx
    .selectFrom('voices.findings')
    .select(['finding_id as findingId', 'state'])
    .where('service_id', '=', found.serviceId)
    .where('group_id', '=', found.group)
    .where('barrier_id', '=', found.barrier)
    .where('state', '!=', 'merged')
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { ...known, state: known.state as FindingState, isNew: false }
}

/** One report more (`sign` 1) or less (-1). The caller holds the finding. */
export async function countReport(
  tx: Db,
  { findingId, sign, ...found }: Omit<Found, 'reportId'> & { findingId: string; sign: 1 | -1 },
): Promise<void> {
  const reports = sign
  const people = sign * found.people
  const weekOn = mondayOf(found.happenedOn)
  const more = (column: string, by: number): RawBuilder<number> => sql`${sql.ref(column)} + ${by}`
  await tx
    .updateTable('voices.findings')
    .set({ reports: more('reports', reports), people: more('people', people) })
    .where('finding_id', '=', findingId)
    .execute()
  await tx
    .insertInto('voices.finding_weeks')
    .values({ finding_id: findingId, week_on: weekOn, reports: 1, people: found.people })
    .onConflict((conflict) =>
      conflict.columns(['finding_id', 'week_on']).doUpdateSet({
        reports: more('voices.finding_weeks.reports', reports),
        people: more('voices.finding_weeks.people', people),
      }),
    )
    .execute()
  await tx
    .insertInto('voices.tallies')
    .values({
      service_id: found.serviceId,
      week_on: weekOn,
      district_id: found.districtId ?? UNKNOWN_DISTRICT,
      group_id: found.group,
      barrier_id: found.barrier,
      reports: 1,
      people: found.people,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['service_id', 'week_on', 'district_id', 'group_id', 'barrier_id'])
        .doUpdateSet({
          reports: more('voices.tallies.reports', reports),
          people: more('voices.tallies.people', people),
        }),
    )
    .execute()
}

/** After a report joined: the span grows, and the worst of what was told counts until a person decides. */
export async function widenFinding(
  tx: Db,
  {
    findingId,
    happenedOn,
    severity,
  }: { findingId: string } & Pick<Found, 'happenedOn' | 'severity'>,
): Promise<void> {
  await sql`
    update voices.findings
       set first_on = least(first_on, ${happenedOn}::date),
           last_on = greatest(last_on, ${happenedOn}::date),
           severity = case when is_sorted then severity
                           when ${severity} = 'cannot' or severity = 'cannot' then 'cannot'
                           when ${severity} = 'late' or severity = 'late' then 'late'
                           else 'hard' end
     where finding_id = ${findingId}`.execute(tx)
}

/** After a report left: the span is what the others say. */
export async function narrowFinding(tx: Db, findingId: string): Promise<void> {
  await sql`
    update voices.findings as f
       set first_on = coalesce(r.first_on, f.first_on), last_on = coalesce(r.last_on, f.last_on)
      from (select min(happened_on) as first_on, max(happened_on) as last_on
              from voices.reports where finding_id = ${findingId} and state = 'kept') as r
     where f.finding_id = ${findingId}`.execute(tx)
}

export interface FindingChange {
  state?: FindingState
  reopened?: boolean
  severity?: Severity
  title?: string | null
  language?: 'zh-TW' | 'en' | null
  isSorted?: boolean
  mergedInto?: string
  closedAt?: Date | null
}

/** Raises the revision: whoever saw the one before has to look again. */
export async function saveFinding(tx: Db, findingId: string, change: FindingChange): Promise<void> {
  const { state, severity, title, language, isSorted, mergedInto, closedAt } = change
  await tx
    .updateTable('voices.findings')
    .set({
      revision: sql`revision + 1`,
      ...(state ? { state, closed_at: closedAt ?? null } : {}),
      ...(change.reopened ? { reopened: sql`reopened + 1` } : {}),
      ...(severity ? { severity } : {}),
      ...(title !== undefined ? { title, language: language ?? null } : {}),
      ...(isSorted === undefined ? {} : { is_sorted: isSorted }),
      ...(mergedInto ? { merged_into: mergedInto } : {}),
    })
    .where('finding_id', '=', findingId)
    .execute()
}

/** Oldest first; weeks without a report are not there. */
export async function listWeeks(db: Db, findingId: string): Promise<FindingWeek[]> {
  return db
    .selectFrom('voices.finding_weeks')
    .select(['week_on as weekOn', 'reports', 'people'])
    .where('finding_id', '=', findingId)
    .where('reports', '>', 0)
    .orderBy('week_on')
    .execute()
}

/** People of a finding by district, most first; `unknown` among them. */
export async function listDistricts(
  db: Db,
  { serviceId, group, barrier }: { serviceId: string; group: Group; barrier: Barrier },
): Promise<{ districtId: string; people: number }[]> {
  return db
    .selectFrom('voices.tallies')
    .select(['district_id as districtId', sql<number>`sum(people)::float8`.as('people')])
    .where('service_id', '=', serviceId)
    .where('group_id', '=', group)
    .where('barrier_id', '=', barrier)
    .groupBy('district_id')
    .having(sql`sum(people)`, '>', 0)
    .orderBy('people', 'desc')
    .execute()
}
