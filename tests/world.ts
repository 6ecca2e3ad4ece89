// The same small city in every test: a database of its own cloned from the template, a clock that
// stands still at the demo's morning, real jobs. Nothing of ours is replaced by a fake.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { allJobs, buildApp, presentParts } from '../src/app.ts'
import { newJobOffice } from '../src/core/boss.ts'
import { readCity } from '../src/core/city.ts'
import { type Clock, stoppedClock } from '../src/core/clock.ts'
import { readConfig } from '../src/core/config.ts'
import { openDatabase } from '../src/core/db.ts'
import { readWords } from '../src/core/i18n.ts'
import { newLog } from '../src/core/log.ts'
import { newSecrets } from '../src/core/secrets.ts'
import type { Station } from '../src/core/station.ts'
import { databaseUrl, TEMPLATE } from './postgres.ts'

export interface TestStation extends Station {
  close(): Promise<void>
}

interface Options {
  /** RFC 3339; the demo's morning when absent. */
  now?: string
  clock?: Clock
  /** Address of a sandbox started by the test; adapters call it. */
  sandboxUrl?: string
  /** Do not load the city's data: faster, for tests of the core. */
  bare?: boolean
}

const WORDS = readWords()

export async function newStation(options: Options = {}): Promise<TestStation> {
  const adminUrl = inject('adminUrl')
  const name = `t_${randomBytes(8).toString('hex')}`
  await runAsAdmin(adminUrl, `create database ${name} template ${TEMPLATE} strategy file_copy`)

  const city = readCity('taichung')
  const dataDir = mkdtempSync(join(tmpdir(), 'yizhan-test-'))
  const url = databaseUrl(adminUrl, name)
  const config = readConfig({
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    SECRET_KEY: 'a secret for tests, long enough to be one',
    SANDBOX: 'on',
    SANDBOX_PORT: options.sandboxUrl ? new URL(options.sandboxUrl).port : '8090',
  })
  const log = newLog(process.env.TEST_LOG ? 'error' : 'silent')
  const jobs = newJobOffice(url, log)
  const station: TestStation = {
    config,
    city,
    db: openDatabase(url, 8),
    clock: options.clock ?? stoppedClock(options.now ?? city.demo.start),
    jobs,
    secrets: newSecrets(config.secretKey),
    words: WORDS,
    log,
    close: async () => {
      await jobs.close()
      await station.db.destroy()
      await runAsAdmin(adminUrl, `drop database ${name} with (force)`)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  await jobs.open(allJobs(city))
  if (!options.bare) for (const parts of presentParts(city)) await parts.start?.(station)
  return station
}

/** Runs every waiting job, and what those send, until none is left. */
export async function drainJobs(station: TestStation): Promise<void> {
  await (station.jobs as ReturnType<typeof newJobOffice>).drain(station)
}

export const newApp = (station: Station) => buildApp(station)

/** The headers of somebody of the demo city who has signed in, by the code shown on the page. */
export async function signIn(app: ReturnType<typeof newApp>, who: string): Promise<Headers> {
  const post = (path: string, form: Record<string, string>, cookie = '') =>
    app.request(path, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { origin: 'http://localhost', cookie },
    })
  const email = `${who}@taichung.example`
  const sent = cookieOf(await post('/sign-in', { email, back: '/' }))
  const page = await app.request('/sign-in/code', { headers: { cookie: sent } })
  const code = /\b\d{6}\b/.exec(await page.text())?.[0] ?? ''
  const entered = await post('/sign-in/code', { email, code, back: '/' }, sent)
  return new Headers({ origin: 'http://localhost', cookie: cookieOf(entered) })
}

/** The cookies that an answer sets, as a browser sends them back. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

async function runAsAdmin(adminUrl: string, statement: string): Promise<void> {
  const admin = new pg.Client(adminUrl)
  await admin.connect()
  try {
    await admin.query(statement)
  } finally {
    await admin.end()
  }
}
