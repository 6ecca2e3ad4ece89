// One Chromium for all robots of this process: started when one is needed, ended when none is, and
// begun anew before it has grown. Each call gets a context of its own; nothing of it outlives it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { readyChromium } from '../../../core/chromium.ts'
import { AgencyTrouble } from '../../kit/trouble.ts'

const MAX_CONTEXTS = 4
const MAX_USES = 200
/** Private memory of all its processes. */
const MAX_BYTES = 1_200_000_000
const WEIGHED_EVERY = 10
const IDLE_MS = 60_000
const CLOSE_MS = 3_000
const PAGE_BYTES = 4096
const LEASH = join(import.meta.dirname, 'leash.sh')

interface Running {
  browser: Browser
  /** Of the program and its children; for the case that it does not answer any more. */
  pids: number[]
  uses: number
  open: number
  isRetired: boolean
}

export interface Room {
  context: BrowserContext
  /** Resolves when the browser has ended under us. */
  gone: Promise<void>
  close(): Promise<void>
}

// The browser is one for the process whichever city runs in it, as the machine's memory is.
let current: Promise<Running> | null = null
let idle: ReturnType<typeof setTimeout> | undefined
let taken = 0
const waiting: (() => void)[] = []

/** @throws AgencyTrouble no_browser, timeout */
export async function openRoom(path: string | undefined, signal: AbortSignal): Promise<Room> {
  await takePlace(signal)
  let running: Running | undefined
  try {
    running = await enterBrowser(path)
    const context = await running.browser.newContext(await optionsFor(running.browser))
    const gone = goneOf(running.browser)
    return { context, gone, close: once(() => closeRoom(running as Running, context)) }
  } catch (cause) {
    if (running) running.open -= 1
    freePlace()
    throw cause instanceof AgencyTrouble ? cause : new AgencyTrouble('no_browser', { cause })
  }
}

/** Ends the browser if no call uses it: for tests and benches, and when the city closes. */
export async function endIdleBrowser(): Promise<void> {
  const running = await current?.catch(() => null)
  if (running && running.open === 0) await retire(running)
}

export interface Weight {
  processes: { pid: number; type: string; cpuSeconds: number; privateBytes: number }[]
}

/** What the browser costs now; null when none runs. Memory is 0 where there is no /proc. */
export async function weighBrowser(): Promise<Weight | null> {
  const running = await current?.catch(() => null)
  return running ? weigh(running) : null
}

async function takePlace(signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new AgencyTrouble('timeout')
  if (taken < MAX_CONTEXTS) {
    taken += 1
    return
  }
  await new Promise<void>((resolve, reject) => {
    const enter = () => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    }
    const giveUp = () => {
      waiting.splice(waiting.indexOf(enter), 1)
      reject(new AgencyTrouble('timeout'))
    }
    waiting.push(enter)
    signal.addEventListener('abort', giveUp, { once: true })
  })
}

/** The place goes straight to whoever waits longest. */
function freePlace(): void {
  const next = waiting.shift()
  if (next) next()
  else taken -= 1
}

/** Counts the caller in at once, so that nobody ends the browser in between. */
async function enterBrowser(path: string | undefined): Promise<Running> {
  clearTimeout(idle)
  current ??= start(path)
  const asked = current
  try {
    const running = await asked
    if (!running.isRetired && running.browser.isConnected()) {
      running.open += 1
      running.uses += 1
      return running
    }
  } catch (cause) {
    if (current === asked) current = null
    throw cause
  }
  if (current === asked) current = null
  return enterBrowser(path)
}

async function start(path: string | undefined): Promise<Running> {
  const { executablePath, env } = await readyChromium(path)
  const browser = await chromium.launch({
    executablePath: LEASH,
    env: { ...env, CHROMIUM: executablePath },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--font-render-hinting=none',
      // Whatever is not asked through us has no way out: no proxy listens there, no name resolves.
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
      '--disable-site-isolation-trials',
    ],
    proxy: { server: 'http://127.0.0.1:9', bypass: '<-loopback>' },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
  const running: Running = { browser, pids: [], uses: 0, open: 0, isRetired: false }
  running.pids = (await weigh(running)).processes.map(({ pid }) => pid)
  return running
}

async function optionsFor(browser: Browser) {
  const version = browser.version()
  return {
    serviceWorkers: 'block' as const,
    acceptDownloads: false,
    locale: 'zh-TW',
    timezoneId: 'Asia/Taipei',
    viewport: { width: 1000, height: 900 },
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36 Yizhan (one-stop front desk; robot)`,
  }
}

const goneOf = (browser: Browser): Promise<void> =>
  new Promise((resolve) => browser.once('disconnected', () => resolve()))

async function closeRoom(running: Running, context: BrowserContext): Promise<void> {
  try {
    await inTime(context.close())
  } catch {
    // It does not answer: what it was doing must not go on.
    running.isRetired = true
    kill(running)
  } finally {
    running.open -= 1
    freePlace()
  }
  const isDue = running.uses % WEIGHED_EVERY === 0
  if (running.uses >= MAX_USES || (isDue && (await bytesOf(running)) > MAX_BYTES)) {
    running.isRetired = true
  }
  if (running.open > 0) return
  if (running.isRetired) await retire(running)
  else idle = setTimeout(() => void endIdleBrowser(), IDLE_MS).unref()
}

async function retire(running: Running): Promise<void> {
  clearTimeout(idle)
  running.isRetired = true
  if ((await current?.catch(() => null)) === running) current = null
  await inTime(running.browser.close()).catch(() => kill(running))
}

function kill({ pids }: Running): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Gone already.
    }
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  const late = new AbortController()
  work.catch(() => undefined)
  try {
    await Promise.race([
      work,
      wait(CLOSE_MS, undefined, { signal: late.signal }).then(() => {
        throw new Error('the browser does not close')
      }),
    ])
  } finally {
    late.abort()
  }
}

async function weigh({ browser }: Running): Promise<Weight> {
  const session = await browser.newBrowserCDPSession()
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    return {
      processes: processInfo.map(({ id, type, cpuTime }) => ({
        pid: id,
        type,
        cpuSeconds: cpuTime,
        privateBytes: privateBytes(id),
      })),
    }
  } finally {
    await session.detach().catch(() => undefined)
  }
}

async function bytesOf(running: Running): Promise<number> {
  const weight = await weigh(running).catch(() => ({ processes: [] }))
  return weight.processes.reduce((sum, one) => sum + one.privateBytes, 0)
}

/** What is resident and not shared with another process. */
function privateBytes(pid: number): number {
  try {
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'utf8')
      .split(' ')
      .map(Number)
    return (resident - shared) * PAGE_BYTES
  } catch {
    return 0
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null
  return () => {
    done ??= work()
    return done
  }
}
