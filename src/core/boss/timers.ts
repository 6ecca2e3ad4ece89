// Jobs that wake up by themselves. Every process has the timer; a lock in the database lets one of
// them through at a time. Locks are held on connections of their own: held on those that the jobs
// work with, as many timers as connections would wait for each other for ever.

import pg from 'pg'
import type { JobDefinition } from '../jobs.ts'
import type { Station } from '../station.ts'

/** How many timed jobs of one process run at once; the others wait here, not in the database. */
const LOCKS_AT_ONCE = 3

export type Locks = pg.Pool

export function openLocks(databaseUrl: string): Locks {
  const locks = new pg.Pool({ connectionString: databaseUrl, max: LOCKS_AT_ONCE })
  // A connection that the server closes while idle is not a reason to end the process.
  locks.on('error', () => undefined)
  return locks
}

export interface Timer {
  /** Resolves when a run that is under way has ended. */
  stop(): Promise<void>
}

/** Runs at once, what was due may have waited for this start, and then every `everySeconds`. */
export function startTimer(station: Station, locks: Locks, definition: JobDefinition): Timer {
  let underWay: Promise<void> | null = null
  const tick = () => {
    underWay ??= ring(station, locks, definition, 'pg_try_advisory_lock').finally(() => {
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
export const ringNow = (station: Station, locks: Locks, definition: JobDefinition): Promise<void> =>
  ring(station, locks, definition, 'pg_advisory_lock')

/** `try`: not if another process is at it. A failure is logged; the next tick tries again. */
async function ring(
  station: Station,
  locks: Locks,
  { name, handle }: JobDefinition,
  lock: 'pg_try_advisory_lock' | 'pg_advisory_lock',
): Promise<void> {
  try {
    const holder = await locks.connect()
    try {
      const { rows } = await holder.query(`select ${lock}(hashtext($1)) as held`, [name])
      // Waiting for the lock gives nothing back but the lock.
      if (rows[0]?.held === false) return
      try {
        await handle(station, {})
      } finally {
        await holder.query('select pg_advisory_unlock(hashtext($1))', [name])
      }
    } finally {
      holder.release()
    }
  } catch (err) {
    station.log.error({ err, job: name }, 'timed job failed')
  }
}
