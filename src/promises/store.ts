// All SQL of promises. An outcome is written once: the statement's own condition settles a race.

import { sql } from 'kysely'
import type { Db } from '../core/db.ts'
import type { ReminderKind } from './rules.ts'
import type { Filter, NewPromise, Outcome, PromiseState, PublicPromise } from './schema.ts'

const PROMISE = [
  'p.promise_id as promiseId',
  'p.agency_id as agencyId',
  'p.by_words as by',
  'p.to_words as to',
  'p.what',
  'p.language',
  'p.source_module as sourceModule',
  'p.source_ref as sourceRef',
  'p.source_url as sourceUrl',
  'p.made_at as madeAt',
  'p.due_on as dueOn',
  'p.handed_from as handedFrom',
  's.promise_id as handedTo',
  'p.state',
  'p.settled_at as settledAt',
  'p.why',
  'p.evidence_url as evidenceUrl',
] as const

const selectPromises = (db: Db) =>
  db
    .selectFrom('promises.promises as p')
    .leftJoin('promises.promises as s', 's.handed_from', 'p.promise_id')
    .select(PROMISE)

type Row = Awaited<ReturnType<ReturnType<typeof selectPromises>['execute']>>[number]

/** Null when its source has made a promise before. */
export async function insertPromise(
  tx: Db,
  promise: NewPromise & { handedFrom: string | null; madeAt: Date },
): Promise<string | null> {
  const row = await tx
    .insertInto('promises.promises')
    .values({
      agency_id: promise.agencyId,
      by_words: promise.by,
      to_words: promise.to,
      what: promise.what,
      language: promise.language,
      source_module: promise.source.module,
      source_ref: promise.source.ref,
      source_url: promise.source.url,
      made_at: promise.madeAt,
      due_on: promise.dueOn,
      handed_from: promise.handedFrom,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('promise_id')
    .executeTakeFirst()
  return row?.promise_id ?? null
}

export async function findPromise(db: Db, promiseId: string): Promise<PublicPromise | null> {
  const row = await selectPromises(db).where('p.promise_id', '=', promiseId).executeTakeFirst()
  return row ? promiseOf(row) : null
}

/** The one made in the first place, not those that took it over. */
export async function findBySource(
  db: Db,
  source: { module: string; ref: string },
): Promise<PublicPromise | null> {
  const row = await selectPromises(db)
    .where('p.source_module', '=', source.module)
    .where('p.source_ref', '=', source.ref)
    .where('p.handed_from', 'is', null)
    .executeTakeFirst()
  return row ? promiseOf(row) : null
}

export interface Page {
  /** Null: all. */
  filter: Filter | null
  today: string
  /** The last one of the page before. */
  after: { dueOn: string; promiseId: string } | null
  limit: number
}

/** By the day they are due, earliest first. */
export async function listPromises(db: Db, page: Page): Promise<PublicPromise[]> {
  const { filter, today, after } = page
  const state = filter === 'overdue' ? 'open' : filter
  const rows = await selectPromises(db)
    .$if(state !== null, (query) => query.where('p.state', '=', state))
    .$if(filter === 'overdue', (query) => query.where('p.due_on', '<', today))
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(p.due_on, p.promise_id) > (${after?.dueOn}::date, ${after?.promiseId}::uuid)`,
      ),
    )
    .orderBy('p.due_on')
    .orderBy('p.promise_id')
    .limit(page.limit)
    .execute()
  return rows.map(promiseOf)
}

/** How many there are of each kind; `overdue` are counted among `open`, too. */
export async function countPromises(db: Db, today: string): Promise<Record<Filter, number>> {
  const rows = await db
    .selectFrom('promises.promises')
    .select(['state'])
    .select((of) => of.fn.countAll<string>().as('all'))
    .select(sql<string>`count(*) filter (where due_on < ${today}::date)`.as('past'))
    .groupBy('state')
    .execute()
  const counts = { open: 0, overdue: 0, kept: 0, partly: 0, not: 0, handed_on: 0 }
  for (const { state, all, past } of rows) {
    counts[state as PromiseState] = Number(all)
    if (state === 'open') counts.overdue = Number(past)
  }
  return counts
}

/** False when somebody settled it first. */
export async function saveOutcome(
  tx: Db,
  promiseId: string,
  outcome: { state: Outcome; why: string | null; evidenceUrl: string | null; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('promises.promises')
    .set({
      state: outcome.state,
      why: outcome.why,
      evidence_url: outcome.evidenceUrl,
      settled_at: outcome.at,
    })
    .where('promise_id', '=', promiseId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Open ones due on these days that were not called to mind in that way yet. */
export async function listUnreminded(
  db: Db,
  { kind, due, limit }: { kind: ReminderKind; due: { from: string; to: string }; limit: number },
): Promise<{ promiseId: string; agencyId: string; dueOn: string }[]> {
  return db
    .selectFrom('promises.promises as p')
    .select(['p.promise_id as promiseId', 'p.agency_id as agencyId', 'p.due_on as dueOn'])
    .where('p.state', '=', 'open')
    .where('p.due_on', '>=', due.from)
    .where('p.due_on', '<=', due.to)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('promises.reminders as r')
            .select('r.promise_id')
            .whereRef('r.promise_id', '=', 'p.promise_id')
            .where('r.kind', '=', kind),
        ),
      ),
    )
    .orderBy('p.due_on')
    .orderBy('p.promise_id')
    .limit(limit)
    .execute()
}

/** False when another process did it first. */
export async function insertReminder(
  tx: Db,
  reminder: { promiseId: string; kind: ReminderKind; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('promises.reminders')
    .values({ promise_id: reminder.promiseId, kind: reminder.kind, told_at: reminder.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

function promiseOf({ sourceModule, sourceRef, sourceUrl, ...row }: Row): PublicPromise {
  return {
    ...row,
    language: row.language as PublicPromise['language'],
    state: row.state as PromiseState,
    source: { module: sourceModule, ref: sourceRef, url: sourceUrl },
  }
}
