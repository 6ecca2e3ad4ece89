// Answers on the way. A draft is found by the hash of its secret and saved over its own revision.

import type { Db } from '../../core/db.ts'
import type { Channel } from '../schema/legs.ts'

export interface DraftRow {
  draftId: string
  journeyId: string
  journeyVersion: number
  keyId: string
  sealedAnswers: Uint8Array
  /** Null: no agency was asked. */
  sealedReads: Uint8Array | null
  revision: number
  language: 'zh-TW' | 'en'
  channel: Channel
  updatedAt: Date
  expiresAt: Date
  filedCaseId: string | null
  /** Filing it corrects this case. */
  correctsCaseId: string | null
  /** Of a closed test: never filed. */
  isTrial: boolean
}

const DRAFT = [
  'draft_id as draftId',
  'journey_id as journeyId',
  'journey_version as journeyVersion',
  'key_id as keyId',
  'sealed_answers as sealedAnswers',
  'sealed_reads as sealedReads',
  'revision',
  'language',
  'channel',
  'updated_at as updatedAt',
  'expires_at as expiresAt',
  'filed_case_id as filedCaseId',
  'corrects_case_id as correctsCaseId',
  'is_trial as isTrial',
] as const

export async function insertDraft(
  db: Db,
  draft: Omit<DraftRow, 'revision' | 'filedCaseId' | 'sealedReads'> & { tokenHash: string },
): Promise<void> {
  await db
    .insertInto('cases.drafts')
    .values({
      draft_id: draft.draftId,
      token_hash: draft.tokenHash,
      journey_id: draft.journeyId,
      journey_version: draft.journeyVersion,
      key_id: draft.keyId,
      sealed_answers: draft.sealedAnswers,
      language: draft.language,
      channel: draft.channel,
      created_at: draft.updatedAt,
      updated_at: draft.updatedAt,
      expires_at: draft.expiresAt,
      corrects_case_id: draft.correctsCaseId,
      is_trial: draft.isTrial,
    })
    .execute()
}

export async function findDraftByToken(
  db: Db,
  tokenHash: string,
  now: Date,
): Promise<DraftRow | null> {
  const row = await db
    .selectFrom('cases.drafts')
    .select(DRAFT)
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()

  return (row as DraftRow | undefined) ?? null
}

export async function lockDraft(tx: Db, draftId: string): Promise<DraftRow | null> {
  const row = await tx
    .selectFrom('cases.drafts')
    .select(DRAFT)
    .where('draft_id', '=', draftId)
    .forUpdate()
    .executeTakeFirst()

  return (row as DraftRow | undefined) ?? null
}

/** False when the draft was saved elsewhere, or filed, since `revision`. */
export async function saveDraftAnswers(
  db: Db,
  saved: {
    draftId: string
    revision: number
    sealedAnswers: Uint8Array
    /** Absent: as they were. */
    sealedReads?: Uint8Array
    language: 'zh-TW' | 'en'
    journeyVersion: number
    updatedAt: Date
    expiresAt: Date
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('cases.drafts')
    .set({
      sealed_answers: saved.sealedAnswers,
      ...(saved.sealedReads ? { sealed_reads: saved.sealedReads } : {}),
      language: saved.language,
      journey_version: saved.journeyVersion,
      revision: saved.revision + 1,
      updated_at: saved.updatedAt,
      expires_at: saved.expiresAt,
    })
    .where('draft_id', '=', saved.draftId)
    .where('revision', '=', saved.revision)
    .where('filed_case_id', 'is', null)
    .executeTakeFirst()

  return numUpdatedRows === 1n
}

export async function saveDraftFiled(tx: Db, draftId: string, caseId: string): Promise<void> {
  await tx
    .updateTable('cases.drafts')
    .set({ filed_case_id: caseId })
    .where('draft_id', '=', draftId)
    .execute()
}

/** Drafts that have run out, and those filed: their keys go, then they go. */
export async function listOldDrafts(
  db: Db,
  now: Date,
  limit: number,
): Promise<{ draftId: string; keyId: string }[]> {
  return db
    .selectFrom('cases.drafts')
    .select(['draft_id as draftId', 'key_id as keyId'])
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .orderBy('draft_id')
    .limit(limit)
    .execute()
}

export async function deleteDraft(tx: Db, draftId: string): Promise<void> {
  await tx.deleteFrom('cases.drafts').where('draft_id', '=', draftId).execute()
}
