// Wishes that two systems be connected, and what the conformance kit found.

import type { Db } from '../../core/db.ts'
import type { Conformance, NewWish, Verdict, Wish } from '../services/schema.ts'

const WISH = [
  'number',
  'from_system as fromSystem',
  'to_system as toSystem',
  'why',
  'language',
  'wished_at as wishedAt',
  'due_on as dueOn',
  'promise_id as promiseId',
  'answer',
  'verdict',
  'answered_at as answeredAt',
] as const

export async function insertWish(
  tx: Db,
  wish: NewWish & {
    wishId: string
    language: Wish['language']
    wishedAt: Date
    dueOn: string
    promiseId: string
  },
): Promise<number> {
  const { number } = await tx
    .insertInto('adapters.wishes')
    .values({
      wish_id: wish.wishId,
      from_system: wish.fromSystem,
      to_system: wish.toSystem,
      why: wish.why,
      language: wish.language,
      wished_at: wish.wishedAt,
      due_on: wish.dueOn,
      promise_id: wish.promiseId,
    })
    .returning('number')
    .executeTakeFirstOrThrow()
  return number
}

/** Newest first; without those that were taken off. */
export async function listWishes(db: Db, limit: number, before: number | null): Promise<Wish[]> {
  const rows = await db
    .selectFrom('adapters.open_wishes')
    .select(WISH)
    .$if(before !== null, (query) => query.where('number', '<', before))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
  return rows.map(wishOf)
}

export async function findWish(db: Db, number: number): Promise<Wish | null> {
  const row = await db
    .selectFrom('adapters.open_wishes')
    .select(WISH)
    .where('number', '=', number)
    .executeTakeFirst()
  return row ? wishOf(row) : null
}

/** False when it was answered before. */
export async function saveWishAnswer(
  tx: Db,
  number: number,
  { answer, verdict, at }: { answer: string; verdict: Verdict; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('adapters.wishes')
    .set({ answer, verdict, answered_at: at })
    .where('number', '=', number)
    .where('answer', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function hideWish(tx: Db, number: number, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('adapters.wishes')
    .set({ hidden_at: at })
    .where('number', '=', number)
    .where('hidden_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The newest of each adapter. */
export async function listConformance(db: Db): Promise<Map<string, Conformance>> {
  const rows = await db
    .selectFrom('adapters.conformance')
    .distinctOn('adapter_id')
    .select(['adapter_id as adapterId', 'ran_at as ranAt', 'passed', 'failed', 'report'])
    .orderBy('adapter_id')
    .orderBy('ran_at', 'desc')
    .limit(500)
    .execute()
  return new Map(
    rows.map(({ adapterId, report, ...found }) => [
      adapterId,
      { ...found, report: report as Conformance['report'] },
    ]),
  )
}

/** A view's columns lose their `not null` and their words. */
const wishOf = (row: object): Wish => row as Wish

/** Keeps what the kit found, as the acceptance that a lot shows. */
export async function insertConformance(
  db: Db,
  adapterId: string,
  { ranAt, passed, failed, report }: Conformance,
): Promise<void> {
  const found = { ran_at: ranAt, passed, failed, report: JSON.stringify(report) }
  await db
    .insertInto('adapters.conformance')
    .values({ adapter_id: adapterId, ...found })
    .onConflict((conflict) => conflict.columns(['adapter_id', 'ran_at']).doUpdateSet(found))
    .execute()
}
