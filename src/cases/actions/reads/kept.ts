// What agencies answered, as it goes with a draft and a case: what of it still counts, and who is
// written down as having been asked.

import type { Db } from '../../../core/db.ts'
import type { Station } from '../../../core/station.ts'
import { getJourney, readDraft, readingContext } from '../../../journeys/index.ts'
import { logReading } from '../../../people/index.ts'
import { endedConsents, isStanding, withoutConsents } from '../../rules/reads.ts'
import type { NewEvent } from '../../schema/events.ts'
import type { Reading } from '../../schema/reads.ts'
import type { Draft, RawAnswers } from '../../schema/requests.ts'

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
