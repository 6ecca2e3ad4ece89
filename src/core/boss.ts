// Runs the jobs of core/jobs.ts on pg-boss. Sending needs no worker: a process that only serves pages
// still puts jobs into its transactions.

import { type JobWithMetadata, PgBoss } from 'pg-boss'
import { countJobs, openQueues, queueOf, retriesOf, sendJob, takeOverJobs } from './boss/queues.ts'
import { openLocks, ringNow, startTimer, type Timer } from './boss/timers.ts'
import type { JobDefinition, Jobs } from './jobs.ts'
import type { Log } from './log.ts'
import type { Station } from './station.ts'
import { inSpan } from './trace.ts'

const SCHEMA = 'jobs'
const CONNECTIONS = 6
/** A job of a killed process is found this late; with the heartbeat that makes about ten seconds. */
const SUPERVISE_SECONDS = 2
/** Grace for jobs under way when the program ends; after that they are tried again at the next start. */
const STOP_TIMEOUT_MS = 5_000
const DRAIN_BATCH = 50
/** More waiting than this is worked off without a pause. */
const BACKLOG = 1

export interface JobOffice extends Jobs {
  /** Makes the queues; afterwards jobs may be sent. */
  open(definitions: JobDefinition[]): Promise<void>
  /** No other process works on this database: what is under way was begun by a killed one. */
  takeOver(): Promise<void>
  /** Begins to work on what is waiting, now and every `everySeconds`. */
  work(station: Station): Promise<void>
  /** Runs what is waiting, on the spot, until nothing is left. For tests. */
  drain(station: Station): Promise<void>
  /** Calls every `everySeconds` job once: the city's clock was moved. */
  ring(station: Station): Promise<void>
  /** Jobs waiting, and jobs that failed for good. */
  count(): Promise<{ waiting: number; dead: number }>
  close(): Promise<void>
}

export function newJobOffice(databaseUrl: string, log: Log): JobOffice {
  const boss = newBoss(databaseUrl, log)
  const locks = openLocks(databaseUrl)
  const known: JobDefinition[] = []
  const timers: Timer[] = []
  const groups = newGroupQueues(boss, known)

  return {
    async send(tx, name, data, options = {}) {
      const queue = queueOf(name, options.group)
      await groups.open(name, queue)
      await sendJob(boss, tx, { name: queue, data, options })
    },
    async open(definitions) {
      await boss.start()
      known.push(...definitions)
      await openQueues(boss, definitions)
    },
    takeOver: () => takeOverJobs(boss),
    async work(station) {
      for (const definition of known) {
        for (const crew of crewsOf(station, definition)) {
          await groups.open(definition.name, crew.queue)
          await startWorkers(boss, station, definition, crew)
        }
        if (definition.everySeconds) timers.push(startTimer(station, locks, definition))
      }
    },
    async drain(station) {
      while (await runWaiting(boss, station, [...known, ...groups.list()])) {}
    },
    async ring(station) {
      for (const definition of known) {
        if (definition.everySeconds) await ringNow(station, locks, definition)
      }
    },
    count: () => countJobs(boss),
    async close() {
      await Promise.all(timers.map((timer) => timer.stop()))
      await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS })
      await locks.end()
    },
  }
}

function newBoss(databaseUrl: string, log: Log): PgBoss {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema: SCHEMA,
    max: CONNECTIONS,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    queueCacheIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: 60,
    schedule: false,
  })
  boss.on('error', (err) => log.error({ err }, 'jobs: database trouble'))
  return boss
}

/** Queues of groups: made when the first job is sent or the first worker begins. */
function newGroupQueues(boss: PgBoss, known: JobDefinition[]) {
  const opened = new Map<string, { definition: JobDefinition; ready: Promise<void> }>()
  return {
    async open(name: string, queue: string): Promise<void> {
      if (queue === name) return
      const kind = known.find((one) => one.name === name)
      if (!kind) throw new Error(`no job is called ${name}`)
      const definition = { ...kind, name: queue }
      const entry = opened.get(queue) ?? { definition, ready: openQueues(boss, [definition]) }
      opened.set(queue, entry)
      await entry.ready
    },
    list: (): JobDefinition[] => [...opened.values()].map(({ definition }) => definition),
  }
}

type Job = JobWithMetadata<Record<string, unknown>>

interface Crew {
  queue: string
  workers: number
}

async function startWorkers(
  boss: PgBoss,
  station: Station,
  definition: JobDefinition,
  { queue, workers }: Crew,
) {
  const options = {
    includeMetadata: true as const,
    // With a queue this long the next job is fetched at once, not at the next second.
    burstWhenReadyExceeds: BACKLOG,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 1,
    localConcurrency: workers,
  }
  await boss.work(queue, options, async ([job]: Job[]) => {
    if (job) await runOne(station, definition, job)
  })
}

/** Who works on a kind of job: two by default, or a crew for each group. */
const crewsOf = (station: Station, { name, concurrency = 2, groups }: JobDefinition): Crew[] =>
  groups
    ? Object.entries(groups(station)).map(([group, most]) => ({
        queue: queueOf(name, group),
        workers: most,
      }))
    : [{ queue: name, workers: concurrency }]

async function runOne(station: Station, definition: JobDefinition, job: Job): Promise<void> {
  try {
    const attempt = job.retryCount + 1
    await inSpan(`job ${definition.name}`, { attempt }, () =>
      definition.handle(station, job.data ?? {}),
    )
  } catch (err) {
    const forGood = job.retryCount >= retriesOf(definition)
    const fact = { err, job: definition.name, id: job.id, attempt: job.retryCount + 1 }
    if (forGood) station.log.error(fact, 'job failed for good')
    else station.log.warn(fact, 'job failed, will be tried again')
    throw err
  }
}

async function runWaiting(
  boss: PgBoss,
  station: Station,
  definitions: JobDefinition[],
): Promise<boolean> {
  let ran = false
  for (const definition of definitions) {
    const options = { batchSize: DRAIN_BATCH, includeMetadata: true as const }
    const jobs = await boss.fetch<Record<string, unknown>>(definition.name, options)
    for (const job of jobs) {
      ran = true
      await runOne(station, definition, job)
      await boss.complete(definition.name, job.id)
    }
  }
  return ran
}
