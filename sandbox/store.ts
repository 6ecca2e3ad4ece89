// The disk all stand-ins write to: papers on shelves, in SQLite. A write is on disk before the call
// returns, so that kill -9 loses nothing that was answered.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface Store {
  put(shelf: string, id: string, paper: unknown): void
  find<T>(shelf: string, id: string): T | null
  /** In the order in which the papers were first put. */
  list<T>(shelf: string): T[]
  /** Adds to a counter and gives its new value; adding 0 reads it. */
  count(counter: string, add?: number): number
  /** All writes of `work` or none. */
  together<T>(work: () => T): T
  empty(): void
  close(): void
}

export function openStore(dir: string): Store {
  mkdirSync(dir, { recursive: true })
  const database = new DatabaseSync(join(dir, 'sandbox.sqlite'))
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = normal;
    create table if not exists paper (
      seq integer primary key, shelf text not null, id text not null, body text not null,
      unique (shelf, id));
    create table if not exists counter (name text primary key, value integer not null);`)
  return { ...shelves(database), ...whole(database) }
}

function shelves(database: DatabaseSync): Pick<Store, 'put' | 'find' | 'list' | 'count'> {
  const put = database.prepare(`insert into paper (shelf, id, body) values (?, ?, ?)
    on conflict (shelf, id) do update set body = excluded.body`)
  const find = database.prepare('select body from paper where shelf = ? and id = ?')
  const list = database.prepare('select body from paper where shelf = ? order by seq')
  const count = database.prepare(`insert into counter (name, value) values (?, ?)
    on conflict (name) do update set value = value + excluded.value returning value`)
  return {
    put: (shelf, id, paper) => {
      put.run(shelf, id, JSON.stringify(paper))
    },
    find: <T>(shelf: string, id: string) => {
      const row = find.get(shelf, id)
      return row ? (JSON.parse(String(row.body)) as T) : null
    },
    list: <T>(shelf: string) => list.all(shelf).map((row) => JSON.parse(String(row.body)) as T),
    count: (counter, add = 1) => Number(count.get(counter, add)?.value),
  }
}

function whole(database: DatabaseSync): Pick<Store, 'together' | 'empty' | 'close'> {
  return {
    together: (work) => {
      if (database.isTransaction) return work()
      database.exec('begin immediate')
      try {
        const result = work()
        database.exec('commit')
        return result
      } catch (cause) {
        database.exec('rollback')
        throw cause
      }
    },
    empty: () => database.exec('delete from paper; delete from counter'),
    close: () => database.close(),
  }
}
