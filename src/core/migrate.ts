// Brings the database to the newest schema: plain SQL files in order, forward only, each in one
// transaction. A file that was changed after it ran is refused.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

const FOLDER = 'db/migrations'
/** Any number; the same in every process, so that two starts take turns. */
const LOCK = 7_355_608
/** A migration that waits longer than this for a table would hold up everybody behind it. */
const LOCK_TIMEOUT_MS = 5_000

export interface Migration {
  name: string
  sql: string
  digest: string
}

export function readMigrations(folder = FOLDER): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8')
      return { name, sql, digest: createHash('sha256').update(sql).digest('hex') }
    })
}

/** Names of the migrations that ran now. */
export async function migrate(
  databaseUrl: string,
  migrations = readMigrations(),
): Promise<string[]> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(`set lock_timeout = ${LOCK_TIMEOUT_MS}`)
    const ran = await readApplied(client)
    const fresh: string[] = []
    for (const migration of migrations) {
      const digest = ran.get(migration.name)
      if (digest && digest !== migration.digest) {
        throw new Error(`${migration.name} was changed after it ran; write a new migration instead`)
      }
      if (digest) continue
      await apply(client, migration)
      fresh.push(migration.name)
    }
    return fresh
  } finally {
    await client.end()
  }
}

/** Migrations of the program that this database does not have. */
export async function missingMigrations(
  query: (text: string) => Promise<{ name: string }[]>,
): Promise<string[]> {
  const applied = new Set((await query('select name from core.migrations')).map((row) => row.name))
  return readMigrations()
    .map(({ name }) => name)
    .filter((name) => !applied.has(name))
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`
    create schema if not exists core;
    create table if not exists core.migrations (
      name   text primary key,
      digest text not null,
      ran_at timestamptz not null default now()
    );
    comment on table core.migrations is 'Migrations that ran, with the SHA-256 of the file.'`)
  const { rows } = await client.query<{ name: string; digest: string }>(
    'select name, digest from core.migrations',
  )
  return new Map(rows.map((row) => [row.name, row.digest]))
}

async function apply(client: pg.Client, { name, sql, digest }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into core.migrations (name, digest) values ($1, $2)', [name, digest])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
