// How a lower module tells an upper one something: a row written in the change's own transaction,
// delivered by a job to whoever listens.

import type { Db } from './db.ts'
import type { JobDefinition } from './jobs.ts'
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

/** The job that brings recorded events to their listeners. */
export const DELIVERY = 'core.deliver'

/** Written and on its way when `tx` commits. */
export async function recordEvent(station: Station, tx: Db, event: Event): Promise<void> {
  const { event_id } = await tx
    .insertInto('core.events')
    .values({
      name: event.name,
      version: event.version,
      data: JSON.stringify(event.data),
      recorded_at: station.clock.now(),
    })
    .returning('event_id')
    .executeTakeFirstOrThrow()
  await station.jobs.send(tx, DELIVERY, { eventId: event_id })
}

/** Calls every listener of the event; one that fails makes the whole delivery come again. */
export function delivery(listeners: Listener[]): JobDefinition {
  return {
    name: DELIVERY,
    async handle(station, { eventId }) {
      const row = await station.db
        .selectFrom('core.events')
        .selectAll()
        .where('event_id', '=', String(eventId))
        .executeTakeFirst()
      if (!row) return

      const event = {
        name: row.name as Event['name'],
        version: row.version,
        data: row.data as Record<string, unknown>,
        eventId: row.event_id,
        at: row.recorded_at,
      }
      for (const listener of listeners.filter((l) => l.on === event.name)) {
        await listener.handle(station, event)
      }
    },
  }
}
