// The browser that tests (and robots) use: the Chromium inside @sparticuz/chromium, or the one named
// by CHROMIUM_PATH. It unpacks once for each user and version.

import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const PACKAGE = '@sparticuz/chromium'
const POLL_MS = 100
/** Unpacking takes 2 s; a lock this old belongs to a process that died. */
const STALE_LOCK_MS = 60_000

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? (await unpackedChromium()),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  })
}

/** The package unpacks into TMPDIR and trusts whatever lies there, so each version gets its own. */
async function unpackedChromium(): Promise<string> {
  const folder = join(tmpdir(), `yizhan-chromium-${userInfo().uid}-${packageVersion()}`)
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
    const ageMs = found ? Date.now() - found.mtimeMs : 0
    if (ageMs > STALE_LOCK_MS) await rm(lock, { recursive: true, force: true })
    return false
  }
}

/** Renamed into place when whole: a process killed while unpacking leaves nothing half done. */
async function unpackInto(folder: string): Promise<void> {
  const partial = await mkdtemp(`${folder}-`)
  const script = `import chromium from '${PACKAGE}'; await chromium.executablePath()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: dirname(import.meta.dirname),
    env: { ...process.env, TMPDIR: partial },
  })
  await rename(partial, folder)
}

function packageVersion(): string {
  const entry = createRequire(import.meta.url).resolve(PACKAGE)
  const manifest = join(entry.slice(0, entry.indexOf(PACKAGE)), PACKAGE, 'package.json')
  return JSON.parse(readFileSync(manifest, 'utf8')).version
}
