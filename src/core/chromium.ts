// The browser that robots (and tests) use: the Chromium inside @sparticuz/chromium, or the one named
// by CHROMIUM_PATH. It unpacks once for each user and version, and gets a Chinese font.

import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { machineNow } from './clock.ts'

const PACKAGE = '@sparticuz/chromium'
const FONTS = '@expo-google-fonts/noto-sans-tc'
/** Has the rare characters that the first has not. */
const MORE_FONTS = '@expo-google-fonts/noto-sans-sc'
const POLL_MS = 100
/** Unpacking takes 2 s; a lock this old belongs to a process that died. */
const STALE_LOCK_MS = 60_000

export interface Chromium {
  executablePath: string
  /** All of the environment it gets: ours holds secrets. */
  env: Record<string, string>
}

/** @param path CHROMIUM_PATH, when it is set */
export async function readyChromium(path?: string): Promise<Chromium> {
  const folder = join(tmpdir(), `yizhan-chromium-${userInfo().uid}-${versionOf(PACKAGE)}`)
  const executablePath = path ?? (await unpackedChromium(folder))
  const env = { PATH: process.env.PATH ?? '', HOME: tmpdir(), TMPDIR: tmpdir() }
  return { executablePath, env: { ...env, FONTCONFIG_FILE: await fontList(folder) } }
}

/** The package unpacks into TMPDIR and trusts whatever lies there, so each version gets its own. */
async function unpackedChromium(folder: string): Promise<string> {
  const program = join(folder, 'chromium')
  if (existsSync(program)) return program

  const lock = `${folder}.lock`
  while (!(await takeLock(lock))) {
    await wait(POLL_MS)
    if (existsSync(program)) return program
  }
  try {
    if (!existsSync(program)) await unpackInto(folder)
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
  return program
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await mkdir(lock)
    return true
  } catch {
    const found = await stat(lock).catch(() => null)
    const ageMs = found ? machineNow().getTime() - found.mtimeMs : 0
    if (ageMs > STALE_LOCK_MS) await rm(lock, { recursive: true, force: true })
    return false
  }
}

/** Renamed into place when whole: a process killed while unpacking leaves nothing half done. */
async function unpackInto(folder: string): Promise<void> {
  const partial = await mkdtemp(`${folder}-`)
  const script = `import chromium from '${PACKAGE}'; await chromium.executablePath()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: dirname(dirname(import.meta.dirname)),
    env: { ...process.env, TMPDIR: partial },
  })
  await rename(partial, folder)
}

/** The packaged browser knows no Chinese: what it photographs would be boxes. */
async function fontList(folder: string): Promise<string> {
  const list = `${folder}.fonts.conf`
  const dirs = [
    ...['400Regular', '700Bold'].map((weight) => join(packageFolder(FONTS), weight)),
    join(packageFolder(MORE_FONTS), '400Regular'),
  ]
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>${[...dirs, '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('')}
<cachedir>${folder}.fonts</cachedir></fontconfig>
`
  if (existsSync(list) && readFileSync(list, 'utf8') === text) return list
  const partial = `${list}.${process.pid}`
  await writeFile(partial, text)
  await rename(partial, list)
  return list
}

function packageFolder(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name)
  return join(entry.slice(0, entry.lastIndexOf(`${name}/`)), name)
}

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')).version
