// Writes db/types.ts and db/schema.sql from the migrated database, so that reviewers see the schema
// that results. With --check nothing is written and drift is an error.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../src/core/migrate.ts'
import { startPostgres } from '../src/core/postgres.ts'
import { MODULES } from '../src/modules.ts'
import { schemaText } from './generate/schema.ts'
import { typesText } from './generate/types.ts'

const SCHEMAS = ['core', ...MODULES]

const dataDir = mkdtempSync(join(tmpdir(), 'yizhan-generate-'))
const postgres = await startPostgres(dataDir, { fast: true })
let drifted: string[] = []
try {
  await migrate(postgres.url)
  const client = new pg.Client(postgres.url)
  await client.connect()
  const texts = {
    'db/types.ts': await typesText(client, SCHEMAS),
    'db/schema.sql': await schemaText(client, SCHEMAS),
  }
  await client.end()
  drifted = Object.entries(texts)
    .filter(([file, text]) => text !== current(file))
    .map(([file, text]) => {
      if (!process.argv.includes('--check')) writeFileSync(file, text)
      return file
    })
} finally {
  postgres.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

const checking = process.argv.includes('--check')
for (const file of drifted)
  console.log(checking ? `${file} is not up to date: npm run generate` : `${file} written`)
process.exit(checking && drifted.length > 0 ? 1 : 0)

function current(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
