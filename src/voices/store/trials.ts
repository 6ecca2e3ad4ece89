// Runs of closed tests: made at a desk, begun and ended on any device that has the link.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Language } from '../../core/i18n.ts'
import type { Tester, Way } from '../schema/trial.ts'

export interface TrialRow {
  trialId: string
  journeyId: string
  version: number
  digest: string
  way: Way
  /** Null: whoever answers for the journey. */
  tester: Tester | null
  testerWords: string | null
  begunAt: Date | null
  endedAt: Date | null
  language: Language | null
  hasScript: boolean | null
  widthPx: number | null
  isMobile: boolean | null
  isFinished: boolean | null
  stoppedAt: string | null
  stumbled: string | null
}

const TRIAL = [
  'trial_id as trialId',
  'journey_id as journeyId',
  'version',
  'digest',
  'way',
  'tester',
  'tester_words as testerWords',
  'begun_at as begunAt',
  'ended_at as endedAt',
  'language',
  'has_script as hasScript',
  'width_px as widthPx',
  'is_mobile as isMobile',
  'is_finished as isFinished',
  'stopped_at as stoppedAt',
  'stumbled',
] as const

export interface NewTrial
  extends Pick<
    TrialRow,
    'trialId' | 'journeyId' | 'version' | 'digest' | 'way' | 'tester' | 'testerWords'
  > {
  tokenHash: string
  startedBy: string
  madeAt: Date
}

export async function insertTrial(db: Db, trial: NewTrial): Promise<void> {
  await db
    .insertInto('voices.trials')
    .values({
      trial_id: trial.trialId,
      token_hash: trial.tokenHash,
      journey_id: trial.journeyId,
      version: trial.version,
      digest: trial.digest,
      way: trial.way,
      tester: trial.tester,
      tester_words: trial.testerWords,
      started_by: trial.startedBy,
      made_at: trial.madeAt,
    })
    .execute()
}

export async function findTrial(db: Db, tokenHash: string): Promise<TrialRow | null> {
  const row = await db
    .selectFrom('voices.trials')
    .select(TRIAL)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return (row as TrialRow | undefined) ?? null
}

export interface SeenDevice {
  hasScript: boolean
  widthPx: number | null
  isMobile: boolean
}

/** Again before it has ended: whoever changes to another device is measured there. */
export async function saveBegun(
  db: Db,
  trialId: string,
  { hasScript, widthPx, isMobile, at }: SeenDevice & { at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('voices.trials')
    .set((row) => ({
      begun_at: row.fn.coalesce('begun_at', row.val(at)),
      has_script: hasScript,
      width_px: widthPx,
      is_mobile: isMobile,
    }))
    .where('trial_id', '=', trialId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** False when it was never begun, or has ended before. */
export async function saveEnded(
  db: Db,
  trialId: string,
  end: {
    at: Date
    language: Language
    hasScript: boolean
    widthPx: number | null
    isFinished: boolean
    stoppedAt: string | null
    stumbled: string | null
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('voices.trials')
    .set((row) => ({
      ended_at: end.at,
      language: end.language,
      // A script at either end was a script on the way.
      has_script: sql<boolean>`coalesce(has_script, false) or ${end.hasScript}`,
      width_px: row.fn.coalesce('width_px', row.val(end.widthPx)),
      is_finished: end.isFinished,
      stopped_at: end.stoppedAt,
      stumbled: end.stumbled,
    }))
    .where('trial_id', '=', trialId)
    .where('begun_at', 'is not', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** That have ended, newest first. */
export async function listEnded(db: Db, journeyId: string, limit: number): Promise<TrialRow[]> {
  const rows = await db
    .selectFrom('voices.trials')
    .select(TRIAL)
    .where('journey_id', '=', journeyId)
    .where('ended_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .orderBy('trial_id')
    .limit(limit)
    .execute()
  return rows as TrialRow[]
}
