// A letter of an agency came in: the filing it belongs to is asked about at once, and what no rule
// understands lies on a desk the same minute.

import { listAdapters } from '../../../adapters/index.ts'
import type { Event } from '../../../core/events.ts'
import type { Station } from '../../../core/station.ts'
import { findLegById } from '../../store/legs.ts'
import { type NoticeOf, openNotices, ownersOf } from './notices.ts'

/** Does not wait for the next round of asking. */
export async function askOnLetter(station: Station, { data }: Pick<Event, 'data'>): Promise<void> {
  const found = await findLegById(station.db, String(data.key))
  if (!found) return
  const { legId, caseId, leg, adapterId } = found
  await station.db
    .transaction()
    .execute((tx) =>
      station.jobs.send(tx, 'cases.carry', { caseId, leg }, { key: legId, group: adapterId }),
    )
}

/** A letter is one task; those who are away, one task an agency. */
export async function askToRead(station: Station, { data }: Pick<Event, 'data'>): Promise<void> {
  const adapterId = typeof data.adapterId === 'string' ? data.adapterId : ''
  const letterId = String(data.letterId)
  const notice: NoticeOf = {
    why: `letter_${String(data.why)}`,
    about: { adapterId, letterId },
    same: data.why === 'away' ? { adapterId } : { letterId },
  }
  await openNotices(station, await readersOf(station, adapterId), notice)
}

/** The desk the adapter names; else those who answer for its journeys. */
async function readersOf(station: Station, adapterId: string): Promise<string[]> {
  const adapter = listAdapters(station).find(({ describe }) => describe.id === adapterId)
  const named = adapter?.describe.letters?.deskId
  return named ? [named] : ownersOf(station, adapterId)
}
