// How a lower module tells an upper one something: a row written in the change's own transaction,
// delivered by a job to whoever listens.

import type { Db } from './db.ts'
import type { Station } from './station.ts'

/** A past-tense fact, e.g. `cases.filed`. Small payload, no personal data. */
export interface Event {
  name: `${string}.${string}`
  version: number
  data: Record<string, unknown>
}

export interface Listener {
  on: Event['name']
  /** May be called twice for the same event. */
  handle(station: Station, event: Event & { eventId: string; at: Date }): Promise<void>
}

export type RecordEvent = (station: Station, tx: Db, event: Event) => Promise<void>
