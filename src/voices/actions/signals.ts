// Counts signals: cases refused or given up, legs that failed, calls by reason, searches that found
// nothing. They stand beside the reports, marked as what they are: nobody told of them.

import { addDays, taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { mondayOf } from '../../core/weeks.ts'
import { worksAt } from '../../people/index.ts'
import { endedWeeks } from '../rules/ledger.ts'
import type { NewCalls, Signal, SignalKind } from '../schema/signal.ts'
import { getService, listServices } from '../services.ts'
import {
  listCalls,
  listLegFailures,
  listRefused,
  listSearchMisses,
  listSignals,
  listUnfiled,
  replaceSignals,
  type Seen,
  type SignalSum,
  saveCalls,
} from '../store/signals.ts'

/** A draft nobody went on with for so long is given up. Too soon is the worse mistake. */
const DAYS_TO_GIVE_UP = 7
/** Drafts are deleted after 30 days: what is older can no longer be counted again. */
const ENDED_WEEKS_COUNTED = 3
const MOST_SIGNALS = 100
/** A desk may complete its calls for this many days. */
export const CALL_DAYS = 7

export async function countSignals(station: Station): Promise<void> {
  const now = station.clock.now()
  const today = taipeiDay(now)
  const weeks = [mondayOf(today), ...endedWeeks(today, ENDED_WEEKS_COUNTED)]
  await station.db.transaction().execute(async (tx) => {
    const seen = [
      ...ofServices(station, 'refused', await listRefused(tx, weeks)),
      ...ofServices(station, 'leg_failed', await listLegFailures(tx, weeks)),
      ...ofServices(station, 'abandoned', await givenUp(tx, weeks, today)),
      ...(await callSignals(tx, weeks, today)),
      ...(await listSearchMisses(tx, weeks)).map(({ weekOn, words, times }) => ({
        serviceId: null,
        weekOn,
        kind: 'search' as const,
        cause: words,
        times,
      })),
    ]
    await replaceSignals(tx, { weeks, signals: summed(seen), at: now })
  })
}

/** The newest weeks first are the caller's to choose: `endedWeeks`. Null: of all services. */
export const signalsOf = (
  db: Db,
  of: { serviceId: string | null; weeks: string[] },
): Promise<SignalSum[]> => listSignals(db, { ...of, limit: MOST_SIGNALS })

/** What no service of the city stands for is nobody's signal. */
const ofServices = (station: Station, kind: SignalKind, seen: Seen[]): Signal[] =>
  seen.flatMap(({ journeyId, weekOn, cause, times }) => {
    const service = listServices(station).find(({ journey }) => journey === journeyId)
    return service ? [{ serviceId: service.id, weekOn, kind, cause, times }] : []
  })

async function givenUp(tx: Db, weeks: string[], today: string): Promise<Seen[]> {
  const from = weeks.at(-1) ?? today
  const drafts = await listUnfiled(tx, { from, to: addDays(today, -DAYS_TO_GIVE_UP) })
  return drafts.map(({ journeyId, door, lastOn, drafts: times }) => ({
    journeyId,
    weekOn: mondayOf(lastOn),
    cause: door,
    times,
  }))
}

async function callSignals(tx: Db, weeks: string[], today: string): Promise<Signal[]> {
  const calls = await listCalls(tx, { desks: null, from: weeks.at(-1) ?? today, to: today })
  return calls.map(({ serviceId, dayOn, reason, calls: times }) => ({
    serviceId,
    weekOn: mondayOf(dayOn),
    kind: 'call',
    cause: reason,
    times,
  }))
}

function summed(signals: Signal[]): Signal[] {
  const byKey = new Map<string, Signal>()
  for (const signal of signals) {
    const key = JSON.stringify([signal.serviceId, signal.weekOn, signal.kind, signal.cause])
    const times = (byKey.get(key)?.times ?? 0) + signal.times
    byKey.set(key, { ...signal, times })
  }
  return [...byKey.values()]
}

/** @throws Failure forbidden, not_found, invalid when the day is not one of the last seven */
export async function recordCalls(station: Station, actor: Actor, told: NewCalls): Promise<void> {
  if (!worksAt(actor, told.desk)) throw new Failure('forbidden', 'voices.signal.other_desk')
  getService(station, told.service)
  if (!callDays(station).includes(told.day)) {
    throw new Failure('invalid', 'voices.signal.choose_day')
  }
  const { service, desk, day, reason, calls } = told
  await station.db
    .transaction()
    .execute((tx) => saveCalls(tx, { serviceId: service, deskId: desk, dayOn: day, reason, calls }))
}

/** Today first. */
export function callDays(station: Station): string[] {
  const today = taipeiDay(station.clock.now())
  return Array.from({ length: CALL_DAYS }, (_, index) => addDays(today, -index))
}
