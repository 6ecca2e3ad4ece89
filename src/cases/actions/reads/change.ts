// What a person says about what an agency answered: that it is wrong, or that the consent is taken
// back. And what saving a page does to it.

import type { Db } from '../../../core/db.ts'
import { Failure } from '../../../core/errors.ts'
import type { Station } from '../../../core/station.ts'
import { getJourney, readDraft, readingContext } from '../../../journeys/index.ts'
import {
  disputed,
  endedConsents,
  settledDisputes,
  valueAt,
  withoutConsents,
  withValue,
} from '../../rules/reads.ts'
import type { Reading } from '../../schema/reads.ts'
import type { Draft, RawAnswers } from '../../schema/requests.ts'
import { lockDraft, saveDraftAnswers } from '../../store/drafts.ts'
import { draftOf, endOf, findRow } from '../drafts.ts'
import { sealWith } from '../seal.ts'

interface Kept {
  readings: Reading[]
  raw: RawAnswers
}

/** The question is asked after all; what had been typed before stands there again. */
export const disputeAnswer = (
  station: Station,
  { token, pointer }: { token: string; pointer: string },
): Promise<void> =>
  change(station, token, ({ readings, raw }) => {
    const value = readings
      .flatMap(({ values }) => values)
      .findLast((one) => one.pointer === pointer && one.field !== null && !one.isDisputed)
    if (!value) return { readings, raw }
    const typed = value.before ?? valueAt(raw, pointer)
    return { readings: disputed(readings, pointer), raw: withValue(raw, pointer, typed) }
  })

/** What the agency answered by it is gone; what had been typed before stands there again. */
export const withdrawConsent = (
  station: Station,
  { token, consentId }: { token: string; consentId: string },
): Promise<void> =>
  change(station, token, (kept) => withoutConsents(kept, [consentId], station.clock.now()))

/** @throws Failure not_found, conflict when it was filed */
async function change(station: Station, token: string, make: (kept: Kept) => Kept): Promise<void> {
  const found = await findRow(station, token)
  if (!found) throw new Failure('not_found', 'cases.draft_not_found')
  await station.db.transaction().execute(async (tx: Db) => {
    const row = await lockDraft(tx, found.draftId)
    if (!row || row.filedCaseId) throw new Failure('conflict', 'cases.draft_filed')
    const { answers, readings } = await draftOf(station, row)
    const made = make({ readings, raw: answers })
    const seal = sealWith(station, tx, row.keyId)
    const now = station.clock.now()
    await saveDraftAnswers(tx, {
      ...row,
      sealedAnswers: await seal.close(made.raw),
      sealedReads: await seal.close(made.readings),
      updatedAt: now,
      expiresAt: endOf(now),
    })
  })
}

/**
 * A draft as it is after `answers` were written into it: values typed again are no longer disputed,
 * consents that are over, or about somebody who is not there any more, are ended.
 */
export async function afterTyping(
  station: Station,
  draft: Pick<Draft, 'journeyId' | 'journeyVersion' | 'readings' | 'isTrial'>,
  { answers, questions }: { answers: RawAnswers; questions: string[] },
): Promise<{ answers: RawAnswers; readings: Reading[] }> {
  if (draft.readings.length === 0 || draft.isTrial) return { answers, readings: draft.readings }
  const now = station.clock.now()
  const journey = await getJourney(station.db, draft.journeyId, draft.journeyVersion)
  const understood = readDraft(journey, answers, readingContext(station))
  const settled = settledDisputes(draft.readings, understood, questions)
  const over = endedConsents(settled, understood, now)
  const left = withoutConsents({ readings: settled, raw: answers }, over, now)
  return { answers: left.raw, readings: left.readings }
}
