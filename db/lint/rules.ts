// What a migration may not do, because the program of yesterday still runs while it does, or because
// everybody would wait behind it. Source: docs/runbook.md, "Upgrades".

import { statementsIn } from './statements.ts'

interface File {
  name: string
  sql: string
}

/** `-- contract: why` on the first line: no program uses it any more, so it may go. */
const CONTRACT = /^-- contract: \S/

/** Breaks the program of yesterday. */
const BREAKING: [RegExp, string][] = [
  [/^drop table\b/, 'drops a table'],
  [/^drop schema\b/, 'drops a schema'],
  [
    /^alter table .*\bdrop (column )?(?!constraint|default|not null|expression|identity)\w/,
    'drops a column',
  ],
  [/^alter (table|view|schema) .*\brename\b/, 'renames'],
  [/^alter table .*\balter (column )?\w+ (set data )?type\b/, 'changes a type'],
  [/^alter table .*\bset not null\b/, 'demands what yesterday’s program may leave out'],
]
/** Locks what exists for as long as every row takes, or cannot run in the runner's transaction. */
const HEAVY: [RegExp, string][] = [
  [
    /^alter table .*\badd (column )?(?!constraint)\S+ [^,]*\bnot null\b(?![^,]*\b(default|generated)\b)(?<!default [^,]*)/,
    'adds a column that existing rows cannot fill: give it a default',
  ],
  [
    /^alter table .*\badd constraint\b(?!.*\bnot valid$)/,
    'checks every row under a lock: add it `not valid`, validate it in the next migration',
  ],
  [/^(begin|commit|rollback|start transaction)\b/, 'ends the runner’s transaction'],
  [/\bconcurrently\b/, 'cannot run in the runner’s transaction'],
  [/^create type .* as enum\b/, 'makes an enum: use text and check'],
]

/** One line a mistake: `file: what`. */
export function lintMigrations(files: File[]): string[] {
  return files.flatMap(({ name, sql }) => {
    const statements = statementsIn(sql)
    const created = tablesMadeBy(statements)
    const rules = CONTRACT.test(sql) ? HEAVY : [...BREAKING, ...HEAVY]
    const found = statements
      .filter(
        (statement) => !created.some((table) => statement.startsWith(`alter table ${table} `)),
      )
      .flatMap((statement) =>
        rules.filter(([pattern]) => pattern.test(statement)).map(([, what]) => `${name}: ${what}`),
      )
    return [...found, ...formOf(name, sql)]
  })
}

/** Nobody waits for a table that is new. */
const tablesMadeBy = (statements: string[]): string[] =>
  statements.flatMap((text) => /^create table (?:if not exists )?(\S+)/.exec(text)?.[1] ?? [])

function formOf(name: string, sql: string): string[] {
  return [
    /^\d{4}_[a-z0-9_]+\.sql$/.test(name)
      ? ''
      : `${name}: expected a name like 0007_what_it_does.sql`,
    /^-- \S/.test(sql) ? '' : `${name}: expected a first line that says what it is for`,
  ].filter(Boolean)
}
