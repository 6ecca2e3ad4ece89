// One visit to a box: lists whose time has come are closed and handed over, answers are read. The
// intent is written before a file goes out; whoever finds an intent without its end looks in the box
// before anything is put. A process may die between any two lines.

import type { WireGround } from '../../gateway/wires.ts'
import { AgencyTrouble } from '../../kit/trouble.ts'
import { eraseContents, listRows, silenceRows } from '../../store/batch-rows.ts'
import { changeBatch, listDueBatches, lockBatch } from '../../store/batches.ts'
import { readAnswers } from './answers.ts'
import { isLastNight, missNight } from './missed.ts'
import { digestOf, isOverAt } from './nights.ts'
import { openBoxAt } from './place.ts'
import type { Batch, Box, ListFormat } from './schema.ts'
import {
  type ExchangeOptions,
  nameOf,
  type StopPoint,
  Stopped,
  type Visit,
  type Visiting,
} from './visit.ts'

/** Late answers are still read for so long. */
const WATCHED_DAYS = 14
const DAY_MS = 86_400_000

/** May run at any time, any number of times. */
export async function exchange(
  ground: WireGround,
  format: ListFormat,
  options: ExchangeOptions = {},
): Promise<{ ok: boolean; detail: string }> {
  const visit = newVisit(ground, format, options)
  await closeDue(visit)
  stop(options, 'closed')
  const { adapterId, now, station } = ground
  const todo = []
  for (const batch of await listDueBatches(station.db, { adapterId, now })) {
    if (!(await isMissedUntried(visit, batch))) todo.push(batch)
  }
  if (todo.length === 0) return { ok: true, detail: 'nothing to do' }
  try {
    const box = await openBoxAt(format.place, ground)
    try {
      const seen = await lookAround(box, format)
      for (const batch of todo) await attend({ ...visit, box, seen }, batch)
    } finally {
      box.close()
    }
  } catch (error) {
    if (error instanceof Stopped) throw error
    await remember(visit, todo, error)
    throw error
  }
  return { ok: true, detail: `${todo.length} lists` }
}

const newVisit = (ground: WireGround, format: ListFormat, options: ExchangeOptions): Visit => ({
  ground,
  format,
  stop: (point) => stop(options, point),
})

function stop(options: ExchangeOptions, point: StopPoint): void {
  if (options.stopAt === point) throw new Stopped(point)
}

/** From now on it takes no rows; one that has none is no list. */
async function closeDue({ ground }: Visit): Promise<void> {
  const { station, adapterId, now } = ground
  for (const { batchId, state } of await listDueBatches(station.db, { adapterId, now })) {
    if (state !== 'open') continue
    await station.db.transaction().execute(async (tx) => {
      await lockBatch(tx, batchId)
      const isEmpty = (await listRows(tx, batchId)).length === 0
      await changeBatch(tx, batchId, ['open'], {
        state: isEmpty ? 'empty' : 'closed',
        closedAt: now,
        ...(isEmpty ? { settledAt: now } : {}),
      })
    })
  }
}

/** Closed, never tried, and its collection is over: that needs no look. */
async function isMissedUntried(visit: Visit, batch: Batch): Promise<boolean> {
  const isMissed = batch.state === 'closed' && visit.ground.now >= batch.collectsAt
  if (!isMissed || batch.puttingAt) return false
  // What was given up is done with; else it goes out in this very visit, for the next night.
  return (await missNight(visit, batch)) === 'given_up'
}

async function lookAround(box: Box, { folders }: ListFormat): Promise<Visiting['seen']> {
  const names = async (folder: string) => new Set((await box.list(folder)).map(({ name }) => name))
  // In the order in which the agency moves a file: what moves meanwhile is seen twice, never not.
  const waiting = await names(folders.in)
  const done = await names(folders.done)
  return { in: waiting, done, ack: await names(folders.ack) }
}

async function attend(visit: Visiting, batch: Batch): Promise<void> {
  const { ground } = visit
  await changeBatch(ground.station.db, batch.batchId, [batch.state], { lookedAt: ground.now })
  if (batch.state === 'closed') await handOver(visit, batch)
  else await readOrWait(visit, batch)
}

