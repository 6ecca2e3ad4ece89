// What desks have to do. Lists go by due time; who is first is settled by the update's own condition.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { TaskKind } from '../schema/legs.ts'
import type { TaskLine } from '../schema/view.ts'

export interface TaskRow extends TaskLine {
  legId: string | null
}

/** Every list of tasks names the case and the leg it is about. */
const tasks = (db: Db) =>
  db
    .selectFrom('cases.tasks as t')
    .leftJoin('cases.cases as c', 'c.case_id', 't.case_id')
    .leftJoin('cases.legs as l', 'l.leg_id', 't.leg_id')
    .select([
      't.task_id as taskId',
      't.desk_id as deskId',
      't.kind',
      't.why',
      't.minutes',
      't.due_at as dueAt',
      't.state',
      't.taken_by as takenBy',
      't.started_at as startedAt',
      't.ended_at as endedAt',
      't.case_id as caseId',
      't.leg_id as legId',
      't.about',
      'c.reference',
      'c.journey_id as journeyId',
      'l.leg',
      'l.agency_id as agencyId',
    ])
    .select(sql<string>`to_char(t.day_on, 'YYYY-MM-DD')`.as('dayOn'))

export async function findTask(db: Db, taskId: string): Promise<TaskRow | null> {
  const row = await tasks(db).where('t.task_id', '=', taskId).executeTakeFirst()
  return (row as TaskRow | undefined) ?? null
}

export interface TaskPlace {
  dueAt: Date
  taskId: string
}

/** Tasks of these desks that are not done, by due time; `after` is the last one already seen. */
export async function listTasks(
  db: Db,
  wanted: { desks: string[]; after?: TaskPlace | undefined; limit: number },
): Promise<TaskRow[]> {
  if (wanted.desks.length === 0) return []
  const { after } = wanted
  const rows = await tasks(db)
    .where('t.desk_id', 'in', wanted.desks)
    .where('t.state', 'in', ['waiting', 'open', 'taken'])
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(t.due_at, t.task_id) > (${after?.dueAt}, ${after?.taskId})`),
    )
    .orderBy('t.due_at')
    .orderBy('t.task_id')
    .limit(wanted.limit)
    .execute()

  return rows as TaskRow[]
}

/** Done and cancelled ones too, oldest first. */
export async function listTasksOfCase(db: Db, caseId: string): Promise<TaskRow[]> {
  const rows = await tasks(db)
    .where('t.case_id', '=', caseId)
    .orderBy('t.opened_at')
    .orderBy('t.task_id')
    .limit(200)
    .execute()

  return rows as TaskRow[]
}

/** Two of the same at the same moment would say the same twice: the desk's lock keeps them apart. */
export async function hasOpenNotice(
  tx: Db,
  { deskId, why, about }: { deskId: string; why: string; about: Record<string, string> },
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext(${`cases.notice ${deskId}`}))`.execute(tx)
  const found = await tx
    .selectFrom('cases.tasks')
    .select('task_id')
    .where('desk_id', '=', deskId)
    .where('why', '=', why)
    .where('state', 'in', ['waiting', 'open', 'taken'])
    .where(sql<boolean>`about @> ${JSON.stringify(about)}::jsonb`)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export interface NewTask {
  taskId: string
  caseId: string | null
  legId: string | null
  deskId: string
  kind: TaskKind
  why: string
  about: Record<string, string>
  minutes: number
  dayOn: string
  dueAt: Date
  state: 'waiting' | 'open'
  openedAt: Date
}

export async function insertTask(tx: Db, task: NewTask): Promise<void> {
  await tx
    .insertInto('cases.tasks')
    .values({
      task_id: task.taskId,
      case_id: task.caseId,
      leg_id: task.legId,
      desk_id: task.deskId,
      kind: task.kind,
      why: task.why,
      about: JSON.stringify(task.about),
      minutes: task.minutes,
      day_on: task.dayOn,
      due_at: task.dueAt,
      state: task.state,
      opened_at: task.openedAt,
    })
    .execute()
}

/** False when it is done, or somebody else has it and `from` was not asked to be taken over. */
export async function saveTaken(
  tx: Db,
  taken: { taskId: string; by: string; from: string | null; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('cases.tasks')
    .set({ state: 'taken', taken_by: taken.by, started_at: taken.at })
    .where('task_id', '=', taken.taskId)
    .where('state', 'in', ['waiting', 'open', 'taken'])
    .where(sql<boolean>`taken_by is not distinct from ${taken.from}`)
    .executeTakeFirst()

  return numUpdatedRows === 1n
}

/** False when it had ended before. */
export async function saveEnded(
  tx: Db,
  ended: { taskId: string; state: 'done' | 'cancelled'; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('cases.tasks')
    .set({ state: ended.state, ended_at: ended.at })
    .where('task_id', '=', ended.taskId)
    .where('state', 'in', ['waiting', 'open', 'taken'])
    .executeTakeFirst()

  return numUpdatedRows === 1n
}

/** Tasks whose day has come are open from now on. */
export async function openTasksOfDay(db: Db, today: string): Promise<void> {
  await db
    .updateTable('cases.tasks')
    .set({ state: 'open' })
    .where('state', '=', 'waiting')
    .where(sql<boolean>`day_on <= ${today}::date`)
    .execute()
}
