// What each kind of event changes about its leg.

import type { EventKind, EventOf, OutcomeFacts } from '../schema/events.ts'
import type { LegState, TaskKind } from '../schema/legs.ts'
import type { CallKind, LegChange, LegFacts, TaskFacts } from './leg-facts.ts'
import { lookupAt, retryAt } from './pauses.ts'

type LegKind = {
  [K in EventKind]: EventOf<K>['data'] extends { leg: string | null } ? K : never
}[EventKind]
type Folds = { [K in LegKind]: (leg: LegFacts, event: EventOf<K>) => LegChange }

export const LEG_FOLDS: Folds = {
  leg_submitting: (leg, { data, at }) => ({
    ...intend(leg, 'submit', data.key, at),
    sent: true,
    // What goes out now is the newest there is.
    correctionDue: false,
  }),
  leg_correcting: (leg, { data, at }) => intend(leg, 'correct', data.key, at),
  leg_withdrawing: (leg, { at }) => ({
    ...intend(leg, 'withdraw', null, at),
    state: 'withdrawing',
  }),
  leg_interrupted: (leg, { at }) => becomeUnknown(leg, at),
  leg_outcome: (leg, event) => ({
    ...outcome(leg, event),
    lastPrint: event.data.print ?? leg.lastPrint,
  }),
  leg_absent: (leg, event) => absent(leg, event),
  // Somebody there has it: no need to wait before asking.
  leg_answered: () => ({ retryAt: null }),
  leg_lookup_failed: (leg, { data, at }) => ({
    lookups: leg.lookups + 1,
    retryAt: lookupAt(leg.lookups + 1, at, data.retryAfter),
  }),
  leg_withdrawal: (leg, event) => withdrawal(leg, event),
  leg_waiting: (leg, { data }) => ({
    waiting: { until: data.until, why: data.why },
    state:
      data.why === 'window'
        ? 'waiting_window'
        : data.why === 'hours'
          ? 'waiting_agency'
          : leg.state,
  }),
  leg_moved: (leg, { data }) =>
    data.why === 'reopened'
      ? { ...ANEW, moved: null, waysLeft: null }
      : {
          ...ANEW,
          moved: { from: leg.moved?.from ?? data.from, to: data.to },
          waysLeft: data.left,
        },
  leg_not_sent: () => ({ state: 'not_sent', waiting: null, retryAt: null }),
  task_opened: (leg, { data }) => ({
    task: {
      taskId: data.taskId,
      kind: data.task,
      deskId: data.deskId,
      dayOn: data.dayOn,
      dueAt: new Date(data.dueAt),
      taken: false,
    },
    state: stateWithTask(leg, data.task),
    waiting: null,
  }),
  task_taken: (leg, { data }) => (leg.task?.taskId === data.taskId ? takeTask(leg, leg.task) : {}),
  task_closed: (leg, { data }) =>
    leg.task?.taskId === data.taskId ? closeTask(leg, data.how) : {},
  told: (leg, { data }) => ({ told: [...leg.told, data.message] }),
  reference_joined: (_, { data }) => ({
    reference: data.reference,
    sent: true,
    state: 'in_review',
    stoodAt: 'in_review',
    unknownOf: null,
    absences: 0,
    failures: 0,
    retryAt: null,
    waiting: null,
  }),
}

/** Nothing of it is anywhere: the next adapter begins as the first one did. */
const ANEW: LegChange = {
  state: 'received',
  stoodAt: 'received',
  sent: false,
  reference: null,
  intent: null,
  unknownOf: null,
  failures: 0,
  lookups: 0,
  absences: 0,
  isAbsent: false,
  isToldAbsent: false,
  stop: null,
  retryAt: null,
  waiting: null,
  by: null,
}

function intend(leg: LegFacts, what: CallKind, key: string | null, at: Date): LegChange {
  const attempt = leg.attempts + 1
  return {
    intent: { what, key, attempt, at },
    isAbsent: false,
    attempts: attempt,
    state: 'submitting',
    waiting: null,
    retryAt: null,
  }
}

/** After a call whose fate nobody knows: nothing is sent again before this is settled. */
function becomeUnknown(leg: LegFacts, at: Date): LegChange {
  const what = leg.intent?.what ?? leg.unknownOf ?? 'submit'
  return {
    intent: null,
    unknownOf: what,
    state: 'unknown',
    lookups: 0,
    // Corrections and withdrawals may be repeated once the look-up has found the filing; counting
    // them here keeps that bounded.
    failures: what === 'submit' ? 0 : leg.failures + 1,
    retryAt: lookupAt(0, at),
  }
}

