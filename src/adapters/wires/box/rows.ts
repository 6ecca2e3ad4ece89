// A filing as a row of a list: put into the next one once, taken back while that is open, cancelled by
// a row in a later one, and asked how it stands. Nothing here leaves the house.

import { randomUUID } from 'node:crypto'
import type { Db } from '../../../core/db.ts'
import type { WireGround } from '../../gateway/wires.ts'
import { AgencyTrouble } from '../../kit/trouble.ts'
import { findRow, insertRow, removeRow } from '../../store/batch-rows.ts'
import {
  findOpenBatch,
  getBatch,
  insertBatch,
  lockBatch,
  lockBatches,
} from '../../store/batches.ts'
import { answersByOf, closingOf, collectionFor, itemOf } from './nights.ts'
import type { Batch, BatchRow, Collections, RowAction, RowStanding } from './schema.ts'

/**
 * Puts a filing into the next list, once: a key that has a row is only told how it stands. One that
 * the agency refused goes again, as another item.
 */
export async function addRow(
  ground: WireGround,
  collects: Collections,
  { key, lineOf }: { key: string; lineOf(item: string): unknown },
): Promise<RowStanding> {
  const { adapterId, station } = ground
  const before = await findRow(station.db, adapterId, { key }, 'new')
  if (before && before.state !== 'refused') return standingOf(ground, before)
  const attempt = (before?.attempt ?? 0) + 1
  const item = itemOf(adapterId, key, attempt)
  const line = lineOf(item)
  // From here on a failure leaves it open whether the row is in: `lookup` tells.
  ground.leave()
  await insertInto(ground, collects, { item, key, attempt, action: 'new', line })
  return known(await findStanding(ground, { key }))
}

/** True when it was still ours to take back. */
export async function takeBack(ground: WireGround, item: string): Promise<boolean> {
  const { adapterId, station, now } = ground
  return station.db.transaction().execute(async (tx) => {
    const row = await findRow(tx, adapterId, { item }, 'new')
    if (!row) return false
    const batch = await lockBatch(tx, row.batchId)
    const isOpen = batch.state === 'open' && now < batch.closesAt
    if (!isOpen) return false
    ground.leave()
    return removeRow(tx, { adapterId, item, at: now })
  })
}

/** Asks for its cancelling in the next list, once. */
export async function cancelRow(
  ground: WireGround,
  collects: Collections,
  { item, line }: { item: string; line: unknown },
): Promise<RowStanding> {
  const { adapterId, station } = ground
  const row = await findRow(station.db, adapterId, { item }, 'new')
  if (!row) throw new AgencyTrouble('no_such_row', { isNothingRecorded: true })
  const { key, attempt } = row
  ground.leave()
  await insertInto(ground, collects, { item, key, attempt, action: 'cancel', line })
  return known(await findStanding(ground, { item }))
}

/** Null when no list has it: certain, since the lists are ours. */
export async function findStanding(
  ground: WireGround,
  by: { key: string } | { item: string },
): Promise<RowStanding | null> {
  const row = await findRow(ground.station.db, ground.adapterId, by, 'new')
  return row && standingOf(ground, row)
}

interface NewRow {
  item: string
  key: string
  attempt: number
  action: RowAction
  line: unknown
}

async function insertInto(ground: WireGround, collects: Collections, row: NewRow): Promise<void> {
  const { adapterId, station, now } = ground
  await station.db.transaction().execute(async (tx) => {
    const { batchId, keyId } = await batchFor(ground, tx, collects)
    const sealed = await station.secrets.seal(tx, keyId, JSON.stringify(row.line))
    const { item, key, attempt, action } = row
    await insertRow(tx, { adapterId, item, key, attempt, action, batchId, sealed, addedAt: now })
  })
}

/** The list of the next collection that can still be reached; opened by whoever comes first. */
async function batchFor(
  { adapterId, station, now }: WireGround,
  tx: Db,
  collects: Collections,
): Promise<{ batchId: string; keyId: string }> {
  const from = collectionFor(collects, now)
  const open = await findOpenBatch(tx, { adapterId, from })
  if (open) return open
  await lockBatches(tx, adapterId)
  const meanwhile = await findOpenBatch(tx, { adapterId, from })
  if (meanwhile) return meanwhile
  const { keyId } = await station.secrets.newKey(tx)
  const batchId = randomUUID()
  const times = {
    collectsAt: from,
    closesAt: closingOf(collects, from),
    answersBy: answersByOf(collects, from),
  }
  await insertBatch(tx, { batchId, adapterId, keyId, openedAt: now, ...times })
  return { batchId, keyId }
}

async function standingOf(ground: WireGround, row: BatchRow): Promise<RowStanding> {
  const { db } = ground.station
  const batch = await getBatch(db, row.batchId)
  const cancelling = await findRow(db, ground.adapterId, { item: row.item }, 'cancel')
  const cancelBatch = cancelling && (await getBatch(db, cancelling.batchId))
  const words = await answerOf(ground, batch, row)
  return {
    item: row.item,
    key: row.key,
    state: row.state,
    batchState: batch.state,
    collectsAt: batch.collectsAt,
    closesAt: batch.closesAt,
    nightsMissed: batch.nightsMissed,
    number: row.state === 'taken' ? words : null,
    reason: row.state === 'refused' ? words : null,
    cancelling: cancelling &&
      cancelBatch && {
        state: cancelling.state,
        batchState: cancelBatch.state,
        collectsAt: cancelBatch.collectsAt,
        reason: await answerOf(ground, cancelBatch, cancelling),
      },
  }
}

/** Null when there is none, or nobody needs it any more. */
async function answerOf(
  { station }: WireGround,
  { keyId }: Batch,
  { sealedAnswer }: BatchRow,
): Promise<string | null> {
  if (!sealedAnswer) return null
  const text = await station.secrets.openText(station.db, keyId, sealedAnswer).catch(() => '')
  return text === '' ? null : text
}

function known(standing: RowStanding | null): RowStanding {
  if (!standing) throw new AgencyTrouble('row_not_kept')
  return standing
}
