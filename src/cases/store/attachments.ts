// Files a person added: with a draft until it is filed, with the case until its purpose has ended.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'

export interface AttachmentRow {
  attachmentId: string
  draftId: string | null
  caseId: string | null
  question: string
  mediaType: string
  bytes: number
  sealed: Uint8Array | null
  addedAt: Date
  /** Of the draft or the case that it belongs to. */
  keyId: string | null
}

const attachments = (db: Db) =>
  db
    .selectFrom('cases.attachments as a')
    .leftJoin('cases.drafts as d', 'd.draft_id', 'a.draft_id')
    .leftJoin('cases.cases as c', 'c.case_id', 'a.case_id')
    .select([
      'a.attachment_id as attachmentId',
      'a.draft_id as draftId',
      'a.case_id as caseId',
      'a.question',
      'a.media_type as mediaType',
      'a.bytes',
      'a.sealed',
      'a.added_at as addedAt',
    ])
    .select((eb) => eb.fn.coalesce('c.key_id', 'd.key_id').as('keyId'))

export async function insertAttachment(tx: Db, row: Omit<AttachmentRow, 'keyId'>): Promise<void> {
  await tx
    .insertInto('cases.attachments')
    .values({
      attachment_id: row.attachmentId,
      draft_id: row.draftId,
      case_id: row.caseId,
      question: row.question,
      media_type: row.mediaType,
      bytes: row.bytes,
      sealed: row.sealed,
      added_at: row.addedAt,
    })
    .execute()
}

export async function findAttachment(db: Db, attachmentId: string): Promise<AttachmentRow | null> {
  const row = await attachments(db).where('a.attachment_id', '=', attachmentId).executeTakeFirst()
  return row ?? null
}

export async function listAttachments(
  db: Db,
  owner: { draftId: string } | { caseId: string },
): Promise<AttachmentRow[]> {
  const query = attachments(db).orderBy('a.added_at').orderBy('a.attachment_id').limit(100)
  return 'draftId' in owner
    ? query.where('a.draft_id', '=', owner.draftId).execute()
    : query.where('a.case_id', '=', owner.caseId).execute()
}

/** Moves a file from its draft to the case, sealed anew. */
export async function saveAttachmentOwner(
  tx: Db,
  moved: { attachmentId: string; caseId: string; sealed: Uint8Array },
): Promise<void> {
  await tx
    .updateTable('cases.attachments')
    .set({ draft_id: null, case_id: moved.caseId, sealed: moved.sealed })
    .where('attachment_id', '=', moved.attachmentId)
    .execute()
}

/** Deletes the content of every file whose purpose ended before `today`. Says how many. */
export async function deleteEndedAttachments(db: Db, today: string, at: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update cases.attachments
       set sealed = null, deleted_at = ${at}
     where deleted_at is null
       and case_id in (select case_id from cases.cases where purpose_ends_on < ${today}::date)`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0n)
}

export async function deleteAttachmentsOfCase(tx: Db, caseId: string, at: Date): Promise<void> {
  await tx
    .updateTable('cases.attachments')
    .set({ sealed: null, deleted_at: at })
    .where('case_id', '=', caseId)
    .where('deleted_at', 'is', null)
    .execute()
}
