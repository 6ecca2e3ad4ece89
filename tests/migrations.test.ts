// The check over migrations finds what would break or block a running city, and nothing else.

import { expect, test } from 'vitest'
import { lintMigrations } from '../db/lint/rules.ts'
import { statementsIn } from '../db/lint/statements.ts'
import { readMigrations } from '../src/core/migrate.ts'

const lint = (sql: string, first = '-- For the test.') =>
  lintMigrations([{ name: '0099_try.sql', sql: `${first}\n${sql}` }]).map((line) =>
    line.replace('0099_try.sql: ', ''),
  )

test('our own migrations pass', () => {
  expect(lintMigrations(readMigrations())).toEqual([])
})

test.each([
  ['drop table cases.legs;', 'drops a table'],
  ['alter table cases.legs drop column state;', 'drops a column'],
  ['alter table cases.legs drop state;', 'drops a column'],
  ['ALTER TABLE cases.legs\n  RENAME TO parts;', 'renames'],
  ['alter table cases.legs rename column a to b;', 'renames'],
  ['alter table cases.legs alter column n type bigint;', 'changes a type'],
  [
    'alter table cases.legs alter n set not null;',
    'demands what yesterday’s program may leave out',
  ],
  ['commit;', 'ends the runner’s transaction'],
  ['create index concurrently i on cases.legs (state);', 'cannot run in the runner’s transaction'],
  ["create type cases.mood as enum ('good');", 'makes an enum: use text and check'],
])('%s is found', (sql, what) => {
  expect(lint(sql)).toEqual([what])
})

test('a column that existing rows cannot fill is found, wherever its words stand', () => {
  const what = ['adds a column that existing rows cannot fill: give it a default']
  expect(lint('alter table cases.legs add column note text not null;')).toEqual(what)
  expect(lint('alter table cases.legs add note text not null check (note > 1);')).toEqual(what)
  expect(lint("alter table cases.legs add column note text not null default '';")).toEqual([])
  expect(lint("alter table cases.legs add column note text default '' not null;")).toEqual([])
  expect(lint('alter table cases.legs add column note text;')).toEqual([])
})

test('a constraint on what exists is checked later', () => {
  const add = 'alter table cases.legs add constraint n_is_small check (n < 3)'
  expect(lint(`${add};`)).toHaveLength(1)
  expect(lint(`${add} not valid;`)).toEqual([])
  expect(lint(`create table cases.legs (n int); ${add};`)).toEqual([])
})

test('what no program uses any more may go, when the file says so', () => {
  const contract = '-- contract: nothing reads note since release 3'
  expect(lint('alter table cases.legs drop column note;', contract)).toEqual([])
})

test('a file says what it is for', () => {
  expect(lintMigrations([{ name: 'more.sql', sql: 'select 1' }])).toHaveLength(2)
})

test('comments, texts and bodies of functions are no statements', () => {
  const sql = `
    -- drop table a;
    /* drop table b; */
    comment on table c is 'drop table d; it''s "text"';
    create function e() returns text language plpgsql as $body$ begin; drop table f; end $body$;`
  expect(statementsIn(sql)).toEqual([
    "comment on table c is ''",
    "create function e() returns text language plpgsql as ''",
  ])
  expect(lint(sql)).toEqual([])
})
