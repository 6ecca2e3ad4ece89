// Signals by service, week, kind and cause; and what they are counted from. Counted again, a week is
// replaced as a whole, so that a draft somebody went on with is no longer one given up.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { CallReason, Signal, SignalKind } from '../schema/signal.ts'

const MOST_ROWS = 10_000

export async function replaceSignals(
  tx: Db,
  { weeks, signals, at }: { weeks: string[]; signals: Signal[]; at: Date },
): Promise<void> {
  await tx.deleteFrom('voices.signals').where('week_on', 'in', weeks).execute()
  if (signals.length === 0) return
  await tx
    .insertInto('voices.signals')
    .values(
      signals.map((one) => ({
        service_id: one.serviceId,
        week_on: one.weekOn,
        kind: one.kind,
        cause: one.cause,
        times: one.times,
        counted_at: at,
      })),
    )
    .execute()
}

export interface SignalSum {
  serviceId: string | null
  kind: SignalKind
  cause: string
  times: number
}

/** Over the weeks, most often first. Null: of every service, and those that belong to none. */
export async function listSignals(
  db: Db,
  { serviceId, weeks, limit }: { serviceId: string | null; weeks: string[]; limit: number },
): Promise<SignalSum[]> {
  if (weeks.length === 0) return []
  const rows = await db
    .selectFrom('voices.signals')
    .select(['service_id as serviceId', 'kind', 'cause'])
    .select(sql<number>`sum(times)::integer`.as('times'))
    .where('week_on', 'in', weeks)
    .$if(serviceId !== null, (query) => query.where('service_id', '=', serviceId ?? ''))
    .groupBy(['service_id', 'kind', 'cause'])
    .orderBy('times', 'desc')
    .orderBy('kind')
    .orderBy('cause')
    .limit(limit)
    .execute()
  return rows as SignalSum[]
}

/** Drafts given up, by week and door. */
export async function listAbandoned(
  db: Db,
  serviceId: string,
  weeks: string[],
): Promise<{ weekOn: string; door: string; times: number }[]> {
  if (weeks.length === 0) return []
  return db
    .selectFrom('voices.signals')
    .select(['week_on as weekOn', 'cause as door', 'times'])
    .where('service_id', '=', serviceId)
    .where('kind', '=', 'abandoned')
    .where('week_on', 'in', weeks)
    .orderBy('week_on')
    .orderBy('cause')
    .limit(MOST_ROWS)
    .execute()
}

/** What was seen of a journey in a week. */
export interface Seen {
  journeyId: string
  weekOn: string
  cause: string
  times: number
}

export async function listRefused(db: Db, weeks: string[]): Promise<Seen[]> {
  const rows = await db
    .selectFrom('cases.open_answers')
    .select(['journey_id as journeyId', 'week_on as weekOn', 'refused as times'])
    .select(sql<string>`'case'`.as('cause'))
    .where('week_on', 'in', weeks)
    .where('refused', '>', 0)
    .orderBy('week_on')
    .orderBy('journey_id')
    .limit(MOST_ROWS)
    .execute()
  return rows as Seen[]
}

/** Days, not weeks: whoever asks says after how many days a draft is given up. */
export async function listUnfiled(
  db: Db,
  days: { from: string; to: string },
): Promise<{ journeyId: string; door: string; lastOn: string; drafts: number }[]> {
  const rows = await db
    .selectFrom('cases.open_unfiled_drafts')
    .select(['journey_id as journeyId', 'channel as door', 'last_on as lastOn', 'drafts'])
    .where('last_on', '>=', days.from)
    .where('last_on', '<=', days.to)
    .orderBy('last_on')
    .orderBy('journey_id')
    .limit(MOST_ROWS)
    .execute()
  return rows as { journeyId: string; door: string; lastOn: string; drafts: number }[]
}

export async function listLegFailures(db: Db, weeks: string[]): Promise<Seen[]> {
  const rows = await db
    .selectFrom('cases.open_leg_failures')
    .select(['journey_id as journeyId', 'week_on as weekOn', 'legs as times'])
    .select(sql<string>`agency_id || ':' || cause`.as('cause'))
    .where('week_on', 'in', weeks)
    .orderBy('week_on')
    .orderBy('journey_id')
    .limit(MOST_ROWS)
    .execute()
  return rows as Seen[]
}

export async function listSearchMisses(
  db: Db,
  weeks: string[],
): Promise<{ weekOn: string; words: string; times: number }[]> {
  const rows = await db
    .selectFrom('journeys.open_search_misses')
    .select(['week_on as weekOn', 'words', 'times'])
    .where('week_on', 'in', weeks)
    .orderBy('times', 'desc')
    .orderBy('words')
    .limit(MOST_ROWS)
    .execute()
  return rows as { weekOn: string; words: string; times: number }[]
}

export interface Calls {
  serviceId: string
  deskId: string
  dayOn: string
  reason: CallReason
  calls: number
}

/** Said again, the newer number of that day counts; none takes it away. */
export async function saveCalls(tx: Db, { calls, ...of }: Calls): Promise<void> {
  const key = {
    service_id: of.serviceId,
    desk_id: of.deskId,
    day_on: of.dayOn,
    reason: of.reason,
  }
  if (calls === 0) {
    await tx
      .deleteFrom('voices.calls')
      .where('service_id', '=', key.service_id)
      .where('desk_id', '=', key.desk_id)
      .where('day_on', '=', key.day_on)
      .where('reason', '=', key.reason)
      .execute()
    return
  }
  await tx
    .insertInto('voices.calls')
    .values({ ...key, calls })
    .onConflict((conflict) =>
      conflict.columns(['service_id', 'desk_id', 'day_on', 'reason']).doUpdateSet({ calls }),
    )
    .execute()
}

/** Newest day first. */
export async function listCalls(
  db: Db,
  of: { desks: string[] | null; from: string; to: string },
): Promise<Calls[]> {
  if (of.desks?.length === 0) return []
  const rows = await db
    .selectFrom('voices.calls')
    .select(['service_id as serviceId', 'desk_id as deskId', 'day_on as dayOn', 'reason', 'calls'])
    .where('day_on', '>=', of.from)
    .where('day_on', '<=', of.to)
    .$if(of.desks !== null, (query) => query.where('desk_id', 'in', of.desks ?? []))
    .orderBy('day_on', 'desc')
    .orderBy('service_id')
    .orderBy('reason')
    .limit(MOST_ROWS)
    .execute()
  return rows as Calls[]
}
