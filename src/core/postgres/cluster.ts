// The cluster's folder: made once, then a server started on it at a free port of the loopback.

import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { NoPostgres, type Owner, type Run, reasonIn, USER } from './program.ts'

/** Tests only: what a crash would lose is nobody's. */
const FAST = '-c fsync=off -c synchronous_commit=off -c full_page_writes=off'
const MAX_CONNECTIONS = 200

export function createCluster(
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
    throw new NoPostgres(`PostgreSQL could not be set up in ${cluster}: ${reasonIn(made.output)}`)
  }
}

/** The port it listens on. */
export async function startServer(run: Run, cluster: string, fast: boolean): Promise<number> {
  const port = await freePort()
  const options = `-p ${port} -h 127.0.0.1 -k '' -c max_connections=${MAX_CONNECTIONS}`
  const log = join(dirname(cluster), 'server.log')
  const place = ['-D', cluster, '-l', log, '-o', fast ? `${options} ${FAST}` : options]
  rmSync(log, { force: true })
  const started = run('pg_ctl', [...place, '-w', '-t', '60', 'start'])
  if (started.status !== 0) {
    const said = existsSync(log) ? readFileSync(log, 'utf8') : started.output
    throw new NoPostgres(`PostgreSQL did not start in ${cluster}: ${reasonIn(said)}`)
  }
  return port
}

export function stopServer(run: Run, cluster: string): void {
  const stopped = run('pg_ctl', ['-D', cluster, '-m', 'fast', '-w', 'stop'])
  if (stopped.status !== 0) throw new NoPostgres(`PostgreSQL: ${reasonIn(stopped.output)}`)
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
