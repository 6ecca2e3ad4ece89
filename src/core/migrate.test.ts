import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { type Migration, migrate, readMigrations } from './migrate.ts'

let station: TestStation
let url: string
beforeAll(async () => {
  station = await newStation({ bare: true })
  url = String(station.config.databaseUrl)
})
afterAll(() => station.close())

const files = readMigrations()
const migration = (name: string, text: string): Migration => ({
  name,
  sql: text,
  digest: createHash('sha256').update(text).digest('hex'),
})

async function ask(text: string): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query({ text, rowMode: 'array' })
    return String(rows[0]?.[0])
  } finally {
    await client.end()
  }
}

test('a database that has them all is left alone', async () => {
  expect(await migrate(url)).toEqual([])
})

test('a new migration runs once, also when two processes start together', async () => {
  const more = [...files, migration('9001_more.sql', 'create table core.more as select 1 as n')]
  const ran = await Promise.all([migrate(url, more), migrate(url, more)])
  expect(ran.flat()).toEqual(['9001_more.sql'])
  expect(await migrate(url, more)).toEqual([])
})

test('a file that was changed after it ran is refused', async () => {
  const [first, ...others] = files
  const changed = [migration(String(first?.name), '-- another thought'), ...others]
  await expect(migrate(url, changed)).rejects.toThrow('0001_core.sql was changed after it ran')
})

test('a migration that fails leaves nothing behind, and is named', async () => {
  const broken = migration('9002_broken.sql', 'create table core.half (n int); select 1/0')
  await expect(migrate(url, [...files, broken])).rejects.toThrow(
    '9002_broken.sql: division by zero',
  )
  expect(await ask("select to_regclass('core.half')")).toBe('null')
})

test('a migration gives up on a table that someone holds, rather than hold up everybody', async () => {
  const holder = new pg.Client(url)
  await holder.connect()
  await holder.query('begin; lock table core.events in access share mode')
  const waits = migration('9003_waits.sql', 'alter table core.events add column note text')
  await expect(migrate(url, [...files, waits])).rejects.toThrow('lock timeout')
  await holder.end()
})
