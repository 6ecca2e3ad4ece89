// Jobs that wake up by themselves. Every process has the timer; a lock in the database lets one of
// them through at a time.

import { sql } from 'kysely'
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
    underWay ??= ring(station, definition, 'pg_try_advisory_lock').finally(() => {
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

/** One run now, after the one that may be under way: that one saw the time before. */
export const ringNow = (station: Station, definition: JobDefinition): Promise<void> =>
  ring(station, definition, 'pg_advisory_lock')

/** `try`: not if another process is at it. A failure is logged; the next tick tries again. */
async function ring(
  station: Station,
  definition: JobDefinition,
  lock: 'pg_try_advisory_lock' | 'pg_advisory_lock',
): Promise<void> {
  try {
    await station.db.connection().execute(async (db) => {
      const { rows } = await sql<{ held: boolean | '' }>`
        select ${sql.raw(lock)}(hashtext(${definition.name})) as held`.execute(db)
      // Waiting for the lock gives nothing back but the lock.
      if (rows[0]?.held === false) return
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
