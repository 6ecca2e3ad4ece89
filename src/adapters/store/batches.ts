// Lists for agencies that only collect. A row is put into one batch once and stays there; a batch
// takes rows only while it is open, and whoever changes it holds its row locked.

import type { Db } from '../../core/db.ts'
import type { Batch, BatchState } from '../wires/box/schema.ts'

const BATCH = [
  'batch_id as batchId',
  'adapter_id as adapterId',
  'number',
  'collects_at as collectsAt',
  'closes_at as closesAt',
  'answers_by as answersBy',
  'state',
  'key_id as keyId',
  'digest',
  'nights_missed as nightsMissed',
  'last_cause as lastCause',
  'closed_at as closedAt',
  'putting_at as puttingAt',
  'handed_at as handedAt',
  'looked_at as lookedAt',
] as const
const MOST_BATCHES = 200

const asBatch = (row: object): Batch => row as Batch

/** No two processes number or open batches of one adapter at a time. */
export async function lockBatches(tx: Db, adapterId: string): Promise<void> {
  await tx
    .selectFrom('adapters.lanes')
    .select('adapter_id')
    .where('adapter_id', '=', adapterId)
    .forUpdate()
    .execute()
}

/** The open batch for a collection, or a later one; it stays open until `tx` ends. */
export async function findOpenBatch(
  tx: Db,
  { adapterId, from }: { adapterId: string; from: Date },
): Promise<Batch | null> {
  const row = await tx
    .selectFrom('adapters.batches')
    .select(BATCH)
    .where('adapter_id', '=', adapterId)
    .where('state', '=', 'open')
    .where('collects_at', '>=', from)
    .orderBy('collects_at')
    .limit(1)
    .forShare()
    .executeTakeFirst()
  return row ? asBatch(row) : null
}

/** Numbers count up; the caller holds the adapter's lock. */
export async function insertBatch(
  tx: Db,
  batch: Pick<
    Batch,
    'batchId' | 'adapterId' | 'collectsAt' | 'closesAt' | 'answersBy' | 'keyId'
  > & {
    openedAt: Date
  },
): Promise<void> {
  const { last } = await tx
    .selectFrom('adapters.batches')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('adapter_id', '=', batch.adapterId)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('adapters.batches')
    .values({
      batch_id: batch.batchId,
      adapter_id: batch.adapterId,
      number: (last ?? 0) + 1,
      collects_at: batch.collectsAt,
      closes_at: batch.closesAt,
      answers_by: batch.answersBy,
      key_id: batch.keyId,
      opened_at: batch.openedAt,
    })
    .execute()
}

/** A box is looked into again after so long: while answers are due, and when they are late. */
const LOOK_SECONDS = { due: 300, late: 3600 }

/**
 * What there is to do now, oldest first: lists to close, to hand over, to read answers of. A look that
 * lies in the future was made before the demo's clock was set back.
 */
export async function listDueBatches(
  db: Db,
  { adapterId, now }: { adapterId?: string; now: Date },
): Promise<Batch[]> {
  const lookedBefore = (seconds: number) => new Date(now.getTime() - seconds * 1000)
  const rows = await db
    .selectFrom('adapters.batches')
    .select(BATCH)
    .$if(adapterId !== undefined, (all) => all.where('adapter_id', '=', adapterId ?? ''))
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'open'), eb('closes_at', '<=', now)]),
        eb('state', '=', 'closed'),
        ...(['handed', 'late'] as const).map((state) =>
          eb.and([
            eb('state', '=', state),
            eb('collects_at', '<=', now),
            eb.or([
              eb('looked_at', 'is', null),
              eb('looked_at', '>', now),
              eb('looked_at', '<=', lookedBefore(LOOK_SECONDS[state === 'late' ? 'late' : 'due'])),
            ]),
          ]),
        ),
      ]),
    )
    .orderBy('adapter_id')
    .orderBy('number')
    .limit(MOST_BATCHES)
    .execute()
  return rows.map(asBatch)
}

/** Nobody knows of them in time: locked, for whoever settles them. */
export async function lockOverdueBatches(tx: Db, now: Date): Promise<Batch[]> {
  const rows = await tx
    .selectFrom('adapters.batches')
    .select(BATCH)
    .where('state', 'in', ['open', 'closed', 'handed'])
    .where('answers_by', '<=', now)
    .orderBy('answers_by')
    .limit(MOST_BATCHES)
    .forUpdate()
    .execute()
  return rows.map(asBatch)
}

export async function getBatch(db: Db, batchId: string): Promise<Batch> {
  const row = await db
    .selectFrom('adapters.batches')
    .select(BATCH)
    .where('batch_id', '=', batchId)
    .executeTakeFirstOrThrow()
  return asBatch(row)
}

export async function lockBatch(tx: Db, batchId: string): Promise<Batch> {
  const row = await tx
    .selectFrom('adapters.batches')
    .select(BATCH)
    .where('batch_id', '=', batchId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return asBatch(row)
}

/** What happened to a batch. False when it was no longer in one of the states it was changed from. */
export async function changeBatch(
  db: Db,
  batchId: string,
  from: BatchState[],
  change: {
    state?: BatchState
    collectsAt?: Date
    answersBy?: Date
    lookedAt?: Date
    nightsMissed?: number
    cause?: string | null
    digest?: string
    closedAt?: Date
    puttingAt?: Date
    handedAt?: Date
    settledAt?: Date
  },
): Promise<boolean> {
  const { state, collectsAt, answersBy, lookedAt, nightsMissed, cause, digest } = change
  const { closedAt, puttingAt, handedAt, settledAt } = change
  const { numUpdatedRows } = await db
    .updateTable('adapters.batches')
    .set((eb) => ({
      ...(state ? { state } : {}),
      ...(collectsAt ? { collects_at: collectsAt } : {}),
      ...(answersBy ? { answers_by: answersBy } : {}),
      ...(lookedAt ? { looked_at: lookedAt } : {}),
      ...(nightsMissed === undefined ? {} : { nights_missed: nightsMissed }),
      ...(cause === undefined ? {} : { last_cause: cause?.slice(0, 100) ?? null }),
      ...(digest ? { digest } : {}),
      ...(closedAt ? { closed_at: closedAt } : {}),
      ...(puttingAt ? { putting_at: puttingAt, attempts: eb('attempts', '+', 1) } : {}),
      ...(handedAt ? { handed_at: handedAt } : {}),
      ...(settledAt ? { settled_at: settledAt } : {}),
    }))
    .where('batch_id', '=', batchId)
    .where('state', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Settled before that moment and not erased: their keys go. */
export async function listBatchesToErase(
  db: Db,
  before: Date,
): Promise<{ batchId: string; keyId: string }[]> {
  return db
    .selectFrom('adapters.batches')
    .select(['batch_id as batchId', 'key_id as keyId'])
    .where('settled_at', '<', before)
    .where('erased_at', 'is', null)
    .orderBy('settled_at')
    .limit(MOST_BATCHES)
    .execute()
}

export async function saveBatchErased(tx: Db, batchId: string, at: Date): Promise<void> {
  await tx
    .updateTable('adapters.batches')
    .set({ erased_at: at })
    .where('batch_id', '=', batchId)
    .execute()
}
