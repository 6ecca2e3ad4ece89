// What to do next, leg by leg. Pure: from where the case stands, what journey and adapters say of
// its legs, and the time. Everything that must never happen (sent twice, forgotten, told too late)
// is decided here and proved in plan.test.ts.

import type { MoveReason } from '../schema/events.ts'
import type { LegSetup, TaskKind } from '../schema/legs.ts'
import { QUIET_TASKS } from '../schema/legs.ts'
import { type CaseFacts, legOf } from './fold.ts'
import { isFinal, isLost, isPending, type LegFacts, type TaskFacts } from './leg-facts.ts'
import {
  LONGEST_LOOKUP_PAUSE_MS,
  MAX_FAILURES,
  MAX_FAILURES_BEFORE_MOVE,
  MAX_LOOKUPS,
  nextOpening,
  SELF_HELP_MS,
} from './pauses.ts'

export type WaitReason = 'window' | 'hours' | 'needs' | 'retry' | 'desk'

export type Action =
  | { kind: 'submit'; leg: string }
  | { kind: 'correct'; leg: string }
  | { kind: 'withdraw'; leg: string }
  | { kind: 'lookup'; leg: string; by: 'key' | 'reference' }
  /** Ask how a filing stands, again and again, while the agency decides. */
  | { kind: 'poll'; leg: string }
  /** On to the next adapter: this one cannot go on, and nothing of the leg stands at the agency. */
  | { kind: 'move'; leg: string; to: string; left: string[]; why: MoveReason }
  | { kind: 'open_task'; leg: string; task: TaskKind; desk: 'agency' | 'owner'; why: TaskReason }
  | { kind: 'wait_until'; leg: string; at: Date | null; why: WaitReason }
  /** Nothing was sent, nothing has to be undone. */
  | { kind: 'drop'; leg: string }
  | { kind: 'not_send'; leg: string; because: string }

export type TaskReason =
  | 'by_hand'
  | 'late'
  | 'gave_up'
  | 'closing'
  | 'closed'
  | 'unknown'
  | 'correction'
  | 'withdrawal'
  | 'result'
  | 'visit'

export function plan(setups: LegSetup[], facts: CaseFacts, now: Date): Action[] {
  return setups.flatMap((setup) => {
    const leg = legOf(facts, setup.leg)
    return leg && !facts.erased ? planLeg(setup, leg, { facts, now }) : []
  })
}

interface Around {
  facts: CaseFacts
  now: Date
}

function planLeg(setup: LegSetup, leg: LegFacts, around: Around): Action[] {
  // An intent without outcome is a call under way, or one whose process is gone. Whoever holds the
  // leg's lease tells which; the plan never acts on it.
  if (leg.intent || isLost(leg)) return []
  if (leg.task && !QUIET_TASKS.includes(leg.task.kind)) {
    return planBesideTask(setup, leg, leg.task, around.now)
  }
  if (leg.withdrawAsked) return planWithdrawal(setup, leg, around.now)
  if (leg.state === 'unknown') return settleUnknown(setup, leg, around.now)
  if (leg.correctionDue) return planCorrection(setup, leg, around.now)
  if (isPending(leg)) return follow(setup, leg)
  if (isFinal(leg)) return []
  return planSubmission(setup, leg, around)
}

/** A desk has it. Only a withdrawal, or a closing date that the desk would miss, takes it away. */
function planBesideTask(setup: LegSetup, leg: LegFacts, task: TaskFacts, now: Date): Action[] {
  if (leg.withdrawAsked && !leg.sent) return [{ kind: 'drop', leg: leg.leg }]
  if (leg.withdrawAsked && task.kind === 'correct' && !task.taken) {
    return planWithdrawal(setup, leg, now)
  }
  if (task.kind !== 'file' || task.taken) return []
  if (now < task.dueAt) return [{ kind: 'wait_until', leg: leg.leg, at: task.dueAt, why: 'desk' }]
  // The day is over and nobody took it: another day while there is one, and it is said.
  const last = lastMoment(setup, leg)
  return last && now >= last ? [toOwner(leg, 'closing')] : [byHand(setup, 'file', 'late')]
}

