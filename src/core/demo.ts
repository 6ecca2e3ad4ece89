// The clock of a demo city: a row in the database, so that every process and every restart agrees,
// and moved together with the sandbox's.

import { sql } from 'kysely'
import type { JobOffice } from './boss.ts'
import type { Clock } from './clock.ts'
import { machineNow } from './clock.ts'
import type { Db } from './db.ts'
import { Failure } from './errors.ts'
import type { Station } from './station.ts'

/** Other processes notice a move this late. */
const REREAD_MS = 2_000

/** Starts at `start` the first time, and runs on from where it was at every other. */
export async function demoClock(db: Db, start: string): Promise<Clock & { stop(): void }> {
  await db
    .insertInto('core.clock')
    .values({ city_at: new Date(start), machine_at: machineNow() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  let aheadMs = await readAhead(db)

  const reread = setInterval(async () => {
    aheadMs = await readAhead(db).catch(() => aheadMs)
  }, REREAD_MS)
  reread.unref()

  return {
    now: () => new Date(machineNow().getTime() + aheadMs),
    move: async (at) => {
      await db.updateTable('core.clock').set({ city_at: at, machine_at: machineNow() }).execute()
      aheadMs = await readAhead(db)
    },
    stop: () => clearInterval(reread),
  }
}

/** Moves the city's time, then wakes everything that waits for a date. */
export async function moveDemoClock(
  station: Station,
  at: Date,
  { tellSandbox }: { tellSandbox: boolean },
): Promise<void> {
  if (!station.clock.move) throw new Failure('not_found', 'core.not_found')
  await station.clock.move(at)
  if (tellSandbox) await moveSandbox(station, at)
  await (station.jobs as JobOffice).ring(station)
}

/** What the sandbox and we show each other when one moves the other's clock. */
export const clockToken = (station: Station): string => station.secrets.hash('sandbox', 'clock')

async function moveSandbox(station: Station, at: Date): Promise<void> {
  await fetch(`http://127.0.0.1:${station.config.sandboxPort}/clock`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${clockToken(station)}`,
    },
    body: JSON.stringify({ at: at.toISOString() }),
  })
}

async function readAhead(db: Db): Promise<number> {
  const { rows } = await sql<{ ahead: number }>`
    select extract(epoch from city_at - machine_at)::float8 * 1000 as ahead from core.clock`.execute(
    db,
  )
  return rows[0]?.ahead ?? 0
}
