// The same filing at the same site, by a robot that reads forms and by one in a browser; and what a
// lane of the browser costs in memory.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SITE } from '../cities/taichung/adapters/forest-huts/order.ts'
import { adapter as forestBrowser } from '../cities/taichung/adapters/forest-huts.ts'
import type { Adapter } from '../src/adapters/contract.ts'
import { runOperation, type World } from '../src/adapters/gateway/run.ts'
import { browserAdapter, visitInBrowser, z } from '../src/adapters/kit.ts'
import { endIdleBrowser, weighBrowser } from '../src/adapters/wires/browser/pool.ts'
import type { Station } from '../src/core/station.ts'
import { type Bench, type Figure, median } from './figure.ts'
import { inParallel } from './peers/dbos.ts'
import { forestForm } from './robots/forest-form.ts'

const START = '2026-11-23T09:30:00+08:00'
const LANES = 2
const BY_FORM = 300
const BY_BROWSER = 40
const OPEN_PAGES = 4
const MB = 1_000_000

export const bench: Bench = {
  name: 'robots',
  about: `filings at the hut site, ${LANES} at a time, by a form robot and by a browser robot; memory of a browser lane`,
  async run() {
    const site = await startSite()
    try {
      const world = worldOf(site.url)
      await file(forestForm, world, 5)
      await file(forestBrowser, world, 3)
      const form = await file(forestForm, world, BY_FORM)
      const browser = await file(forestBrowser, world, BY_BROWSER)
      const memory = await laneMemory(world)
      return [
        compared('robots_per_second', '/s', form.perSecond, browser.perSecond),
        compared('robots_per_cpu_second', '/CPU s', form.perCpuSecond, browser.perCpuSecond),
        compared('robots_p50', 'ms', form.p50, browser.p50),
        {
          figure: 'browser_at_rest',
          value: memory.atRest,
          unit: 'MB',
          peer: null,
          peerValue: null,
        },
        { figure: 'browser_lane', value: memory.perLane, unit: 'MB', peer: null, peerValue: null },
      ]
    } finally {
      await endIdleBrowser()
      await site.stop()
    }
  },
}

const compared = (figure: string, unit: string, form: number, browser: number): Figure => ({
  ...{ figure, unit, value: browser },
  peer: 'the form robot',
  peerValue: form,
})

/** In a process of its own, so that its work is not counted as ours. */
async function startSite() {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-robots-'))
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      SANDBOX_PORT: '0',
      SANDBOX_DIR: dir,
      SANDBOX_START: START,
      SANDBOX_CHILD: '1',
    },
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      const found = /ready (\S+)/.exec(String(text))?.[1]
      if (found) resolve(found)
    })
    child.on('error', reject)
    child.once('exit', () => reject(new Error('the sandbox did not start')))
  })
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.stdin.end()
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** A robot alone, without lane, database and case around it. */
function worldOf(url: string): World {
  const host = new URL(url).host
  const quiet = { error: (...words: unknown[]) => console.error(...words) }
  return {
    station: {
      config: { chromiumPath: process.env.CHROMIUM_PATH ?? null },
      log: quiet,
    } as unknown as Station,
    now: new Date(START),
    resolve: (address) => address.replaceAll('{sandbox}', host),
    credentials: new Map([
      ['account', 'A123456789'],
      ['password', 'forest-demo'],
    ]),
  }
}

let filed = 0

async function file(adapter: Adapter, world: World, count: number) {
  const input = adapter.example?.(world.now) ?? {}
  const lengths: number[] = []
  const began = { at: performance.now(), cpu: await cpuSeconds() }
  await inParallel(LANES, count, async () => {
    filed += 1
    const sentAt = performance.now()
    const { result } = await runOperation(
      adapter,
      'submit',
      { key: `bench-${filed}`, input },
      world,
    )
    if (result.kind !== 'accepted') throw new Error(`not filed: ${JSON.stringify(result)}`)
    lengths.push(performance.now() - sentAt)
  })
  const seconds = (performance.now() - began.at) / 1000
  const cpu = (await cpuSeconds()) - began.cpu
  return { perSecond: count / seconds, perCpuSecond: count / cpu, p50: median(lengths) }
}

/** Of this process and of the browser's. */
async function cpuSeconds(): Promise<number> {
  const { user, system } = process.cpuUsage()
  const browser = (await weighBrowser())?.processes ?? []
  return (user + system) / 1e6 + browser.reduce((sum, one) => sum + one.cpuSeconds, 0)
}

async function laneMemory(world: World) {
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let open = 0
  const waiting = waitingAdapter(async () => {
    open += 1
    await held
  })
  const atRest = await megabytes()
  const calls = Array.from({ length: OPEN_PAGES }, () => runOperation(waiting, 'health', {}, world))
  const ended = Promise.race(calls).then(({ result }) => {
    if (open < OPEN_PAGES) throw new Error(`a page did not open: ${result.detail}`)
  })
  ended.catch(() => undefined)
  while (open < OPEN_PAGES) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))])
  }
  const inUse = await megabytes()
  letGo()
  await Promise.all(calls)
  return { atRest, perLane: (inUse - atRest) / OPEN_PAGES }
}

const waitingAdapter = (hold: () => Promise<void>): Adapter =>
  browserAdapter({
    describe: { ...forestBrowser.describe, id: 'waiting' },
    input: z.strictObject({}),
    submit: async () => ({ kind: 'unavailable', cause: 'of the bench' }),
    health: async (call) => {
      const site = visitInBrowser(call)
      const account = { 身分證字號: call.credential('account'), 密碼: call.credential('password') }
      const login = { title: '登入', fields: ['身分證字號', '密碼'], button: '登入' }
      await site.signIn(`${SITE}/login.php`, account, login)
      await site.open(`${SITE}/order.php`, { title: '預約山屋' })
      await hold()
      return { ok: true, detail: 'waited' }
    },
  })

async function megabytes(): Promise<number> {
  const browser = (await weighBrowser())?.processes ?? []
  return browser.reduce((sum, one) => sum + one.privateBytes, 0) / MB
}
