// What follows from a promise and a day: is it overdue, whom to remind, who may say what came of it.
// Pure.

import { z } from 'zod'
import { addDays } from '../core/clock.ts'
import type { Problem, Verdict } from '../core/errors.ts'
import type { Actor } from '../core/web.ts'
import { type HandOn, type PublicPromise, PublicUrl, type Settlement } from './schema.ts'

/** Days before its day that a promise is called to mind: time enough to ask for help. */
export const REMIND_DAYS = 7

/** How far ahead a promise may lie. Beyond it nobody who made it still answers for it. */
export const FURTHEST_DAYS = 3660

const LONGEST_TEXT = 2000

type Timed = Pick<PublicPromise, 'state' | 'dueOn'>
export type ReminderKind = 'due_soon' | 'overdue'

export const isOverdue = ({ state, dueOn }: Timed, today: string): boolean =>
  state === 'open' && dueOn < today

/** Whole days past its day; 0 on the day itself and before. */
export function daysOverdue(promise: Timed, today: string): number {
  if (!isOverdue(promise, today)) return 0
  return Math.round((Date.parse(today) - Date.parse(promise.dueOn)) / 86_400_000)
}

/** What to call to mind today; null when it is too early, or too late because it is settled. */
export function reminderOn({ state, dueOn }: Timed, today: string): ReminderKind | null {
  if (state !== 'open') return null
  if (dueOn < today) return 'overdue'
  return dueOn <= addDays(today, REMIND_DAYS) ? 'due_soon' : null
}

/** Officers of the agency that promised, and leads, who answer for what fell between two agencies. */
export function maySettle(
  promise: Pick<PublicPromise, 'agencyId' | 'state'>,
  actor: Pick<Actor, 'roles' | 'agencyId'>,
): Verdict<'other_agency' | 'already_settled'> {
  const isTheirs = actor.roles.includes('officer') && actor.agencyId === promise.agencyId
  if (!isTheirs && !actor.roles.includes('lead')) return { ok: false, reason: 'other_agency' }
  if (promise.state !== 'open') return { ok: false, reason: 'already_settled' }
  return { ok: true }
}

/** Kept shows its evidence; anything less says why. */
export function settlementProblems({ state, why, evidenceUrl }: Settlement): Problem[] {
  const mustShow = state === 'kept' || state === 'partly'
  return [
    ...(state !== 'kept' && why === null ? [problem('/why', 'promises.why_missing')] : []),
    ...tooLong('/why', why),
    ...(mustShow && evidenceUrl === null
      ? [problem('/evidenceUrl', 'promises.evidence_missing')]
      : []),
    ...(evidenceUrl !== null && !PublicUrl.safeParse(evidenceUrl).success
      ? [problem('/evidenceUrl', 'promises.bad_url')]
      : []),
  ]
}

/** To another agency, with a reason and a day; a promise is not handed round in a circle of one. */
export function handOnProblems(
  promise: Pick<PublicPromise, 'agencyId'>,
  { agencyId, by, why, dueOn }: HandOn,
  today: string,
): Problem[] {
  return [
    ...(agencyId === promise.agencyId ? [problem('/agencyId', 'promises.same_agency')] : []),
    ...(by.length === 0 || by.length > 200 ? [problem('/by', 'promises.by_missing')] : []),
    ...(why.length === 0 ? [problem('/why', 'promises.why_missing')] : []),
    ...tooLong('/why', why),
    ...dueProblems(dueOn, today),
  ]
}

export function dueProblems(dueOn: string, today: string): Problem[] {
  if (!z.iso.date().safeParse(dueOn).success) return [problem('/dueOn', 'promises.bad_day')]
  if (dueOn < today) return [problem('/dueOn', 'promises.day_is_over')]
  return dueOn > addDays(today, FURTHEST_DAYS) ? [problem('/dueOn', 'promises.day_too_far')] : []
}

/** Where a list goes on: after this promise. */
export const pageKey = ({ dueOn, promiseId }: Pick<PublicPromise, 'dueOn' | 'promiseId'>): string =>
  `${dueOn}.${promiseId}`

/** Null for what no list of ours gave. */
export function readPageKey(text: string | undefined): { dueOn: string; promiseId: string } | null {
  const [dueOn, promiseId] = (text ?? '').split('.')
  const read = PageKey.safeParse({ dueOn, promiseId })
  return read.success ? read.data : null
}

const PageKey = z.object({ dueOn: z.iso.date(), promiseId: z.uuid() })

const problem = (pointer: string, message: string): Problem => ({ pointer, message })

const tooLong = (pointer: string, text: string | null): Problem[] =>
  (text?.length ?? 0) > LONGEST_TEXT ? [problem(pointer, 'promises.too_long')] : []
