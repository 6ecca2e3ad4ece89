// Cases and the secrets that open them. What is sealed comes and goes sealed: actions hold the keys.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { CaseState, Channel } from '../schema/legs.ts'

export interface CaseRow {
  caseId: string
  reference: string
  journeyId: string
  journeyVersion: number
  ownerDeskId: string
  keyId: string
  sealedAnswers: Uint8Array | null
  /** Null: no agency was asked, or erased. */
  sealedReads: Uint8Array | null
  findHash: string | null
  state: CaseState
  language: 'zh-TW' | 'en'
  channel: Channel
  filedAt: Date
  lastSeq: number
  erasedAt: Date | null
}

const CASE = [
  'case_id as caseId',
  'reference',
  'journey_id as journeyId',
  'journey_version as journeyVersion',
  'owner_desk_id as ownerDeskId',
  'key_id as keyId',
  'sealed_answers as sealedAnswers',
  'sealed_reads as sealedReads',
  'find_hash as findHash',
  'state',
  'language',
  'channel',
  'filed_at as filedAt',
  'last_seq as lastSeq',
  'erased_at as erasedAt',
] as const

export async function findCase(db: Db, caseId: string): Promise<CaseRow | null> {
  const row = await db
    .selectFrom('cases.cases')
    .select(CASE)
    .where('case_id', '=', caseId)
    .executeTakeFirst()

  return (row as CaseRow | undefined) ?? null
}

/** Puts every other change of this case behind ours, until `tx` ends. */
export async function lockCase(tx: Db, caseId: string): Promise<CaseRow | null> {
  const row = await tx
    .selectFrom('cases.cases')
    .select(CASE)
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()

  return (row as CaseRow | undefined) ?? null
}

export async function findCaseByReference(db: Db, reference: string): Promise<CaseRow | null> {
  const row = await db
    .selectFrom('cases.cases')
    .select(CASE)
    .where('reference', '=', reference)
    .executeTakeFirst()

  return (row as CaseRow | undefined) ?? null
}

/** The case that this secret opens: given at filing or, until `now`, after finding it again. */
export async function findCaseIdByToken(
  db: Db,
  { tokenHash, reference }: { tokenHash: string; reference: string | null },
  now: Date,
): Promise<string | null> {
  const row = await db
    .selectFrom('cases.cases as c')
    .select(['c.case_id as caseId'])
    .$if(reference !== null, (query) => query.where('c.reference', '=', reference ?? ''))
    .where((eb) =>
      eb.or([
        eb('c.token_hash', '=', tokenHash),
        eb(
          'c.case_id',
          'in',
          eb
            .selectFrom('cases.passes as p')
            .select(['p.case_id'])
            .where('p.token_hash', '=', tokenHash)
            .where('p.expires_at', '>', now),
        ),
      ]),
    )
    .executeTakeFirst()

  return row?.caseId ?? null
}

export interface NewCase extends Omit<CaseRow, 'lastSeq' | 'erasedAt' | 'sealedAnswers'> {
  sealedAnswers: Uint8Array
  tokenHash: string
  purposeEndsOn: string | null
}

/** False when another case has this reference already: draw another one. */
export async function insertCase(db: Db, row: NewCase): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('cases.cases')
    .values({
      case_id: row.caseId,
      reference: row.reference,
      journey_id: row.journeyId,
      journey_version: row.journeyVersion,
      owner_desk_id: row.ownerDeskId,
      key_id: row.keyId,
      sealed_answers: row.sealedAnswers,
      sealed_reads: row.sealedReads,
      token_hash: row.tokenHash,
      find_hash: row.findHash,
      state: row.state,
      language: row.language,
      channel: row.channel,
      filed_at: row.filedAt,
      purpose_ends_on: row.purposeEndsOn,
    })
    .onConflict((oc) => oc.constraint('a_reference_names_one_case').doNothing())
    .executeTakeFirst()

  return numInsertedOrUpdatedRows === 1n
}

export async function saveAnswers(
  tx: Db,
  caseId: string,
  sealed: { answers: Uint8Array; findHash: string | null; purposeEndsOn: string | null },
): Promise<void> {
  await tx
    .updateTable('cases.cases')
    .set({
      sealed_answers: sealed.answers,
      find_hash: sealed.findHash,
      purpose_ends_on: sealed.purposeEndsOn,
    })
    .where('case_id', '=', caseId)
    .execute()
}

/** False when it was erased before. */
export async function saveErasure(tx: Db, caseId: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('cases.cases')
    .set({ sealed_answers: null, sealed_reads: null, find_hash: null, erased_at: at })
    .where('case_id', '=', caseId)
    .where('erased_at', 'is', null)
    .executeTakeFirst()

  return numUpdatedRows === 1n
}

export async function insertPass(
  db: Db,
  pass: { tokenHash: string; caseId: string; madeAt: Date; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('cases.passes')
    .values({
      token_hash: pass.tokenHash,
      case_id: pass.caseId,
      made_at: pass.madeAt,
      expires_at: pass.expiresAt,
    })
    .execute()
}

export async function deleteOldPasses(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('cases.passes').where('expires_at', '<=', now).execute()
}

export interface Replay {
  caseId: string
  keyId: string
  bodyHash: string
  sealedResponse: Uint8Array
}

export async function findReplay(db: Db, keyHash: string): Promise<Replay | null> {
  const row = await db
    .selectFrom('cases.replays as r')
    .innerJoin('cases.cases as c', 'c.case_id', 'r.case_id')
    .select([
      'r.case_id as caseId',
      'c.key_id as keyId',
      'r.body_hash as bodyHash',
      'r.sealed_response as sealedResponse',
    ])
    .where('r.key_hash', '=', keyHash)
    .executeTakeFirst()

  return row ?? null
}

/** False when the same key was used by a request that committed first. */
export async function insertReplay(
  tx: Db,
  replay: Replay & { keyHash: string; madeAt: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('cases.replays')
    .values({
      key_hash: replay.keyHash,
      body_hash: replay.bodyHash,
      case_id: replay.caseId,
      sealed_response: replay.sealedResponse,
      made_at: replay.madeAt,
    })
    .onConflict((oc) => oc.column('key_hash').doNothing())
    .executeTakeFirst()

  return numInsertedOrUpdatedRows === 1n
}

/** Open data: how many cases stand where. Null: fewer than five. */
export async function listCounts(
  db: Db,
): Promise<{ journeyId: string; state: CaseState; cases: number | null }[]> {
  const { rows } = await sql<{ journeyId: string; state: CaseState; cases: number | null }>`
    select journey_id as "journeyId", state, cases
      from cases.open_counts order by journey_id, state limit 1000`.execute(db)
  return rows
}
