// SQL of decisions and of who was answered by them. A decision is written once a round and finding.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Decision } from '../schema/finding.ts'
import type { Changed, DecisionKind } from '../schema/words.ts'

const DECISION = [
  'd.decision_id as decisionId',
  'd.round_id as roundId',
  'd.finding_id as findingId',
  'd.kind',
  'd.words',
  'd.language',
  'd.agency_id as agencyId',
  'd.by_words as by',
  'd.due_on as dueOn',
  'd.starts_on as startsOn',
  'd.changed_what as changedWhat',
  'd.changed_id as changedId',
  'd.changed_version as changedVersion',
  'd.promise_id as promiseId',
  'd.decided_at as decidedAt',
  'd.rolled_back_on as rolledBackOn',
  'd.rolled_back_why as rolledBackWhy',
] as const

export async function insertDecision(
  tx: Db,
  decision: Omit<Decision, 'rolledBackOn' | 'rolledBackWhy' | 'promiseId'> & { decidedBy: string },
): Promise<boolean> {
  const made = await tx
    .insertInto('voices.decisions')
    .values({
      decision_id: decision.decisionId,
      round_id: decision.roundId,
      finding_id: decision.findingId,
      kind: decision.kind,
      words: decision.words,
      language: decision.language,
      agency_id: decision.agencyId,
      by_words: decision.by,
      due_on: decision.dueOn,
      starts_on: decision.startsOn,
      changed_what: decision.changedWhat,
      changed_id: decision.changedId,
      changed_version: decision.changedVersion,
      decided_by: decision.decidedBy,
      decided_at: decision.decidedAt,
    })
    .onConflict((conflict) => conflict.columns(['round_id', 'finding_id']).doNothing())
    .executeTakeFirst()
  return Number(made.numInsertedOrUpdatedRows ?? 0) > 0
}

export async function savePromise(tx: Db, decisionId: string, promiseId: string): Promise<void> {
  await tx
    .updateTable('voices.decisions')
    .set({ promise_id: promiseId })
    .where('decision_id', '=', decisionId)
    .execute()
}

/** False when its reporters were answered before. */
export async function saveTold(tx: Db, decisionId: string, at: Date): Promise<boolean> {
  const saved = await tx
    .updateTable('voices.decisions')
    .set({ told_at: at })
    .where('decision_id', '=', decisionId)
    .where('told_at', 'is', null)
    .executeTakeFirst()
  return Number(saved.numUpdatedRows) > 0
}

export async function saveRollBack(
  tx: Db,
  decisionId: string,
  { on, why }: { on: string; why: string },
): Promise<void> {
  await tx
    .updateTable('voices.decisions')
    .set({ rolled_back_on: on, rolled_back_why: why })
    .where('decision_id', '=', decisionId)
    .where('rolled_back_on', 'is', null)
    .execute()
}

const selectDecisions = (db: Db) => db.selectFrom('voices.decisions as d').select(DECISION)

export async function findDecision(db: Db, decisionId: string): Promise<Decision | null> {
  const row = await selectDecisions(db).where('decision_id', '=', decisionId).executeTakeFirst()
  return row ? decisionOf(row) : null
}

/** Oldest first. */
export async function listDecisionsOf(db: Db, findingId: string): Promise<Decision[]> {
  const rows = await selectDecisions(db)
    .where('finding_id', '=', findingId)
    .orderBy('decided_at')
    .execute()
  return rows.map(decisionOf)
}

export async function listDecisionsIn(db: Db, roundId: string): Promise<Decision[]> {
  const rows = await selectDecisions(db)
    .where('round_id', '=', roundId)
    .orderBy('decided_at')
    .execute()
  return rows.map(decisionOf)
}

/** Newest decision of each finding that is neither closed nor merged. */
export async function listStanding(db: Db): Promise<Decision[]> {
  const rows = await selectDecisions(db)
    .distinctOn('d.finding_id')
    .innerJoin('voices.findings as f', 'f.finding_id', 'd.finding_id')
    .where('f.state', 'in', ['open', 'changing', 'answered', 'quiet'])
    .orderBy('d.finding_id')
    .orderBy('decided_at', 'desc')
    .execute()
  return rows.map(decisionOf)
}

/** Marks the reports of a finding that were not answered yet, and how long each waited. */
export async function answerReports(
  tx: Db,
  { findingId, at, weekOn }: { findingId: string; at: Date; weekOn: string },
): Promise<number> {
  const { rows } = await sql<{ answered: number }>`
    with answered as (
      update voices.reports set answered_at = ${at}
       where finding_id = ${findingId} and answered_at is null and state = 'kept' and said_at <= ${at}
      returning floor(extract(epoch from ${at}::timestamptz - said_at) / 86400)::int as days
    ), waits as (
      insert into voices.answer_waits (week_on, days, reports)
      select ${weekOn}::date, days, count(*)::int from answered group by days
      on conflict (week_on, days) do update set reports = voices.answer_waits.reports + excluded.reports
    )
    select count(*)::int as answered from answered`.execute(tx)
  return rows[0]?.answered ?? 0
}

/** Days from a voice to its first visible answer, of those answered since; null: none was. */
export async function findMedianWait(
  db: Db,
  sinceWeek: string,
): Promise<{ days: number; reports: number } | null> {
  const { rows } = await sql<{ days: number; reports: number }>`
    with by_days as (
      select days, sum(reports)::float8 as reports from voices.answer_waits
       where week_on >= ${sinceWeek}::date group by days
    ), running as (
      select days, sum(reports) over (order by days) as upto, sum(reports) over () as total from by_days
    )
    select days, total::float8 as reports from running where upto * 2 >= total order by days limit 1`.execute(
    db,
  )
  return rows[0] ?? null
}

/** Reporters of a finding who gave their name, each once. */
export async function listNamedReporters(db: Db, findingId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('voices.reports')
    .select('account_id')
    .distinct()
    .where('finding_id', '=', findingId)
    .where('account_id', 'is not', null)
    .where('state', '=', 'kept')
    .execute()
  return rows.flatMap(({ account_id }) => account_id ?? [])
}

type DecisionRow = Omit<Decision, 'kind' | 'language' | 'changedWhat'> & {
  kind: string
  language: string
  changedWhat: string | null
}
const decisionOf = (row: DecisionRow): Decision => ({
  ...row,
  kind: row.kind as DecisionKind,
  language: row.language as Decision['language'],
  changedWhat: row.changedWhat as Changed | null,
})
