// Starts a city: database, migrations, the city's data, the sandbox, jobs, pages. One line a step.
// Ctrl-C ends all of it; after a kill -9 the next start repairs what is left.

import { createServer } from 'node:http'
import { openInbox } from './adapters/index.ts'
import { allJobs, listenerOf, presentParts, reloadCity } from './app.ts'
import { newJobOffice } from './core/boss.ts'
import { type City, readCity } from './core/city.ts'
import { type Clock, systemClock } from './core/clock.ts'
import { type Config, readConfig } from './core/config.ts'
import { type Db, openDatabase } from './core/db.ts'
import { demoClock } from './core/demo.ts'
import { readWords } from './core/i18n.ts'
import { newLog } from './core/log.ts'
import { migrate } from './core/migrate.ts'
import { inOneLine } from './core/one-line.ts'
import { requireFreePort } from './core/ports.ts'
import { startPostgres } from './core/postgres.ts'
import { aimSandboxMail, startSandboxProcess } from './core/sandbox.ts'
import { newSecrets } from './core/secrets.ts'
import type { Station } from './core/station.ts'
import { tell, tellWelcome } from './welcome.ts'

/** Beside the jobs' own; the server allows 200. */
const CONNECTIONS = 20

/** What to undo, last first. */
const undo: (() => unknown)[] = []
let stopping = false

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopOnSignal)
try {
  await start(readConfig(process.env))
} catch (error) {
  // A stop in the middle of a start takes the ground from under it: that is no fault to tell.
  if (!stopping) {
    tell(`Not started. ${inOneLine(error)}`)
    await stopAll()
    process.exit(1)
  }
}

async function start(settings: Config): Promise<void> {
  const city = readCity(settings.city)
  await requireFreePort('PORT', settings.port, settings.host)
  if (settings.sandbox) await requireFreePort('SANDBOX_PORT', settings.sandboxPort, '127.0.0.1')

  const databaseUrl = settings.databaseUrl ?? (await startEmbedded(settings))
  const config = { ...settings, databaseUrl }
  const ran = await migrate(databaseUrl)
  tell(`Schema is up to date${ran.length > 0 ? ` (${ran.length} migrations ran)` : ''}`)

  const log = newLog(config.production ? 'info' : 'warn')
  const db = openDatabase(databaseUrl, CONNECTIONS)
  undo.push(() => db.destroy())
  const replica = openReplica(config)
  const jobs = newJobOffice(databaseUrl, log)
  const clock = config.sandbox ? await runDemoClock(db, city) : systemClock
  const secrets = newSecrets(config.secretKey)
  const words = readWords()
  const station: Station = { config, city, db, clock, jobs, secrets, words, log, tell, ...replica }

  // Beside the rest: it takes as long to start as we do.
  const sandbox = config.sandbox && stoppable(startSandboxProcess(station), (stop) => stop())
  await jobs.open(allJobs(city))
  undo.push(() => jobs.close())
  // The embedded database lets in one program at a time.
  if (!settings.databaseUrl) await jobs.takeOver()
  for (const parts of presentParts(city)) await parts.start?.(station)
  tell(`${city.name.en} is loaded`)

  await sandbox
  await openPost(station)
  await listen(station)
  await jobs.work(station)
  await tellWelcome(station)
  tell(`Ready ${config.baseUrl}`)
  process.on('SIGUSR2', () => void reload(station))
}

/** Places and journeys were changed in the city's files. With a mistake, everything stays. */
async function reload(station: Station): Promise<void> {
  try {
    const mistakes = await reloadCity(station)
    for (const mistake of mistakes) tell(mistake)
    tell(mistakes.length > 0 ? 'Not reloaded: what ran before goes on' : 'Reloaded')
  } catch (error) {
    tell(`Not reloaded. ${inOneLine(error)}`)
  }
}

async function startEmbedded(config: Config): Promise<string> {
  const postgres = await stoppable(startPostgres(config.dataDir), ({ stop }) => stop())
  tell(`PostgreSQL runs in ${config.dataDir}`)
  return postgres.url
}

function openReplica({ databaseReadUrl }: Config): Pick<Station, 'replica'> {
  if (!databaseReadUrl) return {}
  const replica = openDatabase(databaseReadUrl, CONNECTIONS)
  undo.push(() => replica.destroy())
  return { replica }
}

async function runDemoClock(db: Db, city: City): Promise<Clock> {
  const clock = await demoClock(db, city.demo.start)
  undo.push(clock.stop)
  return clock
}

/** A Ctrl-C while it is still starting waits for the start, so that nothing is left behind. */
function stoppable<T>(starting: Promise<T>, stop: (started: T) => unknown): Promise<T> {
  undo.push(() => starting.then(stop, () => undefined))
  // Whoever awaits it hears of a failure; until then it is no reason to fall over.
  starting.catch(() => undefined)
  return starting
}

/** Mail for the city's cases; in a demo city the stand-ins are told where to send it. */
async function openPost(station: Station): Promise<void> {
  const inbox = await openInbox(station)
  if (!inbox) return
  undo.push(() => inbox.close())
  if (station.config.sandbox) await aimSandboxMail(station, inbox.port)
}

function listen(station: Station): Promise<void> {
  const { port, host } = station.config
  const server = createServer(listenerOf(station))
  undo.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

async function stopOnSignal(): Promise<void> {
  // Pressed again: it is under way, and half a stop is worse than a slow one.
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
      tell(`While stopping: ${inOneLine(error)}`)
    }
  }
}
