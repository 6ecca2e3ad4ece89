// What a clerk keeps as proof: the agency's receipt as a picture or PDF, sealed with the case and
// gone with it. Whoever opens one is written down.

import { randomUUID } from 'node:crypto'
import { Failure } from '../../../core/errors.ts'
import type { Station } from '../../../core/station.ts'
import type { Actor } from '../../../core/web.ts'
import { logView } from '../../../people/index.ts'
import { isWhatItSays, LARGEST_FILE_BYTES } from '../../rules/files.ts'
import { worksAt } from '../../rules/settlements.ts'
import { countFiles, findEvidence, insertEvidence } from '../../store/evidence.ts'
import { findTask, type TaskRow } from '../../store/tasks.ts'
import { openLedger } from '../ledger.ts'
import { openTaskOf } from './tasks.ts'

/** Of one leg. */
const MOST_FILES = 10

type Clerk = Pick<Actor, 'accountId' | 'desks'>

export interface EvidenceFile {
  mediaType: string
  content: Uint8Array
}

/**
 * Keeps a file with the leg that a task is about; only whoever has the task.
 * @throws Failure not_found, forbidden, conflict; invalid for a file that is too large, or no picture or PDF
 */
export async function keepEvidence(
  station: Station,
  clerk: Clerk,
  { taskId, file }: { taskId: string; file: EvidenceFile },
): Promise<void> {
  const { mediaType, content } = file
  const isFine = content.length > 0 && content.length <= LARGEST_FILE_BYTES
  if (!isFine || !isWhatItSays(content, mediaType)) {
    throw new Failure('invalid', 'cases.file_type_refused')
  }
  await station.db.transaction().execute(async (tx) => {
    const { task, ledger } = await openTaskOf(station, tx, { clerk, taskId })
    if (!ledger || !task.leg || ledger.row.erasedAt) {
      throw new Failure('conflict', 'cases.already_done')
    }
    if (task.takenBy !== clerk.accountId) throw new Failure('conflict', 'cases.take_first')
    const { caseId } = ledger.row
    if ((await countFiles(tx, { caseId, leg: task.leg })) >= MOST_FILES) {
      throw new Failure('conflict', 'cases.too_many_files')
    }
    await insertEvidence(tx, [
      {
        evidenceId: randomUUID(),
        caseId,
        leg: task.leg,
        keptAt: ledger.now,
        label: 'desk',
        mediaType,
        sealed: await ledger.seal.close(Buffer.from(content).toString('base64')),
      },
    ])
  })
}

/** @throws Failure not_found, also of another case's; forbidden */
export async function readEvidence(
  station: Station,
  clerk: Clerk,
  { taskId, evidenceId }: { taskId: string; evidenceId: string },
): Promise<EvidenceFile> {
  return station.db.transaction().execute(async (tx) => {
    const task: TaskRow | null = await findTask(tx, taskId)
    if (!task?.caseId || !task.leg) throw new Failure('not_found', 'cases.task_not_found')
    if (!worksAt(clerk, task.deskId)) throw new Failure('forbidden', 'cases.other_desk')
    const kept = await findEvidence(tx, evidenceId)
    if (kept?.caseId !== task.caseId || kept.leg !== task.leg) {
      throw new Failure('not_found', 'cases.evidence_not_found')
    }
    await logView(station, tx, {
      actor: clerk,
      subject: `case:${task.reference}`,
      reason: 'task',
    })
    const ledger = await openLedger(station, tx, task.caseId)
    const base64 = await ledger.seal.open<string>(kept.sealed)
    return { mediaType: kept.mediaType, content: Buffer.from(base64, 'base64') }
  })
}