function planWithdrawal(setup: LegSetup, leg: LegFacts, now: Date): Action[] {
  if (!leg.sent) return [{ kind: 'drop', leg: leg.leg }]
  if (leg.state === 'unknown') return settleUnknown(setup, leg, now)

  const byMachine = setup.canWithdraw && leg.reference !== null && leg.failures < MAX_FAILURES
  if (!byMachine) return [byHand(setup, 'withdraw', 'withdrawal')]
  return waitForRetry(setup, leg, now) ?? [{ kind: 'withdraw', leg: leg.leg }]
}

/** Look first; a person looks when no machine can; nothing is sent again before that. */
function settleUnknown(setup: LegSetup, leg: LegFacts, now: Date): Action[] {
  const by = lookupBy(setup, leg)
  const known = leg.absences >= (leg.reference === null ? 2 : 1)
  const enough = known || leg.lookups >= MAX_LOOKUPS || isAnsweredTooLate(setup, leg, now)
  if (isOursToKnow(setup, leg) && waysLeft(setup, leg).length > 0) {
    return move(setup, leg, 'absent')
  }
  if (by === null || enough) return [byHand(setup, 'settle_unknown', 'unknown')]
  if (leg.retryAt && leg.retryAt > now) {
    return [{ kind: 'wait_until', leg: leg.leg, at: leg.retryAt, why: 'retry' }]
  }
  return [{ kind: 'lookup', leg: leg.leg, by }]
}

/** The agency can be asked again only when it has closed: no pause of ours, so a person asks. */
function isAnsweredTooLate({ closesAt }: LegSetup, { retryAt }: LegFacts, now: Date): boolean {
  if (!closesAt || !retryAt || closesAt <= now || retryAt < closesAt) return false
  return retryAt.getTime() - now.getTime() > LONGEST_LOOKUP_PAUSE_MS
}

/**
 * Came back undelivered: where we keep the record of the transport ourselves, "not there" is as
 * certain as it gets, and trying the same way again will not help.
 */
const isOursToKnow = (setup: LegSetup, leg: LegFacts): boolean =>
  OWN_RECORD.includes(setup.kind) &&
  leg.isAbsent &&
  leg.unknownOf === 'submit' &&
  !leg.withdrawAsked

/** Those kinds send nothing again that may have arrived, whatever a person found out. */
const isHeldByUs = (setup: LegSetup, leg: LegFacts): boolean =>
  OWN_RECORD.includes(setup.kind) && leg.isToldAbsent

const OWN_RECORD: readonly LegSetup['kind'][] = ['mail', 'fax', 'drop-box']

function lookupBy(setup: LegSetup, leg: LegFacts): 'key' | 'reference' | null {
  if (setup.lookup === 'none') return null
  if (leg.reference !== null) return 'reference'
  return setup.lookup === 'key' ? 'key' : null
}

function planCorrection(setup: LegSetup, leg: LegFacts, now: Date): Action[] {
  // A machine corrects what was returned. A change that the agency did not ask for needs a person
  // there: most systems would say "nothing to correct", and keep the old content.
  const isReturned = leg.stoodAt === 'needs_correction' && leg.reference !== null
  const byMachine = setup.canCorrect && isReturned && leg.failures < MAX_FAILURES
  if (!byMachine) return [byHand(setup, 'correct', 'correction')]
  return waitForRetry(setup, leg, now) ?? [{ kind: 'correct', leg: leg.leg }]
}

/** The agency has it: ask again and again, or put it on the list of somebody who can ask. */
function follow(setup: LegSetup, leg: LegFacts): Action[] {
  if (leg.task || !leg.sent) return []
  if (lookupBy(setup, leg) === 'reference') return [{ kind: 'poll', leg: leg.leg }]
  return leg.state === 'needs_visit'
    ? [byHand(setup, 'visit', 'visit')]
    : [byHand(setup, 'look', 'result')]
}

function planSubmission(setup: LegSetup, leg: LegFacts, { facts, now }: Around): Action[] {
  const needed = neededLegs(setup, facts)
  const lost = needed.find(isLost)
  if (lost) return [{ kind: 'not_send', leg: leg.leg, because: lost.leg }]

  if (setup.closesAt && now >= setup.closesAt) return [toOwner(leg, 'closed')]
  if (!needed.every(isReadyToBeNamed)) return waitForNeeded(setup, leg, now)
  if (setup.opensAt && setup.opensAt > now) {
    return [{ kind: 'wait_until', leg: leg.leg, at: setup.opensAt, why: 'window' }]
  }
  if (setup.deskId) return [byHand(setup, 'file', 'by_hand')]

  const at = sendableAt(setup, leg, now)
  const reason = moveReason(setup, leg, at)
  if (reason) return move(setup, leg, reason)
  if (isTooLate(setup, leg, at)) return [toOwner(leg, 'closing')]
  if (leg.failures >= MAX_FAILURES || isHeldByUs(setup, leg)) {
    return [byHand(setup, 'file', 'gave_up')]
  }
  if (at > now) {
    const why = leg.retryAt && leg.retryAt >= at ? 'retry' : 'hours'
    return [{ kind: 'wait_until', leg: leg.leg, at, why }]
  }
  return [{ kind: 'submit', leg: leg.leg }]
}

