// The log. Rows go in and are read in order; nothing here changes one.

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

/** The primary key refuses a number that another writer took. */
export async function insertEvents(tx: Db, events: EventRow[]): Promise<void> {
  await tx
    .insertInto('cases.events')
    .values(
      events.map((event) => ({
        case_id: event.caseId,
        seq: event.seq,
        at: event.at,
        actor: event.actor,
        subject: event.subject,
        basis: event.basis,
        channel: event.channel,
        kind: event.kind,
        data: JSON.stringify(event.data),
        sealed: event.sealed,
      })),
    )
    .execute()
}
