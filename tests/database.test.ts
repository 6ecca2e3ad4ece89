// Every column has been thought about: is it open data, and does its table explain itself?

import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Station } from '../src/core/station.ts'
import { MODULES } from '../src/modules.ts'
import { newStation } from './world.ts'

type Choice = 'public' | 'private'
const choices = JSON.parse(readFileSync('db/open-data.json', 'utf8')) as Record<
  string,
  Record<string, Choice>
>
const SCHEMAS = ['core', ...MODULES]
let station: Station & { close(): Promise<void> }

beforeAll(async () => {
  station = await newStation()
})
afterAll(() => station.close())

async function columns(): Promise<{ table: string; column: string; kind: string }[]> {
  const { rows } = await sql<{ table: string; column: string; kind: string }>`
    select c.table_schema || '.' || c.table_name as table, c.column_name as column,
           t.table_type as kind
      from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
     where c.table_schema in (${sql.join(SCHEMAS)})
     order by 1, c.ordinal_position`.execute(station.db)
  return rows
}

test('each column of a table is declared public or private', async () => {
  const undecided = (await columns())
    .filter((row) => row.kind === 'BASE TABLE' && !choices[row.table]?.[row.column])
    .map((row) => `${row.table}.${row.column}`)
  expect(undecided).toEqual([])
})

test('no declaration speaks of a column that is gone', async () => {
  const present = new Set((await columns()).map((row) => `${row.table}.${row.column}`))
  const stale = Object.entries(choices)
    .flatMap(([table, names]) => Object.keys(names).map((column) => `${table}.${column}`))
    .filter((name) => !present.has(name))
  expect(stale).toEqual([])
})

test('each table has a comment', async () => {
  const { rows } = await sql<{ table: string }>`
    select n.nspname || '.' || c.relname as table
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'v', 'm') and n.nspname in (${sql.join(SCHEMAS)})
       and obj_description(c.oid, 'pg_class') is null
     order by 1`.execute(station.db)
  expect(rows.map((row) => row.table)).toEqual([])
})

test('foreign keys point the same way as imports', async () => {
  const { rows } = await sql<{ from: string; to: string; name: string }>`
    select f.nspname as from, t.nspname as to, k.conname as name
      from pg_constraint k
      join pg_class a on a.oid = k.conrelid join pg_namespace f on f.oid = a.relnamespace
      join pg_class b on b.oid = k.confrelid join pg_namespace t on t.oid = b.relnamespace
     where k.contype = 'f' and f.nspname in (${sql.join(SCHEMAS)})`.execute(station.db)
  const rank = (schema: string) => SCHEMAS.indexOf(schema)
  expect(rows.filter((row) => rank(row.to) > rank(row.from))).toEqual([])
})

test('a moment is always kept with its time zone', async () => {
  const { rows } = await sql<{ column: string }>`
    select table_schema || '.' || table_name || '.' || column_name as column
      from information_schema.columns
     where table_schema in (${sql.join(SCHEMAS)}) and data_type = 'timestamp without time zone'
     order by 1`.execute(station.db)
  expect(rows.map((row) => row.column)).toEqual([])
})

test('migrations are numbered without a gap, and latest names the newest', () => {
  const files = readdirSync('db/migrations')
    .filter((file) => file.endsWith('.sql'))
    .sort()
  expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, index) => index + 1))
  expect(readFileSync('db/migrations/latest', 'utf8').trim()).toBe(files.at(-1))
})
