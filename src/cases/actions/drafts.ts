// Drafts: made at the first page, saved at every page, resumed by a link. Two browsers on one draft
// never overwrite each other unseen.

import { randomUUID } from 'node:crypto'
import { Failure } from '../../core/errors.ts'
import type { Language } from '../../core/i18n.ts'
import type { Station } from '../../core/station.ts'
import { DAY_MS } from '../rules/pauses.ts'
import type { Channel } from '../schema/legs.ts'
import type { Reading } from '../schema/reads.ts'
import type { Draft, RawAnswers, Saving } from '../schema/requests.ts'
import {
  type DraftRow,
  findDraftByToken,
  insertDraft,
  lockDraft,
  saveDraftAnswers,
} from '../store/drafts.ts'
import { hashToken, sealWith } from './seal.ts'

/** A draft lives this long after it was last saved. Longer helps nobody and keeps personal data. */
export const DRAFT_DAYS = 30

export interface NewDraft {
  journeyId: string
  journeyVersion: number
  channel: Channel
  language: Language
  answers?: RawAnswers
  /** Filing it corrects this case instead of making a new one. */
  correctsCaseId?: string
  /** Of a closed test: it may be of a version that waits, and is never filed. */
  isTrial?: boolean
}

/** The token is the link's secret: it is not kept, only its hash. */
export async function createDraft(
  station: Station,
  draft: NewDraft,
): Promise<{ token: string; draftId: string }> {
  const token = station.secrets.randomToken()
  const draftId = randomUUID()
  const now = station.clock.now()
  await station.db.transaction().execute(async (tx) => {
    const { keyId } = await station.secrets.newKey(tx)
    await insertDraft(tx, {
      draftId,
      tokenHash: hashToken(station, token),
      journeyId: draft.journeyId,
      journeyVersion: draft.journeyVersion,
      keyId,
      sealedAnswers: await sealWith(station, tx, keyId).close(draft.answers ?? {}),
      language: draft.language,
      channel: draft.channel,
      updatedAt: now,
      expiresAt: endOf(now),
      correctsCaseId: draft.correctsCaseId ?? null,
      isTrial: draft.isTrial ?? false,
    })
  })
  return { token, draftId }
}

/** Null when there is none, or it has run out. */
export async function findDraft(station: Station, token: string): Promise<Draft | null> {
  const row = await findRow(station, token)
  return row && draftOf(station, row)
}

/** @throws Failure not_found, conflict when it was filed meanwhile */
export async function saveDraft(
  station: Station,
  token: string,
  saved: {
    revision: number
    answers: RawAnswers
    /** Absent: as they were. */
    readings?: Reading[]
    language: Language
    journeyVersion?: number
  },
): Promise<Saving> {
  const row = await findRow(station, token)
  if (!row) throw new Failure('not_found', 'cases.draft_not_found')
  const now = station.clock.now()
  const seal = sealWith(station, station.db, row.keyId)
  const isSaved = await saveDraftAnswers(station.db, {
    draftId: row.draftId,
    revision: saved.revision,
    sealedAnswers: await seal.close(saved.answers),
    ...(saved.readings ? { sealedReads: await seal.close(saved.readings) } : {}),
    language: saved.language,
    journeyVersion: saved.journeyVersion ?? row.journeyVersion,
    updatedAt: now,
    expiresAt: endOf(now),
  })
  if (isSaved) return { ok: true, revision: saved.revision + 1 }

  const other = await lockDraft(station.db, row.draftId)
  if (!other) throw new Failure('not_found', 'cases.draft_not_found')
  if (other.filedCaseId) throw new Failure('conflict', 'cases.draft_filed')
  const { answers, revision } = await draftOf(station, other)
  return { ok: false, reason: 'moved', answers, revision }
}

/** For this module: the row behind a link. */
export const findRow = (station: Station, token: string): Promise<DraftRow | null> =>
  findDraftByToken(station.db, hashToken(station, token), station.clock.now())

export async function draftOf(station: Station, row: DraftRow): Promise<Draft> {
  const { draftId, journeyId, journeyVersion, revision, language, channel } = row
  const seal = sealWith(station, station.db, row.keyId)
  return {
    draftId,
    journeyId,
    journeyVersion,
    answers: await seal.open<RawAnswers>(row.sealedAnswers),
    readings: row.sealedReads ? await seal.open<Reading[]>(row.sealedReads) : [],
    revision,
    language,
    channel,
    updatedAt: row.updatedAt,
    expiresAt: row.expiresAt,
    caseId: row.filedCaseId,
    correctsCaseId: row.correctsCaseId,
    isTrial: row.isTrial,
  }
}

export const endOf = (now: Date) => new Date(now.getTime() + DRAFT_DAYS * DAY_MS)
