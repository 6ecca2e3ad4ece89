// The database handle every store takes first. Row types come from db/types.ts, generated from the
// migrated database. `Db` is also what a transaction is: a store cannot tell the difference.

import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from '../../db/types.ts'

export type Db = Kysely<Tables>

/** A day stays `YYYY-MM-DD`: as a moment it would move with the machine's time zone. */
const DATE_TYPE = 1082
pg.types.setTypeParser(DATE_TYPE, (text) => text)

/** A page that cannot reach the database says so while the person is still there. */
const CONNECT_TIMEOUT_MS = 5_000
/** No question of a page or job takes longer; one that does holds up the others. */
const STATEMENT_TIMEOUT_MS = 30_000

export function openDatabase(databaseUrl: string, connections: number): Db {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
  })
  // A connection that the server closes while idle is not a reason to end the process.
  pool.on('error', () => undefined)
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}
