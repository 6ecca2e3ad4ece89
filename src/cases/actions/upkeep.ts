// What cases do by themselves. Every two seconds: legs that have something to do, tasks whose day has
// come, what a lost job left behind. Every hour: what is kept no longer. Erasing a case destroys its key:
// what stays says what happened, to nobody.

import { forgetLetters, forgetRows } from '../../adapters/index.ts'
import { taipeiDay } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { deleteAttachmentsOfCase, deleteEndedAttachments } from '../store/attachments.ts'
import { deleteOldPasses, saveErasure } from '../store/cases.ts'
import { deleteDraft, listOldDrafts } from '../store/drafts.ts'
import { claimDueLegs } from '../store/legs.ts'
import { openTasksOfDay } from '../store/tasks.ts'
import { advance } from './advance.ts'
import { cancelTask } from './desk/booking.ts'
import { type By, ENGINE, openLedger } from './ledger.ts'

const DRAFTS_AT_A_TIME = 100
/** A sweep takes no more than the workers do until the next; the rest waits in its rows. */
const LEGS_AT_A_TIME = 500
/** A job sent by a sweep that is lost too is sent again after this. */
const AGAIN_AFTER_SECONDS = 30

export async function sweep(station: Station): Promise<void> {
  const { db, jobs, clock } = station
  const now = clock.now()
  await openTasksOfDay(db, taipeiDay(now))
  await db.transaction().execute(async (tx) => {
    const due = await claimDueLegs(tx, {
      now,
      limit: LEGS_AT_A_TIME,
      againAfterSeconds: AGAIN_AFTER_SECONDS,
    })
    for (const { caseId, leg, legId, adapterId } of due) {
      await jobs.send(tx, 'cases.carry', { caseId, leg }, { key: legId, group: adapterId })
    }
  })
}

/** Makes a case's plan anew, e.g. after an adapter was added or a desk changed its hours. */
export async function advanceCase(station: Station, caseId: string): Promise<void> {
  await station.db.transaction().execute(async (tx) => {
    await advance(station, tx, await openLedger(station, tx, caseId))
  })
}

/** What the retention job does. Safe to run at any time, any number of times. */
export async function deleteWhatHasEnded(station: Station): Promise<void> {
  const now = station.clock.now()
  await deleteEndedAttachments(station.db, taipeiDay(now), now)
  await deleteOldPasses(station.db, now)
  for (const { draftId, keyId } of await listOldDrafts(station.db, now, DRAFTS_AT_A_TIME)) {
    await station.db.transaction().execute(async (tx) => {
      await deleteDraft(tx, draftId)
      await station.secrets.destroy(tx, keyId)
    })
  }
}

/** Nothing sealed about the case can be read again. Erasing twice changes nothing. */
export async function eraseCase(
  station: Station,
  erased: { caseId: string; because: 'asked' | 'purpose_ended'; by?: By },
): Promise<void> {
  const { caseId, because, by = ENGINE } = erased
  await station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, caseId)
    if (ledger.row.erasedAt) return
    const isUnderWay = ledger.facts().legs.some((leg) => leg.intent !== null)
    // A call under way could not be settled any more: its answer first.
    if (isUnderWay) throw new Failure('conflict', 'cases.call_under_way')

    for (const leg of ledger.facts().legs) await cancelTask(tx, ledger, leg.leg)
    ledger.record({ ...by, basis: 'retention' }, { kind: 'erased', data: { because } })
    await ledger.save()
    await deleteAttachmentsOfCase(tx, caseId, ledger.now)
    const keys = ledger.legs().map(({ legId }) => legId)
    await forgetLetters(station, tx, keys)
    await forgetRows(tx, keys)
    await saveErasure(tx, caseId, ledger.now)
    await station.secrets.destroy(tx, ledger.row.keyId)
  })
}
