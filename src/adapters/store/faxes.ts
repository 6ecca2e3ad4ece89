// Faxes sent for filings. Which of them may stand at the agency is kept by the database itself: one
// at a time for each topic of a conversation.

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export type FaxState = 'leaving' | 'handed' | 'arrived' | 'failed' | 'unclear'

export interface FaxRow {
  faxId: string
  topic: string
  attempt: number
  line: 'mail' | 'hylafax'
  number: string
  pages: number
  state: FaxState
  job: string | null
  /** One word, such as `ok`, `busy`. */
  result: string | null
  pagesSent: number | null
  at: Date
}

const FAX = [
  'fax_id as faxId',
  'topic',
  'attempt',
  'line',
  'number',
  'pages',
  'state',
  'job',
  'result',
  'pages_sent as pagesSent',
  'at',
] as const

const MOST = 100

/** Of one conversation, oldest first. */
export async function listFaxes(db: Db, token: string): Promise<FaxRow[]> {
  const rows = await db
    .selectFrom('adapters.faxes')
    .select(FAX)
    .where('token', '=', token)
    .orderBy('at')
    .orderBy('attempt')
    .limit(MOST)
    .execute()
  return rows as FaxRow[]
}

export type NewFax = Pick<FaxRow, 'topic' | 'line' | 'number' | 'pages' | 'at'> & {
  token: string
  sealedPaper: Uint8Array | null
}

/** The next attempt; null while an earlier one of this topic may have arrived. */
export async function insertFax(db: Db, fax: NewFax): Promise<FaxRow | null> {
  const row = await db
    .insertInto('adapters.faxes')
    .values({
      fax_id: randomUUID(),
      token: fax.token,
      topic: fax.topic,
      attempt: sql<number>`(select count(*) + 1 from adapters.faxes
        where token = ${fax.token} and topic = ${fax.topic})::smallint`,
      line: fax.line,
      number: fax.number,
      pages: fax.pages,
      state: 'leaving',
      sealed_paper: fax.sealedPaper ? Buffer.from(fax.sealedPaper) : null,
      at: fax.at,
    })
    .onConflict((taken) => taken.doNothing())
    .returning(FAX)
    .executeTakeFirst()
  return (row as FaxRow | undefined) ?? null
}

export async function saveHanded(db: Db, faxId: string, job: string | null): Promise<void> {
  await db
    .updateTable('adapters.faxes')
    .set({ state: 'handed', job })
    .where('fax_id', '=', faxId)
    .where('state', '=', 'leaving')
    .execute()
}

export interface Settlement {
  state: 'arrived' | 'failed' | 'unclear'
  result: string
  job: string | null
  pagesSent: number | null
}

/** The first certain word stays; false when there was one before. */
export async function settleFax(
  db: Db,
  faxId: string,
  { state, result, job, pagesSent }: Settlement,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('adapters.faxes')
    .set((eb) => ({
      state,
      result,
      job: eb.fn.coalesce(eb.val(job), 'job'),
      pages_sent: pagesSent,
      settled_at: at,
    }))
    .where('fax_id', '=', faxId)
    .where('state', 'not in', ['arrived', 'failed'])
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
