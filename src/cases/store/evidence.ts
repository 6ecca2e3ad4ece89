// What was sent to an agency and what it answered, sealed with the key of the case.

import type { Db } from '../../core/db.ts'

export interface EvidenceRow {
  evidenceId: string
  caseId: string
  leg: string
  keptAt: Date
  label: string
  mediaType: string
  sealed: Uint8Array
}

export async function insertEvidence(tx: Db, rows: EvidenceRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insertInto('cases.evidence')
    .values(
      rows.map((row) => ({
        evidence_id: row.evidenceId,
        case_id: row.caseId,
        leg: row.leg,
        kept_at: row.keptAt,
        label: row.label,
        media_type: row.mediaType,
        sealed: row.sealed,
      })),
    )
    .execute()
}

/** Newest first: what a desk needs to settle an unknown. */
export async function listEvidence(
  db: Db,
  { caseId, leg, limit }: { caseId: string; leg: string; limit: number },
): Promise<EvidenceRow[]> {
  return db
    .selectFrom('cases.evidence')
    .select([
      'evidence_id as evidenceId',
      'case_id as caseId',
      'leg',
      'kept_at as keptAt',
      'label',
      'media_type as mediaType',
      'sealed',
    ])
    .where('case_id', '=', caseId)
    .where('leg', '=', leg)
    .orderBy('kept_at', 'desc')
    .orderBy('evidence_id')
    .limit(limit)
    .execute()
}

/** Pictures and papers; everything else is text. */
export const isFile = (mediaType: string): boolean => /^image\/|^application\/pdf$/.test(mediaType)

export async function findEvidence(db: Db, evidenceId: string): Promise<EvidenceRow | null> {
  const row = await db
    .selectFrom('cases.evidence')
    .select([
      'evidence_id as evidenceId',
      'case_id as caseId',
      'leg',
      'kept_at as keptAt',
      'label',
      'media_type as mediaType',
      'sealed',
    ])
    .where('evidence_id', '=', evidenceId)
    .executeTakeFirst()
  return row ?? null
}

/** Files that desks have added to a leg. */
export async function countFiles(
  db: Db,
  { caseId, leg }: { caseId: string; leg: string },
): Promise<number> {
  const { files } = await db
    .selectFrom('cases.evidence')
    .select(({ fn }) => fn.countAll().as('files'))
    .where('case_id', '=', caseId)
    .where('leg', '=', leg)
    .where('label', '=', 'desk')
    .executeTakeFirstOrThrow()
  return Number(files)
}
