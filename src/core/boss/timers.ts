// Jobs that wake up by themselves. Every process has the timer; a lock in the database lets one of
// them through at a time.

import { sql } from 'kysely'
import type { Db } from '../db.ts'
import type { JobDefinition } from '../jobs.ts'
import type { Station } from '../station.ts'

export interface Timer {
  /** Resolves when a run that is under way has ended. */
  stop(): Promise<void>
}

/** Runs at once, what was due may have waited for this start, and then every `everySeconds`. */
export function startTimer(station: Station, definition: JobDefinition): Timer {
  let underWay: Promise<void> | null = null
  const tick = () => {
    underWay ??= ring(station, definition).finally(() => {
      underWay = null
    })
  }
  tick()
  const timer = setInterval(tick, (definition.everySeconds ?? 60) * 1000)
  return {
    stop: async () => {
      clearInterval(timer)
      await underWay
    },
  }
}

/** One run, unless another process is at it. A failure is logged; the next tick tries again. */
export async function ring(station: Station, definition: JobDefinition): Promise<void> {
  try {
    await station.db.connection().execute(async (db) => {
      if (!(await tryLock(db, definition.name))) return
      try {
        await definition.handle(station, {})
      } finally {
        await sql`select pg_advisory_unlock(hashtext(${definition.name}))`.execute(db)
      }
    })
  } catch (err) {
    station.log.error({ err, job: definition.name }, 'timed job failed')
  }
}

async function tryLock(db: Db, name: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_lock(hashtext(${name})) as held`.execute(db)
  return rows[0]?.held ?? false
}
