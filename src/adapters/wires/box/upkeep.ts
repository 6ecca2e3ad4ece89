// What goes on by itself: boxes are visited when there is something to do, lists that nobody answered
// in time are settled without a visit, and what nobody needs any more is erased.

import type { Station } from '../../../core/station.ts'
import { callAdapter } from '../../actions.ts'
import { listAdapters } from '../../load.ts'
import { eraseContents, silenceRows } from '../../store/batch-rows.ts'
import {
  changeBatch,
  listBatchesToErase,
  listDueBatches,
  lockOverdueBatches,
  saveBatchErased,
} from '../../store/batches.ts'

const KEPT_DAYS = 60
const DAY_MS = 86_400_000

export async function visitBoxes(station: Station): Promise<void> {
  await settleOverdue(station)
  const due = await listDueBatches(station.db, { now: station.clock.now() })
  const adapterIds = new Set(due.map(({ adapterId }) => adapterId))
  const boxes = listAdapters(station).filter(({ describe }) => adapterIds.has(describe.id))
  await Promise.all(boxes.map(({ describe }) => callAdapter(station, describe.id, 'exchange', {})))
}

/**
 * Also where no visit is possible: what never went out is certainly not there, of the rest nobody
 * knows. Either way it is not put again, because from here on people act on it.
 */
async function settleOverdue(station: Station): Promise<void> {
  const now = station.clock.now()
  await station.db.transaction().execute(async (tx) => {
    for (const { batchId, state, puttingAt, adapterId } of await lockOverdueBatches(tx, now)) {
      const isCertain = puttingAt === null
      await changeBatch(tx, batchId, [state], {
        state: isCertain ? 'given_up' : 'late',
        cause: isCertain ? 'not_handed_over' : 'no_acknowledgement',
        ...(isCertain ? { settledAt: now } : {}),
      })
      if (!isCertain) await silenceRows(tx, batchId, now)
      station.log.error({ adapterId, batchId, isCertain }, 'list not answered in time')
    }
  })
}

/** Numbers and reasons stand with their cases by then. */
export async function eraseOldLists(station: Station): Promise<void> {
  const now = station.clock.now()
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS)
  for (const { batchId, keyId } of await listBatchesToErase(station.db, before)) {
    await station.db.transaction().execute(async (tx) => {
      await eraseContents(tx, batchId)
      await station.secrets.destroy(tx, keyId)
      await saveBatchErased(tx, batchId, now)
    })
  }
}
