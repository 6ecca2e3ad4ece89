// What agencies answered, as it goes with a draft and a case: what of it still counts, and who is
// written down as having been asked.

import type { Db } from '../../../core/db.ts'
import type { Station } from '../../../core/station.ts'
import {
  type Answers,
  getJourney,
  type Journey,
  labelsAt,
  readDraft,
  readingContext,
} from '../../../journeys/index.ts'
import { logReading } from '../../../people/index.ts'
import { endedConsents, isStanding, verifiedIn, withoutConsents } from '../../rules/reads.ts'
import type { NewEvent } from '../../schema/events.ts'
import type { Reading, Verified, VerifiedView } from '../../schema/reads.ts'
import type { Draft, RawAnswers } from '../../schema/requests.ts'
import type { CaseRow } from '../../store/cases.ts'
import { agencyName } from '../desk/desks.ts'
import { openOrGone, type Seal } from '../seal.ts'

type Kept = Pick<Draft, 'journeyId' | 'journeyVersion' | 'answers' | 'readings'>

/** Answers and readings without those whose consent is over by now; the readings that count. */
export async function standingNow(
  station: Station,
  draft: Kept,
): Promise<{ answers: RawAnswers; readings: Reading[] }> {
  const { answers, readings } = draft
  if (readings.length === 0) return { answers, readings }
  const now = station.clock.now()
  const journey = await getJourney(station.db, draft.journeyId, draft.journeyVersion)
  const understood = readDraft(journey, answers, readingContext(station))
  const over = endedConsents(readings, understood, now)
  const left = withoutConsents({ readings, raw: answers }, over, now)
  return {
    answers: left.raw,
    readings: left.readings.filter((reading) => isStanding(reading, now)),
  }
}

/** What agencies answered of a case, as it stands beside the answers now. */
export async function verifiedOf(
  station: Station,
  row: CaseRow,
  { journey, answers, seal }: { journey: Journey; answers: Answers; seal: Seal },
): Promise<VerifiedView[]> {
  const readings = await openOrGone<Reading[]>(seal, row.sealedReads)
  // What was filed by a consent stays what the agency said, also when the consent's time is over.
  return worded(station, journey, verifiedIn(readings ?? [], answers, row.filedAt))
}

export function worded(station: Station, journey: Journey, verified: Verified[]): VerifiedView[] {
  return verified.map((one) => {
    const { label } = labelsAt(journey, one.pointer) ?? {}
    return {
      ...one,
      label: label ?? { 'zh-TW': one.pointer, en: one.pointer },
      part: one.pointer.split('/')[2] ?? null,
      agencyName: agencyName(station, one.agencyId),
    }
  })
}

/** Who looked at what: the agencies that were asked. */
export async function logReadings(
  station: Station,
  tx: Db,
  { readings, subject }: { readings: Reading[]; subject: string },
): Promise<void> {
  for (const { agencyId } of readings) await logReading(station, tx, { agencyId, subject })
}

export const readingEvent = ({
  agencyId: agency,
  adapterId: adapter,
  fields,
  consentId: consent,
  givenAt,
  at,
}: Reading): NewEvent => ({
  kind: 'agency_read',
  data: { agency, adapter, fields, consent, at: at ?? givenAt },
})
