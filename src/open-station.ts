// A station for a command: the city's database and data, without pages, jobs or sandbox. A city that
// runs is joined, never stopped.

import { allJobs, presentParts } from './app.ts'
import { newJobOffice } from './core/boss.ts'
import { readCity } from './core/city.ts'
import { systemClock } from './core/clock.ts'
import { readConfig } from './core/config.ts'
import { openDatabase } from './core/db.ts'
import { demoClock } from './core/demo.ts'
import { readWords } from './core/i18n.ts'
import { newLog } from './core/log.ts'
import { migrate } from './core/migrate.ts'
import { findPostgres, startPostgres } from './core/postgres.ts'
import { newSecrets } from './core/secrets.ts'
import type { Station } from './core/station.ts'

const CONNECTIONS = 4

export async function openStation(
  environment: Record<string, string | undefined>,
): Promise<{ station: Station; close(): Promise<void> }> {
  const settings = readConfig(environment)
  const city = readCity(settings.city)
  const running = settings.databaseUrl ?? (await findPostgres(settings.dataDir))
  const own = running ? null : await startPostgres(settings.dataDir)
  const databaseUrl = running ?? own?.url ?? ''
  if (own) await migrate(databaseUrl)

  const config = { ...settings, databaseUrl }
  const log = newLog('warn')
  const db = openDatabase(databaseUrl, CONNECTIONS)
  const jobs = newJobOffice(databaseUrl, log)
  const demo = config.sandbox ? await demoClock(db, city.demo.start) : null
  const clock = demo ?? systemClock
  const secrets = newSecrets(config.secretKey)
  const station: Station = { config, city, db, clock, jobs, secrets, words: readWords(), log }
  await jobs.open(allJobs(city))
  for (const parts of presentParts(city)) await parts.start?.(station)
  return {
    station,
    close: async () => {
      await jobs.close()
      await demo?.stop()
      await db.destroy()
      own?.stop()
    },
  }
}
