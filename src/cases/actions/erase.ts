// The end of what we know about a person: the key of a case is destroyed, files go the day after the
// purpose ended, drafts go when they run out. What stays says what happened, to nobody.

import { taipeiDay } from '../../core/clock.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { deleteAttachmentsOfCase, deleteEndedAttachments } from '../store/attachments.ts'
import { deleteOldPasses, saveErasure } from '../store/cases.ts'
import { deleteDraft, listOldDrafts } from '../store/drafts.ts'
import { cancelTask } from './booking.ts'
import { type By, ENGINE, openLedger } from './ledger.ts'

const DRAFTS_AT_A_TIME = 100

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
    await saveErasure(tx, caseId, ledger.now)
    await station.secrets.destroy(tx, ledger.row.keyId)
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
