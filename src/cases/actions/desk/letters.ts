// A letter of an agency came in: the filing it belongs to is asked about at once, and what no rule
// understands lies on a desk the same minute.

import { listAdapters } from '../../../adapters/index.ts'
import type { Event } from '../../../core/events.ts'
import type { Station } from '../../../core/station.ts'
import { QUIET_TASKS } from '../../schema/legs.ts'
import { findLegById } from '../../store/legs.ts'
import { advance } from '../advance.ts'
import { settleLate } from '../late.ts'
import { ENGINE, openLedger } from '../ledger.ts'
import { type NoticeOf, openNotices, ownersOf } from './notices.ts'

/**
 * Does not wait for the next round of asking. A person who has the leg reads the letter first, unless
 * it answers by itself what they have not begun to find out.
 */
export async function askOnLetter(station: Station, { data }: Pick<Event, 'data'>): Promise<void> {
  const found = await findLegById(station.db, String(data.key))
  if (!found) return
  const { legId, caseId, leg, adapterId } = found
  if (adapterId !== data.adapterId) return askAboutFormerWay(station, data)
  const deskId = await station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, caseId)
    const { state, task } = ledger.leg(leg).facts
    if (ledger.row.erasedAt) return null
    if (task && !QUIET_TASKS.includes(task.kind)) return task.deskId
    if (state === 'unknown') {
      ledger.record(ENGINE, { kind: 'leg_answered', data: { leg } })
      await advance(station, tx, ledger)
    } else {
      const options = { key: legId, group: adapterId }
      await station.jobs.send(tx, 'cases.carry', { caseId, leg }, options)
    }
    return null
  })
  if (deskId === null || (await settleLate(station, legId))) return
  const about = { adapterId, letterId: String(data.letterId) }
  await openNotices(station, [deskId], { why: 'letter_answered', about, same: about })
}

/** The leg has gone on by another adapter, which never hears of it: it may now stand there twice. */
async function askAboutFormerWay(station: Station, data: Event['data']): Promise<void> {
  const adapterId = String(data.adapterId)
  const about = { adapterId, letterId: String(data.letterId) }
  const desks = await readersOf(station, adapterId)
  await openNotices(station, desks, { why: 'letter_answered', about, same: about })
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
