// The list of lanes: written when the city is loaded, read by the public page, stopped and started
// by what adapters meet and by people.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Description } from '../contract.ts'
import type { Lane } from '../schema.ts'

/** Makes or renews the lane of an adapter, with a slot for each call it allows at once. */
export async function saveLane(db: Db, adapter: Description): Promise<void> {
  const { from = null, to = null } = adapter.openingHours ?? {}
  await sql`
    insert into adapters.lanes (adapter_id, kind, agencies, title, opens_at, closes_at)
    values (${adapter.id}, ${adapter.kind}, ${adapter.agencies}::text[],
            ${JSON.stringify(adapter.title)}::jsonb, ${from}::time, ${to}::time)
    on conflict (adapter_id) do update
       set kind = excluded.kind, agencies = excluded.agencies, title = excluded.title,
           opens_at = excluded.opens_at, closes_at = excluded.closes_at, retired_at = null`.execute(
    db,
  )
  await sql`
    insert into adapters.slots (adapter_id, slot)
    select ${adapter.id}, slot from generate_series(1, ${adapter.limits.concurrency}::int) as slot
    on conflict do nothing`.execute(db)
  await sql`
    delete from adapters.slots
     where adapter_id = ${adapter.id} and slot > ${adapter.limits.concurrency}::int
       and held_until <= now()`.execute(db)
}

/** Lanes of adapters that the city no longer has. Their history stays. */
export async function retireOtherLanes(db: Db, kept: string[], at: Date): Promise<void> {
  await sql`
    update adapters.lanes set retired_at = ${at}
     where retired_at is null and not adapter_id = any(${kept}::text[])`.execute(db)
}

/** False when the lane was not stopped. Also closes the breaker: somebody has looked. */
export async function startStoppedLane(db: Db, adapterId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update adapters.lanes set stopped_at = null, failures = 0, paused_until = null
     where adapter_id = ${adapterId} and (stopped_at is not null or failures > 0)`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}

export type LaneRow = Omit<Lane, 'health'> & { failures: number }

const MOST_LANES = 500

/** Every adapter in use, by id. */
export async function listLaneRows(db: Db): Promise<LaneRow[]> {
  const { rows } = await sql<
    Omit<LaneRow, 'openingHours'> & { from: string | null; to: string | null }
  >`
    select adapter_id as "adapterId", kind, agencies, title, failures,
           to_char(opens_at, 'HH24:MI') as from, to_char(closes_at, 'HH24:MI') as to,
           last_success_at as "lastSuccessAt", last_failure_at as "lastFailureAt",
           last_cause as "lastCause", stopped_at as "stoppedAt"
      from adapters.open_lanes
     order by adapter_id
     limit ${MOST_LANES}`.execute(db)
  return rows.map(({ from, to, ...lane }) => ({
    ...lane,
    openingHours: from && to ? { from, to } : null,
  }))
}
