// The lines of the ledger by group and week, what desks add to them, and what the program itself asks.

import type { Db } from '../../../core/db.ts'
import type { Language } from '../../../core/i18n.ts'
import type { Line, Objection, Overtime } from '../../schema/ledger.ts'

const MOST_LINES = 5_000
const MOST_OBJECTIONS = 100

/** Counted again, a week's line is replaced. */
export async function saveLine(tx: Db, line: Line, at: Date): Promise<void> {
  const counted = {
    minutes: line.minutes,
    volume: line.volume,
    basis: line.basis,
    source: line.source,
    counted_at: at,
  }
  await tx
    .insertInto('voices.ledger_lines')
    .values({
      service_id: line.serviceId,
      group_id: line.groupId,
      week_on: line.weekOn,
      ...counted,
    })
    .onConflict((conflict) =>
      conflict.columns(['service_id', 'group_id', 'week_on']).doUpdateSet(counted),
    )
    .execute()
}

const LINE = [
  'service_id as serviceId',
  'group_id as groupId',
  'week_on as weekOn',
  'minutes',
  'volume',
  'basis',
  'source',
] as const

/** Newest week first. */
export async function listLines(
  db: Db,
  of: { serviceId: string | null; groups?: string[]; weeks: string[] },
): Promise<Line[]> {
  const { serviceId, groups, weeks } = of
  if (weeks.length === 0 || groups?.length === 0) return []
  const rows = await db
    .selectFrom('voices.ledger_lines')
    .select(LINE)
    .where('week_on', 'in', weeks)
    .$if(serviceId !== null, (query) => query.where('service_id', '=', serviceId ?? ''))
    .$if(groups !== undefined, (query) => query.where('group_id', 'in', groups ?? []))
    .orderBy('week_on', 'desc')
    .orderBy('service_id')
    .orderBy('group_id')
    .limit(MOST_LINES)
    .execute()
  return rows as Line[]
}

/** Said again, the newer number counts. */
export async function saveOvertime(tx: Db, overtime: Overtime, at: Date): Promise<void> {
  await tx
    .insertInto('voices.overtime')
    .values({
      desk_id: overtime.deskId,
      week_on: overtime.weekOn,
      hours: overtime.hours,
      told_at: at,
    })
    .onConflict((conflict) =>
      conflict.columns(['desk_id', 'week_on']).doUpdateSet({ hours: overtime.hours, told_at: at }),
    )
    .execute()
}

export async function listOvertime(
  db: Db,
  of: { desks: string[]; weeks: string[] },
): Promise<Overtime[]> {
  if (of.desks.length === 0 || of.weeks.length === 0) return []
  return db
    .selectFrom('voices.overtime')
    .select(['desk_id as deskId', 'week_on as weekOn', 'hours'])
    .where('desk_id', 'in', of.desks)
    .where('week_on', 'in', of.weeks)
    .orderBy('week_on', 'desc')
    .orderBy('desk_id')
    .limit(MOST_LINES)
    .execute()
}

export async function insertObjection(
  tx: Db,
  objection: Objection & { objectionId: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('voices.objections')
    .values({
      objection_id: objection.objectionId,
      desk_id: objection.deskId,
      service_id: objection.serviceId,
      week_on: objection.weekOn,
      words: objection.words,
      language: objection.language,
      made_at: objection.at,
    })
    .execute()
}

/** Newest week first. */
export async function listObjections(
  db: Db,
  of: { serviceId: string } | { desks: string[] },
): Promise<Objection[]> {
  if ('desks' in of && of.desks.length === 0) return []
  const rows = await db
    .selectFrom('voices.objections')
    .select(['desk_id as deskId', 'service_id as serviceId', 'week_on as weekOn'])
    .select(['words', 'language'])
    .$if('serviceId' in of, (query) =>
      query.where('service_id', '=', 'serviceId' in of ? of.serviceId : ''),
    )
    .$if('desks' in of, (query) => query.where('desk_id', 'in', 'desks' in of ? of.desks : []))
    .orderBy('week_on', 'desc')
    .orderBy('made_at', 'desc')
    .orderBy('objection_id')
    .limit(MOST_OBJECTIONS)
    .execute()
  return rows.map((row) => ({ ...row, language: row.language as Language }))
}

export interface OwnWork {
  deskId: string
  weekOn: string
  reports: number
  minutes: number
}

export async function saveOwnWork(tx: Db, work: OwnWork, at: Date): Promise<void> {
  const counted = { reports: work.reports, minutes: work.minutes, counted_at: at }
  await tx
    .insertInto('voices.own_work')
    .values({ desk_id: work.deskId, week_on: work.weekOn, ...counted })
    .onConflict((conflict) => conflict.columns(['desk_id', 'week_on']).doUpdateSet(counted))
    .execute()
}

export async function listOwnWork(db: Db, weeks: string[]): Promise<OwnWork[]> {
  if (weeks.length === 0) return []
  return db
    .selectFrom('voices.own_work')
    .select(['desk_id as deskId', 'week_on as weekOn', 'reports', 'minutes'])
    .where('week_on', 'in', weeks)
    .orderBy('week_on', 'desc')
    .orderBy('desk_id')
    .limit(MOST_LINES)
    .execute()
}
