// The database handle every store takes first. Row types come from db/types.ts, generated from the
// migrated database. `Db` is also what a transaction is: a store cannot tell the difference.

import type { Kysely } from 'kysely'
import type { Tables } from '../../db/types.ts'

export type Db = Kysely<Tables>
