// The verbs of promises: make, settle, hand on, call to mind. What is promised and what came of it
// are written to the open log in the same transaction, so that neither can be rewritten.

import { addDays, taipeiDay } from '../core/clock.ts'
import type { Db } from '../core/db.ts'
import { Failure, type Problem } from '../core/errors.ts'
import { type Event, recordEvent } from '../core/events.ts'
import { countFact } from '../core/metrics.ts'
import { appendToLog } from '../core/openlog.ts'
import type { Station } from '../core/station.ts'
import type { Actor } from '../core/web.ts'
import { findAgency } from '../people/index.ts'
import {
  dueProblems,
  handOnProblems,
  maySettle,
  REMIND_DAYS,
  type ReminderKind,
  settlementProblems,
} from './rules.ts'
import { type HandOn, NewPromise, type PublicPromise, type Settlement } from './schema.ts'
import {
  findBySource,
  findPromise,
  insertPromise,
  insertReminder,
  listUnreminded,
  saveOutcome,
} from './store.ts'

const REMINDERS_AT_ONCE = 200
const LONG_AGO = '2000-01-01'

export const subjectOf = (promiseId: string): string => `promise:${promiseId}`

/**
 * Locks a promise in the open log. The same source makes it once; handed in again, the first stands.
 * Call it last in a transaction: appending to the log takes turns.
 * @throws Failure invalid, naming every wrong field
 */
export async function makePromise(
  station: Station,
  tx: Db,
  promise: NewPromise,
): Promise<{ promiseId: string; isNew: boolean }> {
  const read = NewPromise.safeParse(promise)
  if (!read.success) throw invalid(read.error.issues.map(problemOf))
  // Before the day is checked: a job that runs again later must find what it made at first.
  const known = await findBySource(tx, promise.source)
  if (known) return { promiseId: known.promiseId, isNew: false }

  const problems = [
    ...agencyProblems(station, promise.agencyId),
    ...dueProblems(promise.dueOn, taipeiDay(station.clock.now())),
  ]
  if (problems.length > 0) throw invalid(problems)
  const promiseId = await insertMade(station, tx, { ...read.data, handedFrom: null })
  if (promiseId) return { promiseId, isNew: true }

  const first = await findBySource(tx, promise.source)
  if (!first) throw new Failure('conflict', 'promises.conflict')
  return { promiseId: first.promiseId, isNew: false }
}

/** @throws Failure not_found, forbidden, invalid, or conflict when it was settled before */
export async function settlePromise(
  station: Station,
  tx: Db,
  { promiseId, actor, ...given }: Settlement & { promiseId: string; actor: Actor },
): Promise<void> {
  const promise = await getSettleable(tx, promiseId, actor)
  const settlement: Settlement = { ...given }
  const problems = settlementProblems(settlement)
  if (problems.length > 0) throw invalid(problems)

  const at = station.clock.now()
  const saved = await saveOutcome(tx, promise.promiseId, { ...settlement, at })
  if (!saved) throw new Failure('conflict', 'promises.already_settled')
  await publish(station, tx, promiseId, {
    name: 'promises.settled',
    data: { promiseId, ...settlement },
  })
}

/**
 * Gives a promise to another agency: this one ends with the reason, and one with the same words
 * begins there. Gives the id of the new one.
 * @throws Failure as settlePromise
 */
export async function handOn(
  station: Station,
  tx: Db,
  { promiseId, actor, to }: { promiseId: string; actor: Actor; to: HandOn },
): Promise<{ promiseId: string }> {
  const promise = await getSettleable(tx, promiseId, actor)
  const at = station.clock.now()
  const problems = [
    ...agencyProblems(station, to.agencyId),
    ...handOnProblems(promise, to, taipeiDay(at)),
  ]
  if (problems.length > 0) throw invalid(problems)

  const outcome = { state: 'handed_on' as const, why: to.why, evidenceUrl: null, at }
  if (!(await saveOutcome(tx, promiseId, outcome))) {
    throw new Failure('conflict', 'promises.already_settled')
  }
  const { what, language, source } = promise
  const { agencyId, by, dueOn } = to
  const next = { agencyId, by, dueOn, to: promise.to, what, language, source }
  const handedTo = await insertMade(station, tx, { ...next, handedFrom: promiseId })
  if (!handedTo) throw new Failure('conflict', 'promises.already_settled')
  await publish(station, tx, promiseId, {
    name: 'promises.handed_on',
    data: { promiseId, why: to.why, handedTo },
  })
  return { promiseId: handedTo }
}

/** Tells, once each, of promises that are due soon and of those that are overdue. */
export async function remind(station: Station): Promise<void> {
  const today = taipeiDay(station.clock.now())
  await remindOf(station, 'overdue', { from: LONG_AGO, to: addDays(today, -1) })
  await remindOf(station, 'due_soon', { from: today, to: addDays(today, REMIND_DAYS) })
}

async function remindOf(
  station: Station,
  kind: ReminderKind,
  due: { from: string; to: string },
): Promise<void> {
  const { db, clock } = station
  const late = await listUnreminded(db, { kind, due, limit: REMINDERS_AT_ONCE })
  for (const { promiseId, agencyId, dueOn } of late) {
    const told = await db.transaction().execute(async (tx) => {
      if (!(await insertReminder(tx, { promiseId, kind, at: clock.now() }))) return false
      const data = { promiseId, agencyId, dueOn }
      await recordEvent(station, tx, { name: `promises.${kind}`, version: 1, data })
      return true
    })
    if (told) countFact(`promises.${kind}`)
  }
  if (late.length === REMINDERS_AT_ONCE) await remindOf(station, kind, due)
}

async function insertMade(
  station: Station,
  tx: Db,
  promise: NewPromise & { handedFrom: string | null },
): Promise<string | null> {
  const promiseId = await insertPromise(tx, { ...promise, madeAt: station.clock.now() })
  if (!promiseId) return null
  await publish(station, tx, promiseId, {
    name: 'promises.made',
    data: { promiseId, ...promise },
  })
  return promiseId
}

/** The event for the other modules and the entry for everybody: the same fact. */
async function publish(
  station: Station,
  tx: Db,
  promiseId: string,
  fact: Pick<Event, 'name' | 'data'>,
): Promise<void> {
  await recordEvent(station, tx, { name: fact.name, version: 1, data: { promiseId } })
  await appendToLog(station, tx, {
    kind: fact.name,
    subject: subjectOf(promiseId),
    data: fact.data,
  })
}

async function getSettleable(tx: Db, promiseId: string, actor: Actor): Promise<PublicPromise> {
  const promise = await findPromise(tx, promiseId)
  if (!promise) throw new Failure('not_found', 'promises.not_found')
  const verdict = maySettle(promise, actor)
  if (verdict.ok) return promise
  const kind = verdict.reason === 'other_agency' ? 'forbidden' : 'conflict'
  throw new Failure(kind, `promises.${verdict.reason}`)
}

const problemOf = (issue: { path: PropertyKey[]; message: string }): Problem => ({
  pointer: issue.path.map((step) => `/${String(step)}`).join(''),
  message: issue.message,
})

const agencyProblems = (station: Station, agencyId: string): Problem[] =>
  findAgency(station, agencyId)
    ? []
    : [{ pointer: '/agencyId', message: 'promises.no_such_agency' }]

const invalid = (problems: Problem[]) => new Failure('invalid', 'core.invalid', { problems })
