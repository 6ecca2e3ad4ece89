// The lines of lists. Contents and answers come and go sealed.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { BatchRow, RowAction, RowState } from '../wires/box/schema.ts'

const ROW = [
  'item',
  'action',
  'key',
  'attempt',
  'batch_id as batchId',
  'state',
  'sealed',
  'sealed_answer as sealedAnswer',
] as const
const MOST_ROWS = 100_000

const asRow = (row: object): BatchRow => row as BatchRow

/** False when this item is in a batch already. */
export async function insertRow(
  tx: Db,
  row: {
    adapterId: string
    item: string
    action: RowAction
    key: string
    attempt: number
    batchId: string
    sealed: Uint8Array
    addedAt: Date
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('adapters.batch_rows')
    .values({
      adapter_id: row.adapterId,
      item: row.item,
      action: row.action,
      key: row.key,
      attempt: row.attempt,
      batch_id: row.batchId,
      sealed: Buffer.from(row.sealed),
      added_at: row.addedAt,
    })
    .onConflict((taken) => taken.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** The last attempt of a filing, or the one of that name. */
export async function findRow(
  db: Db,
  adapterId: string,
  by: { key: string } | { item: string },
  action: RowAction,
): Promise<BatchRow | null> {
  const row = await db
    .selectFrom('adapters.batch_rows')
    .select(ROW)
    .where('adapter_id', '=', adapterId)
    .where('action', '=', action)
    .where('key' in by ? 'key' : 'item', '=', 'key' in by ? by.key : by.item)
    .orderBy('attempt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? asRow(row) : null
}

/** In the order of the file. Taken-back ones are not in it. */
export async function listRows(db: Db, batchId: string): Promise<BatchRow[]> {
  const rows = await db
    .selectFrom('adapters.batch_rows')
    .select(ROW)
    .where('batch_id', '=', batchId)
    .where('state', '!=', 'removed')
    .orderBy('added_at')
    .orderBy('item')
    .limit(MOST_ROWS)
    .execute()
  return rows.map(asRow)
}

/** Takes a row back that nobody has read. False when it is no longer waiting. */
export async function removeRow(
  tx: Db,
  { adapterId, item, at }: { adapterId: string; item: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('adapters.batch_rows')
    .set({ state: 'removed', sealed: null, answered_at: at })
    .where('adapter_id', '=', adapterId)
    .where('item', '=', item)
    .where('action', '=', 'new')
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export interface RowAnswer {
  item: string
  state: 'taken' | 'refused'
  sealedAnswer: Uint8Array
}

/** The first answer to a row counts; one that comes late still does. In one statement. */
export async function saveAnswers(
  tx: Db,
  { batchId, at, answers }: { batchId: string; at: Date; answers: RowAnswer[] },
): Promise<void> {
  if (answers.length === 0) return
  const items = answers.map(({ item }) => item)
  const states = answers.map(({ state }) => state)
  const sealed = answers.map(({ sealedAnswer }) => Buffer.from(sealedAnswer))
  await sql`
    update adapters.batch_rows r
       set state = a.state, sealed_answer = a.sealed, answered_at = ${at}
      from unnest(${items}::text[], ${states}::text[], ${sealed}::bytea[]) as a (item, state, sealed)
     where r.batch_id = ${batchId}::uuid and r.item = a.item and r.state in ('waiting', 'silent')
  `.execute(tx)
}

/** Nobody answered in time. */
export async function silenceRows(tx: Db, batchId: string, at: Date): Promise<void> {
  await tx
    .updateTable('adapters.batch_rows')
    .set({ state: 'silent', answered_at: at })
    .where('batch_id', '=', batchId)
    .where('state', '=', 'waiting')
    .execute()
}

export async function countRows(db: Db, batchId: string, state: RowState): Promise<number> {
  const { rows } = await db
    .selectFrom('adapters.batch_rows')
    .select(({ fn }) => fn.countAll().as('rows'))
    .where('batch_id', '=', batchId)
    .where('state', '=', state)
    .executeTakeFirstOrThrow()
  return Number(rows)
}

/** The agency has the list and said what it had to say: nobody needs the lines. */
export async function eraseContents(tx: Db, batchId: string): Promise<void> {
  await tx
    .updateTable('adapters.batch_rows')
    .set({ sealed: null })
    .where('batch_id', '=', batchId)
    .execute()
}

/**
 * The person wants nothing kept: a row that no closed list carries is taken out, and contents and
 * answers go. A list that is being handed over keeps its lines until the agency has answered.
 */
export async function forgetRows(tx: Db, keys: string[]): Promise<void> {
  if (keys.length === 0) return
  await sql`
    with free as (
      select batch_id, state from adapters.batches
       where state <> 'closed'
         and batch_id in (select batch_id from adapters.batch_rows where key = any(${keys}))
       for share
    )
    update adapters.batch_rows r
       set sealed = null, sealed_answer = null,
           state = case when b.state = 'open' and r.state = 'waiting' then 'removed' else r.state end
      from free b
     where r.batch_id = b.batch_id and r.key = any(${keys})`.execute(tx)
}