async function handOver(visit: Visiting, batch: Batch): Promise<void> {
  const { ground, format, box, seen } = visit
  const { db } = ground.station
  const name = nameOf(visit, batch)
  const path = `${format.folders.in}/${name}`
  const bytes = await bytesOf(visit, batch)
  const digest = digestOf(bytes)
  if (batch.digest && batch.digest !== digest) return setAside(visit, batch, 'list_changed')

  if (isAnywhere(visit, name)) {
    const lying = seen.in.has(name) ? await box.read(path) : null
    if (lying && digestOf(lying) !== digest) return setAside(visit, batch, 'another_file')
    await changeBatch(db, batch.batchId, ['closed'], {
      state: 'handed',
      handedAt: batch.puttingAt ?? ground.now,
      cause: null,
    })
    return
  }
  // Tried before, and nowhere: it has missed its night for certain.
  if (ground.now >= batch.collectsAt && batch.puttingAt) {
    if ((await missNight(visit, batch)) === 'given_up') return
  }
  // Given up by somebody else meanwhile: people act on that, and it must not turn up after all.
  const intent = { puttingAt: ground.now, digest }
  if (!(await changeBatch(db, batch.batchId, ['closed'], intent))) return
  visit.stop('intended')
  ground.leave()
  const isPut = await box.put(path, bytes)
  visit.stop('put')
  if (!isPut) throw new AgencyTrouble('box_changed')
  await changeBatch(db, batch.batchId, ['closed'], {
    state: 'handed',
    handedAt: ground.now,
    cause: null,
  })
  visit.stop('handed')
}

/** The same rows in the same order give the same bytes. */
async function bytesOf({ ground, format }: Visit, batch: Batch): Promise<Uint8Array> {
  const { db, secrets } = ground.station
  const sealer = await secrets.withKey(db, batch.keyId)
  const rows = await listRows(db, batch.batchId)
  return format.write(
    rows.flatMap(({ sealed }) => (sealed ? [JSON.parse(sealer.openText(sealed)) as unknown] : [])),
  )
}

function isAnywhere({ seen, format }: Visiting, name: string): boolean {
  const answers = [...seen.ack].some((file) => format.answers(file, name) !== null)
  return seen.in.has(name) || seen.done.has(name) || answers
}

async function readOrWait(visit: Visiting, batch: Batch): Promise<void> {
  const { ground } = visit
  const { db } = ground.station
  const { batchId } = batch
  const verdict = await readAnswers(visit, batch)
  visit.stop('answered')
  if (verdict === 'all') {
    await db.transaction().execute(async (tx) => {
      await changeBatch(tx, batchId, ['handed', 'late'], {
        state: 'done',
        settledAt: ground.now,
        cause: null,
      })
      await eraseContents(tx, batchId)
    })
    return
  }
  if (verdict !== 'some') return setAside(visit, batch, verdict)
  if (batch.state === 'handed') await lookWhetherLeft(visit, batch)
  else await forgetLongLate(visit, batch)
}

/** Still lying there after the collection: its night failed. The last time, it is taken out again. */
async function lookWhetherLeft(visit: Visiting, batch: Batch): Promise<void> {
  const { ground, format, box, seen } = visit
  const name = nameOf(visit, batch)
  const isLeft = seen.in.has(name) && !seen.done.has(name)
  if (!isLeft || !isOverAt(format.collects, batch, ground.now)) return
  if (isLastNight(visit, batch)) {
    ground.leave()
    await box.remove(`${format.folders.in}/${name}`)
    const now = await lookAround(box, format)
    // Taken in this very moment: then it is there, and its answer will come.
    if (now.in.has(name) || isAnywhere({ ...visit, seen: now }, name)) return
  }
  await missNight(visit, batch)
}

async function forgetLongLate({ ground }: Visit, batch: Batch): Promise<void> {
  const { station, now } = ground
  if (now.getTime() < batch.collectsAt.getTime() + WATCHED_DAYS * DAY_MS) return
  await changeBatch(station.db, batch.batchId, ['late'], { state: 'stuck', settledAt: now })
}

/** Only a person can tell what has become of it; the lane stops until one has looked. */
async function setAside({ ground }: Visit, batch: Batch, cause: string): Promise<never> {
  const { station, now } = ground
  await station.db.transaction().execute(async (tx) => {
    await changeBatch(tx, batch.batchId, ['closed', 'handed', 'late'], {
      state: 'stuck',
      cause,
      settledAt: now,
    })
    await silenceRows(tx, batch.batchId, now)
  })
  throw new AgencyTrouble(cause)
}

/** Why the visit failed stands with its lists, for whoever asks. */
async function remember({ ground }: Visit, batches: Batch[], error: unknown): Promise<void> {
  const cause = error instanceof AgencyTrouble ? error.trouble : 'error'
  for (const { batchId } of batches) {
    await changeBatch(ground.station.db, batchId, ['closed', 'handed', 'late'], { cause })
  }
}
