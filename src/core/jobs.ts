// Jobs: pg-boss in our own database, sent inside the transaction of the change that needs them. A
// job only wakes something up; waits of people and statutory clocks are rows with a time.

import type { Db } from './db.ts'
import type { Station } from './station.ts'

export interface Jobs {
  /**
   * Sent when `tx` commits, gone when it rolls back. The same `key` waits only once; whoever it wakes
   * sees everything that was committed together with any of the sends.
   */
  send(tx: Db, name: string, data: Record<string, unknown>, options?: SendOptions): Promise<void>
}

export interface SendOptions {
  key?: string
  /** Real seconds, also in a demo city: what waits for a date of the city is a row, not a job. */
  afterSeconds?: number
  /** One of the definition's `groups`. */
  group?: string
}

/** A named job of a module. It calls one action and may run twice. */
export interface JobDefinition {
  name: string
  handle(station: Station, data: Record<string, unknown>): Promise<void>
  /** Besides being sent: wakes up this often, in real seconds, in one process at a time. */
  everySeconds?: number
  /** Attempts after the first. Default 5, with exponential pauses. */
  retries?: number
  /** Workers of this kind in one process. Default 2. */
  concurrency?: number
  /** A queue for each group, with so many workers in one process: no group waits for another. */
  groups?: (station: Station) => Record<string, number>
}
