// Closed tests: a desk makes a run of one version, any device with its link goes through it, and what
// the system saw is kept. A run of the responsible may be the one that a waiting version waits for.

import { randomUUID } from 'node:crypto'
import { checkAnswers, createDraft, findDraft } from '../../cases/index.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Language } from '../../core/i18n.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { getJourneyToTry, reload } from '../../journeys/index.ts'
import { worksAt } from '../../people/index.ts'
import { minutesOf } from '../rules/trial.ts'
import type { NewRun, Run } from '../schema/trial.ts'
import {
  findTrial,
  insertTrial,
  listEnded,
  type SeenDevice,
  saveBegun,
  saveEnded,
  type TrialRow,
} from '../store/trials.ts'
import { readExampleRuns } from '../weighing-files.ts'

export const TRY_PUBLISHING = 'voices.try_publishing'

const MOST_RUNS = 200

/** The responsible goes through it under their own account; everybody else as a group. */
export async function startRun(
  station: Station,
  actor: Actor,
  { journeyId, version, language, ...run }: NewRun & Of & { language: Language },
): Promise<{ token: string }> {
  const { definition, digest } = await getJourneyToTry(station.db, journeyId, version)
  if (run.who === 'responsible' && !worksAt(actor, definition.owner.deskId)) {
    throw new Failure('forbidden', 'voices.trial.not_the_owner')
  }
  const { token } = await createDraft(station, {
    journeyId,
    journeyVersion: version,
    channel: run.way === 'counter' ? 'counter' : 'web',
    language,
    isTrial: true,
  })
  await insertTrial(station.db, {
    trialId: randomUUID(),
    tokenHash: hashOf(station, token),
    journeyId,
    version,
    digest,
    way: run.way,
    tester: run.who === 'responsible' ? null : run.who,
    testerWords: run.who === 'other' ? run.testerWords : null,
    startedBy: actor.accountId,
    madeAt: station.clock.now(),
  })
  return { token }
}

interface Of {
  journeyId: string
  version: number
}

/** @throws Failure not_found */
export async function getTrial(station: Station, token: string): Promise<TrialRow> {
  const trial = await findTrial(station.db, hashOf(station, token))
  if (!trial) throw new Failure('not_found', 'voices.trial.not_found')
  return trial
}

/** @throws Failure not_found, conflict when the run has ended */
export async function beginRun(station: Station, token: string, seen: SeenDevice): Promise<void> {
  const trial = await getTrial(station, token)
  const isBegun = await saveBegun(station.db, trial.trialId, { ...seen, at: station.clock.now() })
  if (!isBegun) throw new Failure('conflict', 'voices.trial.ended')
}

export interface RunEnding extends SeenDevice {
  /** Page on which they stop; null: at the end. */
  page: string | null
  stumbled: string
  language: Language
}

/**
 * Whether it came to the end the system sees itself: every answer that filing needs is there.
 * @throws Failure not_found, conflict when it was not begun or has ended
 */
export async function endRun(station: Station, token: string, end: RunEnding): Promise<TrialRow> {
  const trial = await getTrial(station, token)
  const isFinished = end.page === null && (await isComplete(station, token, trial))
  await station.db.transaction().execute(async (tx) => {
    const isEnded = await saveEnded(tx, trial.trialId, {
      at: station.clock.now(),
      language: end.language,
      hasScript: end.hasScript,
      widthPx: end.widthPx,
      isFinished,
      stoppedAt: isFinished ? null : (end.page ?? 'review'),
      stumbled: end.stumbled === '' ? null : end.stumbled,
    })
    if (!isEnded) throw new Failure('conflict', 'voices.trial.ended')
    if (isFinished && trial.tester === null) await station.jobs.send(tx, TRY_PUBLISHING, {})
  })
  return trial
}

/** Also of another content than the one that was begun: then it was not gone through. */
async function isComplete(station: Station, token: string, trial: TrialRow): Promise<boolean> {
  const draft = await findDraft(station, token)
  const { definition, digest } = await getJourneyToTry(station.db, trial.journeyId, trial.version)
  if (!draft || digest !== trial.digest) return false
  return checkAnswers(station, definition, draft.answers).ok
}

/** Every run of a journey that has ended, newest first. */
export async function listRuns(station: Station, db: Db, journeyId: string): Promise<Run[]> {
  const ended = await listEnded(db, journeyId, MOST_RUNS)
  return [
    ...ended.flatMap((row) => runOf(row) ?? []),
    ...readExampleRuns(station, journeyId).filter((run) => run.endedAt <= station.clock.now()),
  ].sort((a, b) => b.endedAt.getTime() - a.endedAt.getTime())
}

/** Of exactly this content. Example runs were never of any. */
export async function listRunsOf(
  station: Station,
  db: Db,
  { journeyId, version, digest }: Of & { digest: string },
): Promise<Run[]> {
  const ended = await listEnded(db, journeyId, MOST_RUNS)
  return [
    ...ended.filter((row) => row.digest === digest).flatMap((row) => runOf(row) ?? []),
    ...readExampleRuns(station, journeyId),
  ].filter((run) => run.version === version)
}

/** A run may have been the last thing missing. */
export async function tryPublishing(station: Station): Promise<void> {
  const mistakes = await reload(station)
  if (mistakes.length > 0) station.log.warn({ mistakes }, 'journeys could not be read again')
}

function runOf(row: TrialRow): Run | null {
  if (!row.endedAt || !row.begunAt) return null
  return {
    runId: row.trialId,
    journeyId: row.journeyId,
    version: row.version,
    way: row.way,
    isResponsible: row.tester === null,
    tester: row.tester,
    testerWords: row.testerWords,
    isFinished: row.isFinished ?? false,
    language: row.language ?? 'zh-TW',
    hasScript: row.hasScript,
    widthPx: row.widthPx,
    isMobile: row.isMobile ?? false,
    endedAt: row.endedAt,
    minutes: minutesOf(row.begunAt, row.endedAt),
    stoppedAt: row.stoppedAt,
    stumbled: row.stumbled,
    isExample: false,
  }
}

const hashOf = (station: Station, token: string) => station.secrets.hash('voices.trial', token)
