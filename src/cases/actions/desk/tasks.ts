// What a clerk does with a task: take it, write down what came of it, hand it over. Each is one
// transaction; who was first is settled by the statement, and the other one is told.

import { randomUUID } from 'node:crypto'
import type { Outcome } from '../../../adapters/contract.ts'
import { taipeiDay, taipeiTime } from '../../../core/clock.ts'
import type { Db } from '../../../core/db.ts'
import { Failure } from '../../../core/errors.ts'
import type { Station } from '../../../core/station.ts'
import type { Actor } from '../../../core/web.ts'
import { maySettle, mayWorkOn } from '../../rules/settlements.ts'
import type { NewEvent } from '../../schema/events.ts'
import type { Settlement } from '../../schema/requests.ts'
import { findTask, insertTask, saveEnded, saveTaken, type TaskRow } from '../../store/tasks.ts'
import { advance } from '../advance.ts'
import { outcomeEvent, withdrawalEvent } from '../answers.ts'
import { type By, type Ledger, openLedger } from '../ledger.ts'
import { freeTask } from './booking.ts'
import { deskHours } from './desks.ts'

type Clerk = Pick<Actor, 'accountId' | 'desks'>

const byClerk = (clerk: Clerk): By => ({
  actor: `account:${clerk.accountId}`,
  basis: 'desk_duty',
  channel: 'system',
})

/** Takes a task, also over from a colleague of the same desk. @throws Failure */
export async function takeTask(station: Station, clerk: Clerk, taskId: string): Promise<void> {
  await station.db.transaction().execute(async (tx) => {
    const { task, ledger } = await openTaskOf(station, tx, { clerk, taskId })
    const taken = { taskId, by: clerk.accountId, from: task.takenBy, at: station.clock.now() }
    if (!(await saveTaken(tx, taken))) throw new Failure('conflict', 'cases.taken_by_another')
    if (!ledger || !task.leg) return
    const data = { leg: task.leg, taskId, by: clerk.accountId }
    ledger.record(byClerk(clerk), { kind: 'task_taken', data })
    await advance(station, tx, ledger)
  })
}

/** Writes down what came of a task. @throws Failure not_found, forbidden, conflict, invalid */
export async function settleTask(
  station: Station,
  clerk: Clerk,
  settled: { taskId: string; settlement: Settlement },
): Promise<void> {
  await settleTasks(station, clerk, [settled])
}

/** One visit, or one look, that settles several parts of a case: all are written, or none. */
export async function settleTasks(
  station: Station,
  clerk: Clerk,
  settled: { taskId: string; settlement: Settlement }[],
): Promise<void> {
  await station.db.transaction().execute(async (tx) => {
    for (const { taskId, settlement } of settled) {
      const opened = await openTaskOf(station, tx, { clerk, taskId })
      await settleOne(station, tx, { ...opened, clerk, settlement })
    }
  })
}

async function settleOne(
  station: Station,
  tx: Db,
  { task, ledger, clerk, settlement }: Opened & { clerk: Clerk; settlement: Settlement },
): Promise<void> {
  const { taskId } = task
  const now = station.clock.now()
  const closesAt = ledger && task.leg ? ledger.leg(task.leg).setup.closesAt : null
  const verdict = maySettle({ kind: task.kind, leg: task.leg, closesAt, now }, settlement)
  if (!verdict.ok) throw new Failure('invalid', `cases.${verdict.reason}`)
  if (!(await saveEnded(tx, { taskId, state: 'done', at: now }))) {
    throw new Failure('conflict', 'cases.already_done')
  }
  if (!ledger || !task.leg) return

  const { leg } = task
  ledger.record(byClerk(clerk), ...settlementEvents(station, leg, settlement), {
    kind: 'task_closed',
    data: { leg, taskId, how: 'done' },
  })
  await advance(station, tx, ledger)
}

/** @throws Failure not_found for a desk the city does not have, forbidden, conflict */
export async function handOverTask(
  station: Station,
  clerk: Clerk,
  handed: { taskId: string; deskId: string },
): Promise<void> {
  const { taskId, deskId } = handed
  const desk = deskHours(station, deskId)
  await station.db.transaction().execute(async (tx) => {
    const { task, ledger } = await openTaskOf(station, tx, { clerk, taskId })
    const now = station.clock.now()
    await freeTask(tx, taskId)
    if (!(await saveEnded(tx, { taskId, state: 'cancelled', at: now }))) {
      throw new Failure('conflict', 'cases.already_done')
    }
    const { kind, why, about, minutes, dueAt, caseId, legId } = task
    const next = {
      taskId: randomUUID(),
      deskId,
      dayOn: desk.nextDay(now) ?? taipeiDay(now),
      minutes,
    }
    await insertTask(tx, {
      ...next,
      caseId,
      legId,
      kind,
      why,
      about,
      dueAt,
      state: 'open',
      openedAt: now,
    })
    if (!ledger || !task.leg) return
    const { leg } = task
    const opened = { leg, task: kind, why, dueAt: taipeiTime(dueAt), fields: [] as string[] }
    ledger.record(
      byClerk(clerk),
      { kind: 'task_closed', data: { leg, taskId, how: 'handed_over' } },
      { kind: 'task_opened', data: { ...opened, ...next } },
    )
    await ledger.save()
  })
}

export interface Opened {
  task: TaskRow
  /** Null for a task about the desk itself. */
  ledger: Ledger | null
}

/** A task that this clerk may work on, its case locked. @throws Failure not_found, forbidden, conflict */
export async function openTaskOf(
  station: Station,
  tx: Db,
  { clerk, taskId }: { clerk: Clerk; taskId: string },
): Promise<Opened> {
  const before = await findTask(tx, taskId)
  if (!before) throw new Failure('not_found', 'cases.task_not_found')
  const ledger = before.caseId ? await openLedger(station, tx, before.caseId) : null
  // Read again behind the lock of the case: somebody may have ended it in between.
  const task = (await findTask(tx, taskId)) ?? before
  const verdict = mayWorkOn(clerk, task)
  if (!verdict.ok) {
    const kind = verdict.reason === 'other_desk' ? 'forbidden' : 'conflict'
    throw new Failure(kind, `cases.${verdict.reason}`)
  }
  return { task, ledger }
}

function settlementEvents(station: Station, leg: string, settlement: Settlement): NewEvent[] {
  switch (settlement.kind) {
    case 'seen':
      return []
    case 'absent':
      return [{ kind: 'leg_absent', data: { leg, via: 'desk' } }]
    case 'withdrawn':
    case 'refused':
      return [withdrawalEvent(leg, settlement as never)]
    case 'not_sent': {
      const personal = { reasons: settlement.reasons as never }
      return [{ kind: 'leg_not_sent', data: { leg, because: leg }, personal }]
    }
    default:
      return [outcomeEvent(station, leg, 'desk', settlement as Outcome)]
  }
}
