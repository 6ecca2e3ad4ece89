// The embedded PostgreSQL in DATA_DIR/postgres. It outlives a killed parent and the next start adopts
// it; a second program on the same DATA_DIR is turned away before it can do harm.

import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { makeFolder } from './folders.ts'
import { createCluster, startServer, stopServer } from './postgres/cluster.ts'
import {
  databaseUser,
  findBinaries,
  NoPostgres,
  type Owner,
  type Run,
  reachableBinaries,
  requireReachable,
  runner,
  USER,
} from './postgres/program.ts'
import { adoptRunning } from './postgres/running.ts'

export { NoPostgres } from './postgres/program.ts'

const DATABASE = 'yizhan'
/** Any number but the migrations'; held as long as a program uses the server. */
const HOLDER_LOCK = 7_355_609
/** After a `kill -9` the server needs a moment to notice that the holder is gone. */
const HOLDER_ATTEMPTS = 20

export interface Postgres {
  url: string
  stop(): void
}

/**
 * Starts or adopts the server below `dataDir`. `fast` trades durability for speed: tests only.
 * @throws NoPostgres with one line that says what to do
 */
export async function startPostgres(
  dataDir: string,
  options: { fast?: boolean } = {},
): Promise<Postgres> {
  const owner = databaseUser()
  const folder = prepareFolder(dataDir, owner)
  const cluster = join(folder, 'cluster')
  const run = runPrograms(folder, owner)
  const password = keptPassword(dataDir)

  if (!existsSync(join(cluster, 'PG_VERSION'))) createCluster(run, cluster, { password, owner })
  const adopted = await adoptRunning(cluster, password)
  const port = adopted ?? (await startServer(run, cluster, options.fast ?? false))

  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`
  await holdServer(url('postgres'), dataDir)
  await createDatabase(url('postgres'))
  return { url: url(DATABASE), stop: () => stopServer(run, cluster) }
}

/** The address of a server that runs in `dataDir`, for a second program that only asks; null without. */
export async function findPostgres(dataDir: string): Promise<string | null> {
  const file = join(dataDir, 'postgres-password')
  if (!existsSync(file)) return null
  const password = keptPassword(dataDir)
  const port = await adoptRunning(join(dataDir, 'postgres', 'cluster'), password)
  return port === null ? null : `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`
}

function prepareFolder(dataDir: string, owner: Owner | null): string {
  const folder = join(dataDir, 'postgres')
  makeFolder(folder)
  if (owner) {
    // Passable, not readable: what is private in it has its own mode.
    chmodSync(dataDir, 0o711)
    chownSync(folder, owner.uid, owner.gid)
    requireReachable(folder, owner)
  }
  return folder
}

function runPrograms(folder: string, owner: Owner | null): Run {
  const binaries = findBinaries()
  return runner(owner ? reachableBinaries(binaries, folder, owner) : binaries, owner)
}

/** Other people of this machine reach the loopback too, so even a demo's database asks. */
function keptPassword(dataDir: string): string {
  const file = join(dataDir, 'postgres-password')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const password = randomBytes(24).toString('hex')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  return password
}

/** One connection stays open for as long as we live; the lock goes with it, however we end. */
async function holdServer(adminUrl: string, dataDir: string): Promise<void> {
  const holder = new pg.Client({ connectionString: adminUrl, keepAlive: true })
  // The server ends the connection when it stops.
  holder.on('error', () => undefined)
  await holder.connect()
  for (let attempt = 0; attempt < HOLDER_ATTEMPTS; attempt += 1) {
    const { rows } = await holder.query('select pg_try_advisory_lock($1) as held', [HOLDER_LOCK])
    if (rows[0]?.held) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await holder.end()
  throw new NoPostgres(`DATA_DIR=${dataDir}: another Yizhan runs in this folder`)
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client(adminUrl)
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      DATABASE,
    ])
    if (!rowCount) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}
