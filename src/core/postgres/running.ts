// A server that outlived the program that started it, or only its traces. Adopted once it answers a
// connection; what is left of a dead one is cleared away so that the next can start.

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { NoPostgres, USER } from './program.ts'

const PAUSE_MS = 100
/** A server that recovers from a crash answers late. */
const ANSWER_ATTEMPTS = 300
/** Orphans of a killed server notice within moments that it is gone. */
const ORPHAN_ATTEMPTS = 50

/** Its port; null when there is none and one may be started. */
export async function adoptRunning(cluster: string, password: string): Promise<number | null> {
  const pidFile = join(cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return null

  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  for (let attempt = 0; isServerOf(pid, cluster); attempt += 1) {
    const port = portIn(pidFile)
    if (port && (await answers(port, password))) return port
    if (attempt >= ANSWER_ATTEMPTS) {
      throw new NoPostgres(
        `A PostgreSQL (process ${pid}) holds ${cluster} and does not answer: stop it`,
      )
    }
    await pause()
  }
  await waitForOrphans(cluster)
  // Its number may belong to another process by now, or to a dead one that nobody collected: then
  // PostgreSQL itself would take the file for that of a living server.
  rmSync(pidFile, { force: true })
  return null
}

/** A recycled process number must not keep us from starting: the command names its folder. */
function isServerOf(pid: number, cluster: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster)
  } catch {
    // No /proc on this machine, or no such process: the other way to ask says which.
  }
  try {
    const command = execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' })
    return command.includes(cluster)
  } catch {
    return false
  }
}

/** Two servers writing one folder would destroy it: the killed one's children must be gone. */
async function waitForOrphans(cluster: string): Promise<void> {
  for (let attempt = 0; attempt < ORPHAN_ATTEMPTS; attempt += 1) {
    if (!someProcessWorksIn(cluster)) return
    await pause()
  }
  throw new NoPostgres(`Processes of a PostgreSQL that was killed still use ${cluster}: stop them`)
}

/** Every process of the server has the cluster's folder as its working folder. */
function someProcessWorksIn(cluster: string): boolean {
  if (!existsSync('/proc')) return false
  return readdirSync('/proc').some((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === cluster
    } catch {
      // Gone meanwhile, or somebody else's.
      return false
    }
  })
}

/** The fourth line, once the server has written it. */
function portIn(pidFile: string): number | null {
  try {
    return Number(readFileSync(pidFile, 'utf8').split('\n')[3]) || null
  } catch {
    return null
  }
}

async function answers(port: number, password: string): Promise<boolean> {
  const address = { host: '127.0.0.1', port, database: 'postgres' }
  const client = new pg.Client({ ...address, user: USER, password })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
