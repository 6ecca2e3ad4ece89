// A city for benches on an embedded PostgreSQL of its own, ended and removed afterwards.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allJobs, presentParts } from '../src/app.ts'
import { type JobOffice, newJobOffice } from '../src/core/boss.ts'
import { type City, readCity } from '../src/core/city.ts'
import { type Clock, stoppedClock } from '../src/core/clock.ts'
import { readConfig } from '../src/core/config.ts'
import { openDatabase } from '../src/core/db.ts'
import { readWords } from '../src/core/i18n.ts'
import { newLog } from '../src/core/log.ts'
import { migrate } from '../src/core/migrate.ts'
import { startPostgres } from '../src/core/postgres.ts'
import { newSecrets } from '../src/core/secrets.ts'
import type { Station } from '../src/core/station.ts'

export interface BenchStation extends Station {
  jobs: JobOffice
  databaseUrl: string
  close(): Promise<void>
}

const CONNECTIONS = 20

/** With everything written to disk as in service; `fast` where no time is measured. */
export async function openBench(
  changes: Partial<City> = {},
  clock?: Clock,
  { fast = false, ...settings }: { fast?: boolean; SANDBOX_PORT?: string } = {},
): Promise<BenchStation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yizhan-bench-'))
  const postgres = await startPostgres(dataDir, { fast })
  const databaseUrl = postgres.url
  await migrate(databaseUrl)
  const city = { ...readCity('taichung'), ...changes }
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    SECRET_KEY: 'a secret for benches, long enough to be one',
    SANDBOX: 'on',
    ...settings,
  })
  const log = newLog('error')
  const jobs = newJobOffice(databaseUrl, log)
  const station: BenchStation = {
    config,
    city,
    db: openDatabase(databaseUrl, CONNECTIONS),
    clock: clock ?? stoppedClock(city.demo.start),
    jobs,
    secrets: newSecrets(config.secretKey),
    words: readWords(),
    log,
    databaseUrl,
    close: async () => {
      await jobs.close()
      await station.db.destroy()
      postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  await jobs.open(allJobs(city))
  for (const parts of presentParts(city)) await parts.start?.(station)
  return station
}
