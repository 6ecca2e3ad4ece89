// Which answers a desk may write down for which task, and who may work on it.

import type { Verdict } from '../../core/errors.ts'
import type { Actor } from '../../core/web.ts'
import type { TaskKind, TaskState } from '../schema/legs.ts'
import type { Settlement } from '../schema/requests.ts'

const OUTCOMES = ['accepted', 'pending', 'approved', 'rejected', 'needs'] as const

const ALLOWED: Record<TaskKind, readonly Settlement['kind'][]> = {
  file: [...OUTCOMES, 'absent', 'not_sent'],
  correct: OUTCOMES,
  withdraw: ['withdrawn', 'refused'],
  settle_unknown: [...OUTCOMES, 'absent', 'withdrawn'],
  look: [...OUTCOMES, 'withdrawn'],
  visit: [...OUTCOMES, 'withdrawn'],
  owner: [...OUTCOMES, 'absent', 'not_sent', 'seen'],
}

export const settlementsFor = (kind: TaskKind): readonly Settlement['kind'][] => ALLOWED[kind]

interface Situation {
  kind: TaskKind
  /** Null for a task about the desk itself. */
  leg: string | null
  closesAt: Date | null
  now: Date
}

/**
 * A task about a desk's day is only read. "Send it again" means nothing once the agency has closed.
 */
export function maySettle(
  task: Situation,
  settlement: Settlement,
): Verdict<'not_for_this_task' | 'agency_closed'> {
  const isNotice = task.leg === null
  const allowed = isNotice ? settlement.kind === 'seen' : settlement.kind !== 'seen'
  if (!allowed || !ALLOWED[task.kind].includes(settlement.kind)) {
    return { ok: false, reason: 'not_for_this_task' }
  }
  if (settlement.kind === 'absent' && task.closesAt && task.now >= task.closesAt) {
    return { ok: false, reason: 'agency_closed' }
  }
  return { ok: true }
}

/** Whoever works at the desk. An administrator sees, but does not act for a desk. */
export const worksAt = (actor: Pick<Actor, 'desks'>, deskId: string): boolean =>
  actor.desks.includes(deskId)

/** A colleague may take over what somebody of the same desk has begun: people fall ill. */
export function mayWorkOn(
  actor: Pick<Actor, 'desks' | 'accountId'>,
  task: { deskId: string; state: TaskState },
): Verdict<'other_desk' | 'already_done'> {
  if (!worksAt(actor, task.deskId)) return { ok: false, reason: 'other_desk' }
  if (task.state === 'done' || task.state === 'cancelled') {
    return { ok: false, reason: 'already_done' }
  }
  return { ok: true }
}
