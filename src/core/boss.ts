// Runs the jobs of core/jobs.ts on pg-boss. Sending needs no worker: a process that only serves pages
// still puts jobs into its transactions.

import { sql } from 'kysely'
import { fromKysely, PgBoss } from 'pg-boss'
import type { Db } from './db.ts'
import type { JobDefinition, Jobs } from './jobs.ts'
import type { Log } from './log.ts'
import type { Station } from './station.ts'

const SCHEMA = 'jobs'
const DEAD = 'dead'
/** A job that says nothing for this long is taken from its process and tried again. */
const HEARTBEAT_SECONDS = 10
const EXPIRE_SECONDS = 120
const DEFAULT_RETRIES = 5

export interface JobOffice extends Jobs {
  /** Makes the queues; afterwards jobs may be sent. */
  open(definitions: JobDefinition[]): Promise<void>
  /** Begins to work on what is waiting, now and every `everySeconds`. */
  work(station: Station): Promise<void>
  /** Runs what is waiting, on the spot, until nothing is left. For tests and for the demo's clock. */
  drain(station: Station): Promise<void>
  /** Calls every `everySeconds` job once: the city's clock was moved. */
  ring(station: Station): Promise<void>
  /** Jobs waiting, and jobs that failed for good. */
  count(): Promise<{ waiting: number; dead: number }>
  close(): Promise<void>
}

export function newJobOffice(databaseUrl: string, log: Log): JobOffice {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: SCHEMA,
    max: 6,
    useListenNotify: true,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    maintenanceIntervalSeconds: 60,
    schedule: false,
  })
  boss.on('error', (err) => log.error({ err }, 'jobs: database trouble'))
  const known = new Map<string, JobDefinition>()
  const timers: NodeJS.Timeout[] = []

  return {
    async send(tx, name, data, options = {}) {
      await boss.send(name, data, {
        db: fromKysely(tx),
        ...(options.key ? { singletonKey: options.key } : {}),
        ...(options.afterSeconds ? { startAfter: options.afterSeconds } : {}),
      })
    },
    async open(definitions) {
      await boss.start()
      await boss.createQueue(DEAD)
      for (const definition of definitions) {
        known.set(definition.name, definition)
        await boss.createQueue(definition.name, queueOptions(definition))
      }
    },
    async work(station) {
      for (const definition of known.values()) {
        await startWorkers(boss, station, definition)
        if (definition.everySeconds) timers.push(startTimer(station, definition))
      }
    },
    async drain(station) {
      while (await runWaiting(boss, station, [...known.values()])) {}
    },
    async ring(station) {
      const timed = [...known.values()].filter((definition) => definition.everySeconds)
      for (const definition of timed) await ringOnce(station, definition)
    },
    async count() {
      const { waiting, dead } = await countJobs(boss, [...known.keys()])
      return { waiting, dead }
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      await boss.stop({ graceful: true, timeout: 5_000 })
    },
  }
}

function queueOptions(definition: JobDefinition) {
  return {
    // The same key may wait once; while one runs, the next may already wait.
    policy: 'short' as const,
    notify: true,
    deadLetter: DEAD,
    retryLimit: definition.retries ?? DEFAULT_RETRIES,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 300,
    expireInSeconds: EXPIRE_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
  }
}

async function startWorkers(boss: PgBoss, station: Station, definition: JobDefinition) {
  const options = {
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 1,
    localConcurrency: definition.concurrency ?? 2,
  }
  await boss.work<Record<string, unknown>>(definition.name, options, async ([job]) => {
    if (job) await runOne(station, definition, job.data)
  })
}

async function runOne(
  station: Station,
  definition: JobDefinition,
  data: Record<string, unknown> | null,
): Promise<void> {
  try {
    await definition.handle(station, data ?? {})
  } catch (err) {
    station.log.error({ err, job: definition.name }, 'job failed')
    throw err
  }
}

/** Each process has the timer; the advisory lock lets one of them through at a time. */
function startTimer(station: Station, definition: JobDefinition): NodeJS.Timeout {
  let running = false
  const tick = async () => {
    if (running) return
    running = true
    await ringOnce(station, definition)
    running = false
  }
  return setInterval(tick, (definition.everySeconds ?? 60) * 1000)
}

async function ringOnce(station: Station, definition: JobDefinition): Promise<void> {
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

async function runWaiting(
  boss: PgBoss,
  station: Station,
  definitions: JobDefinition[],
): Promise<boolean> {
  let ran = false
  for (const definition of definitions) {
    const jobs = await boss.fetch<Record<string, unknown>>(definition.name, { batchSize: 50 })
    for (const job of jobs) {
      ran = true
      await runOne(station, definition, job.data)
      await boss.complete(definition.name, job.id)
    }
  }
  return ran
}

async function countJobs(boss: PgBoss, names: string[]) {
  const queues = await boss.getQueues([...names, DEAD])
  const waiting = queues
    .filter((queue) => queue.name !== DEAD)
    .reduce((sum, queue) => sum + queue.queuedCount, 0)
  return { waiting, dead: queues.find((queue) => queue.name === DEAD)?.queuedCount ?? 0 }
}