function outcome(leg: LegFacts, event: EventOf<'leg_outcome'>): LegChange {
  const { outcome: facts, via } = event.data
  if (facts.kind === 'unknown') return becomeUnknown(leg, event.at)
  if (facts.kind === 'unavailable') return becomeUnavailable(leg, event)

  // Some agencies call a withdrawn filing rejected; for whoever withdrew it, it is withdrawn.
  const isGone = leg.unknownOf === 'withdraw' && facts.kind === 'rejected'
  const state = isGone ? 'withdrawn' : stateAfter(facts)
  // Sent back at the door, without a number: the agency has kept nothing.
  const isKept = facts.what !== 'correction' || (facts.reference ?? leg.reference) !== null
  return {
    state,
    stoodAt: state,
    sent: isKept,
    reference: facts.reference ?? leg.reference,
    number: facts.number ?? leg.number,
    needs: facts.what ?? null,
    by: facts.by ?? facts.until ?? null,
    intent: null,
    unknownOf: null,
    failures: via === 'lookup' && leg.unknownOf !== 'submit' ? leg.failures : 0,
    lookups: 0,
    absences: 0,
    isAbsent: false,
    isToldAbsent: false,
    retryAt: null,
    waiting: null,
    correctionDue: leg.correctionDue && !isCorrected(leg, event),
  }
}

/**
 * A filing that was returned and no longer is: our correction has arrived, even if nobody heard the
 * answer. One that was never returned looks the same before and after, so there only the answer to
 * the correction itself counts; sending the same correction twice changes nothing.
 */
function isCorrected(leg: LegFacts, { data }: EventOf<'leg_outcome'>): boolean {
  if (data.via === 'correct' || data.via === 'desk') return true
  const returned = leg.stoodAt === 'needs_correction'
  return leg.unknownOf === 'correct' && returned && data.outcome.what !== 'correction'
}

/** The agency has certainly not taken it: the call counts as never made. */
function becomeUnavailable(leg: LegFacts, { data, at }: EventOf<'leg_outcome'>): LegChange {
  const failures = leg.failures + 1
  const isCorrection = leg.intent ? leg.intent.what === 'correct' : data.via === 'correct'
  return {
    intent: null,
    failures,
    stop: isCorrection ? leg.stop : (data.outcome.stops ?? null),
    retryAt: retryAt(failures, at, data.outcome.retryAfter),
    state: isCorrection ? leg.stoodAt : 'waiting_agency',
    sent: isCorrection ? leg.sent : false,
  }
}

function absent(leg: LegFacts, event: EventOf<'leg_absent'>): LegChange {
  const settled = { unknownOf: null, intent: null, lookups: 0, retryAt: null }
  // Not there while we wanted it gone: that is what withdrawing means.
  if (leg.withdrawAsked) return { ...settled, state: 'withdrawn' }
  if (event.data.via === 'desk') {
    const fresh = { sent: false, reference: null, absences: 0, failures: 0, ownerWentOn: true }
    const isToldAbsent = leg.unknownOf === 'submit' && !leg.isAbsent
    return { ...settled, ...fresh, isToldAbsent, state: 'received' }
  }
  const absences = leg.absences + 1
  const neverFiled = leg.reference === null
  return neverFiled && absences === 1
    ? { ...settled, state: 'received', sent: false, absences }
    : { state: 'unknown', unknownOf: leg.unknownOf ?? 'submit', absences, isAbsent: true }
}

function withdrawal(leg: LegFacts, event: EventOf<'leg_withdrawal'>): LegChange {
  const { outcome: kind, retryAfter } = event.data
  if (kind === 'withdrawn') {
    return {
      state: 'withdrawn',
      intent: null,
      unknownOf: null,
      retryAt: null,
      by: null,
      needs: null,
    }
  }
  if (kind === 'refused') {
    return { state: 'withdraw_refused', intent: null, unknownOf: null, retryAt: null }
  }
  if (kind === 'unknown') return becomeUnknown(leg, event.at)
  const failures = leg.failures + 1
  return {
    intent: null,
    failures,
    state: 'withdrawing',
    retryAt: retryAt(failures, event.at, retryAfter),
  }
}

// A clerk who has begun to file may have filed: from here on only a person's word undoes it.
const takeTask = (leg: LegFacts, task: TaskFacts): LegChange => ({
  task: { ...task, taken: true },
  sent: leg.sent || task.kind === 'file',
})

function closeTask(leg: LegFacts, how: 'done' | 'cancelled' | 'handed_over'): LegChange {
  if (how === 'handed_over') return {}
  const waited = leg.state === 'waiting_desk' || leg.state === 'with_owner'
  return { task: null, ...(waited ? { state: leg.sent ? leg.stoodAt : 'received' } : {}) }
}

function stateAfter(facts: OutcomeFacts): LegState {
  if (facts.kind === 'approved' || facts.kind === 'rejected') return facts.kind
  if (facts.kind === 'needs') return `needs_${facts.what ?? 'correction'}`
  return 'in_review'
}

function stateWithTask(leg: LegFacts, kind: TaskKind): LegState {
  if (kind === 'file' || kind === 'correct') return 'waiting_desk'
  if (kind === 'withdraw') return 'withdrawing'
  if (kind === 'owner') return 'with_owner'
  return leg.state
}
