// One real PostgreSQL for the whole test run, with a migrated template from which every test file
// clones its own databases. Vitest runs this once, before all.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { allJobs } from '../src/app.ts'
import { newJobOffice } from '../src/core/boss.ts'
import { newLog } from '../src/core/log.ts'
import { migrate } from '../src/core/migrate.ts'
import { startPostgres } from '../src/core/postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string
  }
}

export const TEMPLATE = 'template_yizhan'

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yizhan-tests-'))
  const postgres = await startPostgres(dataDir, { fast: true })
  const adminUrl = postgres.url
  const admin = new pg.Client(adminUrl)
  await admin.connect()
  await admin.query(`create database ${TEMPLATE}`)

  const templateUrl = databaseUrl(adminUrl, TEMPLATE)
  await migrate(templateUrl)
  const office = newJobOffice(templateUrl, newLog('silent'))
  await office.open(allJobs({ modulesOff: [] }))
  await office.close()
  await admin.end()

  project.provide('adminUrl', adminUrl)
  return async () => {
    postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}
