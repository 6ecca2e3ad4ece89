// The log. Rows go in and are read in order; nothing here changes one.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export interface EventRow {
  caseId: string
  seq: number
  at: Date
  actor: string
  subject: string
  basis: string
  channel: string
  kind: string
  data: unknown
  sealed: Uint8Array | null
}

/** All events of a case, oldest first. A case that went on for years has some hundreds. */
export async function listEvents(db: Db, caseId: string): Promise<EventRow[]> {
  return db
    .selectFrom('cases.events')
    .select([
      'case_id as caseId',
      'seq',
      'at',
      'actor',
      'subject',
      'basis',
      'channel',
      'kind',
      'data',
      'sealed',
    ])
    .where('case_id', '=', caseId)
    .orderBy('seq')
    .limit(10_000)
    .execute()
}

/**
 * Appends, and brings the case's row up to date, in one statement. The primary key refuses a number
 * that another writer took.
 */
export async function appendEvents(
  tx: Db,
  standing: { caseId: string; lastSeq: number; state: string },
  events: EventRow[],
): Promise<void> {
  const rows = events.map(
    (event) => sql`(
      ${event.caseId}::uuid, ${event.seq}::integer, ${event.at}::timestamptz, ${event.actor},
      ${event.subject}, ${event.basis}, ${event.channel}, ${event.kind},
      ${JSON.stringify(event.data)}::jsonb, ${event.sealed}::bytea)`,
  )
  await sql`
    with standing as (
      update cases.cases set last_seq = ${standing.lastSeq}, state = ${standing.state}
       where case_id = ${standing.caseId}
    )
    insert into cases.events
      (case_id, seq, at, actor, subject, basis, channel, kind, data, sealed)
    values ${sql.join(rows)}`.execute(tx)
}
