// The clock of a demo city: a row in the database, so that every process and every restart agrees,
// and moved together with the sandbox's.

import { sql } from 'kysely'
import type { JobOffice } from './boss.ts'
import type { Clock } from './clock.ts'
import { machineNow } from './clock.ts'
import type { Db } from './db.ts'
import { Failure } from './errors.ts'
import type { Station } from './station.ts'

/** How often the time is written down; other processes notice a move this late. */
const KEEP_MS = 2_000
/** Nobody wrote it down for so long: the city stood still, and so did its time. */
const STOOD_STILL_MS = 10_000
const SANDBOX_TIMEOUT_MS = 5_000

/**
 * Starts at `start` the first time and goes on from where it was at every other, so that whoever
 * comes back tomorrow still finds a working morning.
 */
export async function demoClock(db: Db, start: string): Promise<Clock & { stop(): Promise<void> }> {
  await db
    .insertInto('core.clock')
    .values({ city_at: new Date(start), machine_at: machineNow() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await wakeUp(db)
  let aheadMs = await keepTime(db)
  const keep = async () => {
    // While the database is away the clock runs on; the next time counts.
    aheadMs = await keepTime(db).catch(() => aheadMs)
  }
  const timer = setInterval(keep, KEEP_MS)
  timer.unref()

  return {
    now: () => new Date(machineNow().getTime() + aheadMs),
    move: async (at) => {
      await db.updateTable('core.clock').set({ city_at: at, machine_at: machineNow() }).execute()
      await keep()
    },
    stop: async () => {
      clearInterval(timer)
      await keep()
    },
  }
}

async function wakeUp(db: Db): Promise<void> {
  const now = machineNow()
  await db
    .updateTable('core.clock')
    .set({ machine_at: now })
    .where('machine_at', '<', new Date(now.getTime() - STOOD_STILL_MS))
    .execute()
}

/** Writes down what the clock shows now; gives how far it is ahead of the machine's, in ms. */
async function keepTime(db: Db): Promise<number> {
  const now = machineNow()
  const { city_at } = await db
    .updateTable('core.clock')
    // From what the row says, not from what we remember: another process may have moved it.
    .set({ city_at: sql<Date>`city_at + (${now}::timestamptz - machine_at)`, machine_at: now })
    .returning('city_at')
    .executeTakeFirstOrThrow()
  return city_at.getTime() - now.getTime()
}

/**
 * Moves the city's time, then wakes everything that waits for a date.
 * @throws Failure unavailable when the sandbox does not answer: the two must not show different days
 */
export async function moveDemoClock(
  station: Station,
  at: Date,
  { tellSandbox }: { tellSandbox: boolean },
): Promise<void> {
  if (!station.clock.move) throw new Failure('not_found', 'core.not_found')
  if (tellSandbox) await moveSandbox(station, at)
  await station.clock.move(at)
  await (station.jobs as JobOffice).ring(station)
}

/** What the sandbox and we show each other when one moves the other's clock. */
export const clockToken = (station: Station): string => station.secrets.hash('sandbox', 'clock')

async function moveSandbox(station: Station, at: Date): Promise<void> {
  const asked = fetch(`http://127.0.0.1:${station.config.sandboxPort}/clock`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${clockToken(station)}`,
    },
    body: JSON.stringify({ at: at.toISOString() }),
    signal: AbortSignal.timeout(SANDBOX_TIMEOUT_MS),
  })
  const answer = await asked.catch((cause: unknown) => {
    throw new Failure('unavailable', 'core.sandbox_away', { cause })
  })
  if (!answer.ok) throw new Failure('unavailable', 'core.sandbox_away')
}
