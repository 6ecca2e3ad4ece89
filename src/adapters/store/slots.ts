// Taking and giving back a place in an agency's lane. One statement each, so that several processes
// together never exceed what the agency allows. Leases and pace go by the database's own clock: the
// demo's clock may jump, and a killed process gives nothing back.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Operation } from '../schema.ts'

export interface SlotWish {
  callId: string
  adapterId: string
  operation: Operation
  /** Idempotency key of a submit; two calls with one key never run side by side. */
  key: string | null
  concurrency: number
  leaseMs: number
  intervalMs: number
  burst: number
  mayPassStopped: boolean
  breakerFailures: number
  /** By the city's clock, for people to read. */
  startedAt: Date
}

/**
 * False when the lane does not let this call in now; `findRefusal` says why. Where the breaker is
 * open and its pause over, one call gets in as canary and the pause starts anew behind it.
 */
export async function takeSlot(db: Db, wish: SlotWish): Promise<boolean> {
  const lease = sql`now() + ${span(wish.leaseMs)}`
  const interval = span(wish.intervalMs)
  const head = span((wish.burst - 1) * wish.intervalMs)
  // The log of calls may lose its last moments in a crash of the database: the case has the record.
  const taking = sql`
    with quick as (select set_config('synchronous_commit', 'off', true)),
    free as (
      select s.slot from adapters.slots s, quick
       where s.adapter_id = ${wish.adapterId} and s.slot <= ${wish.concurrency}::int
         and s.held_until <= now()
       order by s.key is not distinct from ${wish.key}::text desc, s.slot
       limit 1 for update of s skip locked
    ),
    lane as (
      update adapters.lanes l
         set next_at = greatest(l.next_at, now()) + ${interval},
             paused_until = case when l.failures >= ${wish.breakerFailures}::int then ${lease}
                                 else l.paused_until end
       where l.adapter_id = ${wish.adapterId}
         and exists (select from free)
         and (l.stopped_at is null or ${wish.mayPassStopped}::boolean)
         and (l.paused_until is null or l.paused_until <= now())
         and greatest(l.next_at, now()) <= now() + ${head}
         and not exists (
           select from adapters.announcements a
            where a.adapter_id = l.adapter_id and a.withdrawn_at is null
              and a.from_at <= ${wish.startedAt}::timestamptz and a.to_at > ${wish.startedAt}::timestamptz)
      returning l.adapter_id
    ),
    held as (
      update adapters.slots s
         set held_until = ${lease}, call_id = ${wish.callId}::uuid, key = ${wish.key}::text
        from free, lane
       where s.adapter_id = lane.adapter_id and s.slot = free.slot
      returning s.adapter_id
    )
    insert into adapters.calls (call_id, adapter_id, operation, started_at)
    select ${wish.callId}::uuid, held.adapter_id, ${wish.operation}::text, ${wish.startedAt}::timestamptz from held
    returning call_id`.execute(db)
  try {
    return (await taking).rows.length > 0
  } catch (error) {
    // Another process sends this very filing at this moment; the constraint picked one.
    if ((error as { constraint?: string }).constraint === 'one_call_per_key_at_a_time') return false
    throw error
  }
}

const span = (ms: number) => sql`make_interval(secs => ${ms / 1000}::float8)`

/** Keeps a slot while its call goes on. */
export async function renewSlot(
  db: Db,
  { adapterId, callId, leaseMs }: Pick<SlotWish, 'adapterId' | 'callId' | 'leaseMs'>,
): Promise<void> {
  await sql`
    update adapters.slots set held_until = now() + ${span(leaseMs)}
     where adapter_id = ${adapterId} and call_id = ${callId}::uuid`.execute(db)
}

export type Refusal = 'closed' | 'stopped' | 'breaker_open' | 'rate' | 'same_key' | 'lane_full'

