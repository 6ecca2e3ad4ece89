// What a running station is made of. Built once in main.ts (and in tests/world.ts), handed to jobs,
// and reachable from every request as `c.var.station`. Nothing is global.

import type { City } from './city.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Db } from './db.ts'
import type { Words } from './i18n.ts'
import type { Jobs } from './jobs.ts'
import type { Log } from './log.ts'
import type { Secrets } from './secrets.ts'

export interface Station {
  config: Config
  city: City
  db: Db
  /** A copy of `db` for what is only read, perhaps a moment behind. Absent: there is none. */
  replica?: Db
  clock: Clock
  jobs: Jobs
  secrets: Secrets
  words: Words
  log: Log
  /** Says a line to whoever sits at the terminal. Absent where nobody does. */
  tell?: (line: string) => void
}