/** Null: go on with this adapter, or there is no other. */
function moveReason(setup: LegSetup, leg: LegFacts, at: Date): MoveReason | null {
  if (waysLeft(setup, leg).length === 0) return null
  if (leg.stop) return leg.stop
  if (isHeldByUs(setup, leg)) return 'absent'
  if (leg.failures >= MAX_FAILURES_BEFORE_MOVE) return 'gave_up'
  return isTooLate(setup, leg, at) ? 'closing' : null
}

const waysLeft = (setup: LegSetup, leg: LegFacts): string[] => leg.waysLeft ?? setup.fallbacks

function move(setup: LegSetup, leg: LegFacts, why: MoveReason): Action[] {
  const [to = '', ...left] = waysLeft(setup, leg)
  return [{ kind: 'move', leg: leg.leg, to, left, why }]
}

const neededLegs = (setup: LegSetup, facts: CaseFacts): LegFacts[] =>
  setup.needs.flatMap((name) => legOf(facts, name) ?? [])

/** The other leg has a number, and its agency no longer waits for the person. */
const isReadyToBeNamed = (leg: LegFacts): boolean =>
  leg.reference !== null && (leg.state === 'approved' || leg.state === 'in_review')

/** Waits without a time, but never silently past the day on which the person could still act. */
function waitForNeeded(setup: LegSetup, leg: LegFacts, now: Date): Action[] {
  const last = lastMoment(setup, leg)
  if (last && now >= last) return [toOwner(leg, 'closing')]
  return [{ kind: 'wait_until', leg: leg.leg, at: last, why: 'needs' }]
}

/** The first moment at which both our pause is over and the agency is open. */
function sendableAt(setup: LegSetup, leg: LegFacts, now: Date): Date {
  const rested = leg.retryAt && leg.retryAt > now ? leg.retryAt : now
  return nextOpening(setup.openingHours, rested)
}

/**
 * A first try is made however late it is. A later one only while, should it fail too, the person
 * could still do it themselves.
 */
function isTooLate(setup: LegSetup, leg: LegFacts, at: Date): boolean {
  if (setup.closesAt && at >= setup.closesAt) return true
  const last = lastMoment(setup, leg)
  return leg.failures > 0 && last !== null && at > last
}

/** Null when the agency never closes. Once a person of ours decided to go on, its very closing. */
function lastMoment(setup: LegSetup, leg: LegFacts): Date | null {
  if (!setup.closesAt || leg.ownerWentOn) return setup.closesAt
  return new Date(setup.closesAt.getTime() - SELF_HELP_MS)
}

/** A lane that opens only after that helps nobody: another way, or a person, must take the leg. */
export function patienceOf(setup: LegSetup, leg: LegFacts, now: Date): Date | null {
  const moments = [lastMoment(setup, leg), setup.closesAt]
  return moments.find((moment) => moment !== null && moment > now) ?? null
}

function waitForRetry(setup: LegSetup, leg: LegFacts, now: Date): Action[] | null {
  const at = sendableAt(setup, leg, now)
  return at > now ? [{ kind: 'wait_until', leg: leg.leg, at, why: 'retry' }] : null
}

/** The desk that works for this agency; for a machine without one, whoever is responsible. */
const byHand = (setup: LegSetup, task: TaskKind, why: TaskReason): Action => ({
  kind: 'open_task',
  leg: setup.leg,
  task,
  desk: setup.deskId || setup.helperDeskId ? 'agency' : 'owner',
  why,
})

const toOwner = (leg: LegFacts, why: TaskReason): Action => ({
  kind: 'open_task',
  leg: leg.leg,
  task: 'owner',
  desk: 'owner',
  why,
})