/** Why a call was not let in and how long that may last; read after the fact, so only nearly exact. */
export async function findRefusal(
  db: Db,
  wish: SlotWish,
): Promise<{ reason: Refusal; waitMs: number; cause: string | null }> {
  const { rows } = await sql<{
    isStopped: boolean
    pauseMs: number | null
    paceMs: number
    sameKeyMs: number | null
    closedMs: number | null
    cause: string | null
  }>`
    select l.stopped_at is not null and not ${wish.mayPassStopped}::boolean as "isStopped",
           l.last_cause as cause,
           (date_part('epoch', l.paused_until - now()) * 1000)::float8 as "pauseMs",
           coalesce(date_part('epoch', nullif(l.next_at, '-infinity') - now()) * 1000, 0)::float8
             - ${(wish.burst - 1) * wish.intervalMs}::float8 as "paceMs",
           (select max(date_part('epoch', s.held_until - now()) * 1000)::float8
              from adapters.slots s
             where s.adapter_id = l.adapter_id and s.key = ${wish.key}::text and s.held_until > now()
           ) as "sameKeyMs",
           (select max(date_part('epoch', a.to_at - ${wish.startedAt}::timestamptz) * 1000)::float8
              from adapters.announcements a
             where a.adapter_id = l.adapter_id and a.withdrawn_at is null
               and a.from_at <= ${wish.startedAt}::timestamptz and a.to_at > ${wish.startedAt}::timestamptz
           ) as "closedMs"
      from adapters.lanes l
     where l.adapter_id = ${wish.adapterId}`.execute(db)
  const [lane] = rows
  if (!lane) throw new Error(`adapters.lanes has no ${wish.adapterId}: load the city first`)

  const { cause } = lane
  if (lane.closedMs !== null) return { reason: 'closed', waitMs: lane.closedMs, cause }
  if (lane.isStopped) return { reason: 'stopped', waitMs: 0, cause }
  if ((lane.pauseMs ?? 0) > 0) return { reason: 'breaker_open', waitMs: lane.pauseMs ?? 0, cause }
  if (lane.sameKeyMs !== null) return { reason: 'same_key', waitMs: lane.sameKeyMs, cause }
  if (lane.paceMs > 0) return { reason: 'rate', waitMs: lane.paceMs, cause }
  return { reason: 'lane_full', waitMs: 0, cause }
}

export interface SlotReturn {
  callId: string
  adapterId: string
  endedAt: Date
  outcome: string
  /** Null when the agency answered properly. */
  cause: string | null
  durationMs: number
  health: 'good' | 'bad' | 'neutral'
  isStopping: boolean
  quietMs: number
  breakerFailures: number
  firstPauseMs: number
  longestPauseMs: number
}

/** Ends the call, frees its slot and writes down how the agency answered. True when it stopped the lane. */
export async function giveBackSlot(db: Db, end: SlotReturn): Promise<boolean> {
  const failed = end.health === 'bad'
  const pause = sql`least(
    ${span(end.longestPauseMs)},
    ${span(end.firstPauseMs)} * power(2, least(l.failures + 1 - ${end.breakerFailures}::int, 20))
  )`
  const { rows } = await sql<{ hasStopped: boolean }>`
    with quick as (select set_config('synchronous_commit', 'off', true)),
    freed as (
      update adapters.slots set held_until = '-infinity', call_id = null, key = null
       where adapter_id = ${end.adapterId} and call_id = ${end.callId}::uuid
    ),
    ended as (
      update adapters.calls
         set ended_at = ${end.endedAt}, outcome = ${end.outcome}, cause = ${end.cause},
             duration_ms = ${end.durationMs}
       where call_id = ${end.callId}::uuid
    ),
    before as (
      select stopped_at from adapters.lanes, quick where adapter_id = ${end.adapterId}
    )
    update adapters.lanes l
       set failures = case when ${failed}::boolean then l.failures + 1
                           when ${end.health === 'good'}::boolean then 0 else l.failures end,
           last_success_at = case when ${end.health === 'good'}::boolean then ${end.endedAt}::timestamptz
                                  else l.last_success_at end,
           last_failure_at = case when ${failed}::boolean then ${end.endedAt}::timestamptz
                                  else l.last_failure_at end,
           last_cause = case when ${failed}::boolean then ${end.cause}::text else l.last_cause end,
           stopped_at = case when ${end.isStopping}::boolean then coalesce(l.stopped_at, ${end.endedAt}::timestamptz)
                             else l.stopped_at end,
           paused_until = case
             when ${end.quietMs > 0}::boolean then now() + ${span(end.quietMs)}
             when ${failed}::boolean and l.failures + 1 >= ${end.breakerFailures}::int then now() + ${pause}
             when ${end.health === 'good'}::boolean then null
             when l.failures >= ${end.breakerFailures}::int then now()
             else l.paused_until end
      from before
     where l.adapter_id = ${end.adapterId}
    returning l.stopped_at is not null and before.stopped_at is null as "hasStopped"`.execute(db)
  return rows[0]?.hasStopped ?? false
}

/** Calls whose process was killed: their lease is over and nobody ended them. Returns how many. */
export async function endAbandonedCalls(db: Db, at: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update adapters.calls c
       set ended_at = ${at}, outcome = 'abandoned', cause = 'process_ended'
     where c.ended_at is null
       and not exists (
         select from adapters.slots s where s.call_id = c.call_id and s.held_until > now()
       )`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Forgets the log of calls before that moment. */
export async function deleteCallsBefore(db: Db, before: Date): Promise<void> {
  await sql`delete from adapters.calls where started_at < ${before} and ended_at is not null`.execute(
    db,
  )
}
