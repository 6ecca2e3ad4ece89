// One queue for each kind of job, and how a job gets into it: inside the caller's transaction, once
// for each key, and never lost to another transaction that is under way.

import { randomUUID } from 'node:crypto'
import { fromKysely, type PgBoss } from 'pg-boss'
import type { Db } from '../db.ts'
import type { JobDefinition, SendOptions } from '../jobs.ts'

/** Where a job goes that failed for good. It stays until someone has looked. */
export const DEAD = 'dead'

/** A job that says nothing for this long is taken from its process and tried again. */
const HEARTBEAT_SECONDS = 10
const EXPIRE_SECONDS = 120
const DEFAULT_RETRIES = 5
/** Finished jobs tell nothing that the log does not; thousands an hour would only slow the rest. */
const KEEP_FINISHED_SECONDS = 3_600
const YEAR_SECONDS = 365 * 86_400

/** Makes what is missing; a queue made by an older version gets today's options. */
export async function openQueues(boss: PgBoss, definitions: JobDefinition[]): Promise<void> {
  const present = new Set((await boss.getQueues()).map((queue) => queue.name))
  if (!present.has(DEAD)) await boss.createQueue(DEAD, { retentionSeconds: YEAR_SECONDS })
  for (const definition of definitions) {
    const options = queueOptions(definition)
    if (present.has(definition.name)) await boss.updateQueue(definition.name, options)
    // `short`: the same key may wait once; while one runs, the next may already wait.
    else await boss.createQueue(definition.name, { policy: 'short', ...options })
  }
}

export const retriesOf = (definition: JobDefinition): number =>
  definition.retries ?? DEFAULT_RETRIES

/** A group has a queue of its own, beside the others of its kind. */
export const queueOf = (name: string, group?: string): string => (group ? `${name}.${group}` : name)

export async function sendJob(
  boss: PgBoss,
  tx: Db,
  job: { name: string; data: Record<string, unknown>; options: SendOptions },
): Promise<void> {
  const { name, data, options } = job
  const db = fromKysely(tx)
  const key = keyOf(options)
  const startAfter = options.afterSeconds ? { startAfter: options.afterSeconds } : {}
  for (;;) {
    const sent = await boss.send(name, data, { db, singletonKey: key, ...startAfter })
    if (sent || (await holdWaiting(db, name, key))) return
  }
}

/** The queue keeps one job without a key in all; a later one must not hold up an immediate one. */
function keyOf({ key, afterSeconds }: SendOptions): string {
  if (!key) return randomUUID()
  return afterSeconds ? `${key} +${afterSeconds}` : key
}

/**
 * The job with our key that waits already must not begin before our change is committed: it would
 * miss it, and nobody would wake anything up again. False when it has begun meanwhile.
 */
async function holdWaiting(
  db: ReturnType<typeof fromKysely>,
  name: string,
  key: string,
): Promise<boolean> {
  const { rows } = await db.executeSql(
    `select 1 from jobs.job where name = $1 and singleton_key = $2 and state = 'created' for share`,
    [name, key],
  )
  return rows.length > 0
}

/**
 * Gives back what a killed process had begun, without waiting for its heartbeat to be missed. Only
 * when no other process works on this database.
 */
export async function takeOverJobs(boss: PgBoss): Promise<void> {
  const taken = `update jobs.job set heartbeat_on = 'epoch' where state = 'active'`
  await boss.getDb().executeSql(taken)
}

/** Jobs waiting, and jobs that failed for good. */
export async function countJobs(boss: PgBoss): Promise<{ waiting: number; dead: number }> {
  const { rows } = await boss.getDb().executeSql(
    `select count(*) filter (where name <> $1)::int as waiting,
            count(*) filter (where name = $1)::int as dead
       from jobs.job where state in ('created', 'retry')`,
    [DEAD],
  )
  return rows[0]
}

function queueOptions(definition: JobDefinition) {
  return {
    notify: true,
    deadLetter: DEAD,
    retryLimit: retriesOf(definition),
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 300,
    expireInSeconds: EXPIRE_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: KEEP_FINISHED_SECONDS,
  }
}
