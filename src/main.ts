// Starts a city: database, migrations, the city's data, the sandbox, jobs, pages. One line a step.
// Ctrl-C ends all of it; after a kill -9 the next start repairs what is left.

import { serve } from '@hono/node-server'
import { allJobs, buildApp, presentParts } from './app.ts'
import { newJobOffice } from './core/boss.ts'
import { readCity } from './core/city.ts'
import { systemClock } from './core/clock.ts'
import { type Config, readConfig, WrongSetting } from './core/config.ts'
import { openDatabase } from './core/db.ts'
import { demoClock } from './core/demo.ts'
import { readWords } from './core/i18n.ts'
import { newLog } from './core/log.ts'
import { migrate } from './core/migrate.ts'
import { NoPostgres, startPostgres } from './core/postgres.ts'
import { startSandboxProcess } from './core/sandbox.ts'
import { newSecrets } from './core/secrets.ts'
import type { Station } from './core/station.ts'
import { DataMistake } from './core/yaml.ts'
import { tell, tellWelcome } from './welcome.ts'

/** Beside the jobs' own; the server allows 200. */
const CONNECTIONS = 20

/** What to undo, last first. */
const undo: (() => unknown)[] = []
let stopping = false

try {
  await start(readConfig(process.env))
} catch (error) {
  tell(`Not started. ${oneLine(error)}`)
  await stopAll()
  process.exit(1)
}

async function start(settings: Config): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stopOnSignal)
  const city = readCity(settings.city)
  const databaseUrl = settings.databaseUrl ?? (await startEmbedded(settings))
  const config = { ...settings, databaseUrl }
  const ran = await migrate(databaseUrl)
  tell(`Schema is up to date${ran.length > 0 ? ` (${ran.length} migrations ran)` : ''}`)

  const log = newLog(config.production ? 'info' : 'warn')
  const db = openDatabase(databaseUrl, CONNECTIONS)
  undo.push(() => db.destroy())
  const jobs = newJobOffice(databaseUrl, log)
  const clock = config.sandbox ? await demoClock(db, city.demo.start) : systemClock
  const secrets = newSecrets(config.secretKey)
  const station: Station = { config, city, db, clock, jobs, secrets, words: readWords(), log }

  await jobs.open(allJobs(city))
  undo.push(() => jobs.close())
  for (const parts of presentParts(city)) await parts.start?.(station)
  tell(`${city.name.en} is loaded`)

  if (config.sandbox) undo.push(await startSandboxProcess(station))
  await listen(station)
  await jobs.work(station)
  await tellWelcome(station)
  tell(`Ready ${config.baseUrl}`)
}

async function startEmbedded(config: Config): Promise<string> {
  const postgres = await startPostgres(config.dataDir)
  undo.push(postgres.stop)
  tell(`PostgreSQL runs in ${config.dataDir}`)
  return postgres.url
}

function listen(station: Station): Promise<void> {
  const { port, host } = station.config
  const app = buildApp(station)
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, () => resolve())
    server.once('error', reject)
    undo.push(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
    })
  })
}

async function stopOnSignal(): Promise<void> {
  if (stopping) return
  tell('Stopping')
  await stopAll()
  process.exit(0)
}

async function stopAll(): Promise<void> {
  stopping = true
  for (const step of undo.reverse()) {
    try {
      await step()
    } catch (error) {
      tell(`While stopping: ${oneLine(error)}`)
    }
  }
}

function oneLine(error: unknown): string {
  if (error instanceof WrongSetting || error instanceof NoPostgres) return error.message
  if (error instanceof DataMistake) return `The city's data has mistakes:\n${error.message}`
  const { code, message, port } = error as { code?: string; message?: string; port?: number }
  if (code === 'EADDRINUSE') return `Port ${port} is taken: set PORT or SANDBOX_PORT to a free one`
  if (code === 'ENOSPC') return 'No space is left on the disk'
  if (code === 'ECONNREFUSED') return 'The database of DATABASE_URL does not answer'
  return message ?? String(error)
}
