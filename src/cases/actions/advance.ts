// Carries out a plan as far as that needs no agency: tasks, waits, what will not be sent. What does
// need one becomes a job. Runs inside the transaction of whatever made the plan change.

import { taipeiTime } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { recordEvent } from '../../core/events.ts'
import type { Station } from '../../core/station.ts'
import { isFinal, isPending, type LegFacts } from '../rules/leg-facts.ts'
import { pollPause } from '../rules/pauses.ts'
import { type Action, plan } from '../rules/plan.ts'
import type { LegSetup } from '../schema/legs.ts'
import { countPending, type LegRow, type LegStanding, saveLegs } from '../store/legs.ts'
import { cancelTask, openTask } from './desk/booking.ts'
import { moveLeg } from './desk/move.ts'
import { ENGINE, type Ledger } from './ledger.ts'

/** A plan settles in two or three rounds: a task opened, its dependents told. More is a mistake. */
const MOST_ROUNDS = 20
/** A job that got lost is found again after this; long enough for a busy morning's queue. */
const LOST_JOB_SECONDS = 60
/** Answers "not available" in a row after which the person hears of it. */
const TELL_AFTER_FAILURES = 3

/** When a leg goes on: by a job now, at a time of the city's clock, after real seconds, or never. */
interface Next {
  carry?: boolean
  wakeAt?: Date | null
  lookAfterSeconds?: number
}

/**
 * Brings the case as far as it goes, then writes everything that was recorded. `release` names the
 * leg whose call is over; `waitSeconds` is how long its lane asked it to wait.
 */
export async function advance(
  station: Station,
  tx: Db,
  ledger: Ledger,
  options: { release?: string; waitSeconds?: number } = {},
): Promise<void> {
  const next = await settlePlan(station, tx, ledger)
  const savings = ledger
    .legs()
    .flatMap((row) => savingOf(ledger, { row, next: next.get(row.leg) ?? {}, ...options }) ?? [])
  const changed = savings.filter((saving) => saving.isChanged)
  await saveLegs(
    tx,
    changed.map((saving) => saving.standing),
  )
  await ledger.save()
  for (const { row, isDue } of savings) {
    const sent = { caseId: row.caseId, leg: row.leg }
    const options = { key: row.legId, group: row.adapterId }
    if (isDue) await station.jobs.send(tx, 'cases.carry', sent, options)
  }
  for (const { row } of changed) await tellOthers(station, tx, ledger, row)
}

async function settlePlan(station: Station, tx: Db, ledger: Ledger): Promise<Map<string, Next>> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = ledger.facts().lastSeq
    await cancelIdleTasks(tx, ledger)
    const next = new Map<string, Next>()
    const actions = plan(ledger.setups(), ledger.facts(), ledger.now)
    // Desks are booked in the order of their names, so that two cases never wait for each other.
    for (const action of actions.toSorted(byDesk(ledger))) {
      next.set(action.leg, await take(station, tx, ledger, action))
    }
    if (ledger.facts().lastSeq === before) return next
  }
  throw new Error(`case ${ledger.row.caseId}: the plan does not settle`)
}

const byDesk = (ledger: Ledger) => {
  const deskOf = (action: Action) =>
    action.kind === 'open_task'
      ? (action.desk === 'agency' && deskOfAgency(ledger.leg(action.leg).setup)) ||
        ledger.row.ownerDeskId
      : ''
  return (a: Action, b: Action) => deskOf(a).localeCompare(deskOf(b))
}

const deskOfAgency = (setup: LegSetup) => setup.deskId ?? setup.helperDeskId

/** A leg that is decided needs nobody to watch it any more; one that is withdrawn, nobody at all. */
async function cancelIdleTasks(tx: Db, ledger: Ledger): Promise<void> {
  for (const leg of ledger.facts().legs) {
    const isIdle = isFinal(leg) && !leg.withdrawAsked && !leg.correctionDue
    if (leg.task && (isIdle || leg.state === 'withdrawn')) await cancelTask(tx, ledger, leg.leg)
  }
}

async function take(station: Station, tx: Db, ledger: Ledger, action: Action): Promise<Next> {
  switch (action.kind) {
    case 'submit':
    case 'correct':
    case 'withdraw':
    case 'lookup':
      return { carry: true }
    case 'poll':
      return { lookAfterSeconds: await pollSeconds(station, tx, ledger.leg(action.leg).setup) }
    case 'wait_until':
      return wait(ledger, action)
    case 'move':
      await moveLeg(tx, ledger, action)
      return {}
    case 'open_task':
      await openTask(station, tx, ledger, action)
      return {}
    case 'drop':
      await cancelTask(tx, ledger, action.leg)
      ledger.record(ENGINE, {
        kind: 'leg_withdrawal',
        data: { leg: action.leg, outcome: 'withdrawn' },
      })
      return {}
    case 'not_send':
      ledger.record(
        ENGINE,
        { kind: 'leg_not_sent', data: { leg: action.leg, because: action.because } },
        { kind: 'told', data: { leg: action.leg, message: 'cases.told.not_sent', values: {} } },
      )
      return {}
  }
}

async function pollSeconds(station: Station, tx: Db, setup: LegSetup): Promise<number> {
  const pending = await countPending(tx, setup.adapterId)
  return pollPause({ pending, perMinute: setup.perMinute, isDemo: station.config.sandbox })
}

function wait(ledger: Ledger, action: Extract<Action, { kind: 'wait_until' }>): Next {
  const { leg, at, why } = action
  const { facts } = ledger.leg(leg)
  const until = at ? taipeiTime(at) : null
  if (why === 'window' || why === 'hours' || why === 'needs') {
    const isNews = facts.waiting?.until !== until || facts.waiting.why !== why
    if (isNews) ledger.record(ENGINE, { kind: 'leg_waiting', data: { leg, until, why } })
    if (isNews && why === 'window' && until) {
      const told = { leg, message: 'cases.told.window', values: { at: until } }
      ledger.record(ENGINE, { kind: 'told', data: told })
    }
  }
  const told = 'cases.told.agency_down'
  if (facts.failures >= TELL_AFTER_FAILURES && !facts.told.includes(told)) {
    ledger.record(ENGINE, { kind: 'told', data: { leg, message: told, values: {} } })
  }
  return { wakeAt: at }
}

interface Saving {
  row: LegRow
  next: Next
  release?: string
  waitSeconds?: number
}

interface Saved {
  row: LegRow
  standing: LegStanding
  isChanged: boolean
  /** A job shall carry it now. */
  isDue: boolean
}

/** Null: another process is calling the agency for this leg; it will save what comes of it. */
function savingOf(ledger: Ledger, { row, next, release, waitSeconds }: Saving): Saved | null {
  const isReleased = release === row.leg
  if (row.isLeased && !isReleased) return null
  const { facts } = ledger.leg(row.leg)
  const isQueued =
    row.lookAt !== null &&
    row.state === facts.state &&
    !isPending(facts) &&
    !isReleased &&
    !row.isMoved
  const waits = isReleased ? waitSeconds : undefined
  const lookAfterSeconds =
    waits ?? (next.carry ? LOST_JOB_SECONDS : (next.lookAfterSeconds ?? null))
  const standing = {
    legId: row.legId,
    adapterId: row.adapterId,
    state: facts.state,
    agencyReference: facts.reference,
    deadlineAt: facts.by ? new Date(facts.by) : null,
    wakeAt: next.wakeAt ?? null,
    lookAfterSeconds,
    isReleased,
  }
  const isChanged = isReleased || hasChanged(row, facts, standing)
  return {
    row,
    standing,
    isChanged,
    isDue: next.carry === true && !isQueued && waits === undefined,
  }
}

function hasChanged(
  row: LegRow,
  facts: LegFacts,
  next: { wakeAt: Date | null; lookAfterSeconds: number | null },
): boolean {
  return (
    row.isMoved === true ||
    row.state !== facts.state ||
    row.agencyReference !== facts.reference ||
    row.wakeAt?.getTime() !== next.wakeAt?.getTime() ||
    (row.lookAt === null) !== (next.lookAfterSeconds === null)
  )
}

async function tellOthers(station: Station, tx: Db, ledger: Ledger, row: LegRow): Promise<void> {
  const { facts } = ledger.leg(row.leg)
  if (!isFinal(facts) || row.state === facts.state) return
  const { caseId, journeyId: journey } = ledger.row
  const data = { caseId, journey, leg: row.leg, state: facts.state }
  await recordEvent(station, tx, { name: 'cases.leg_settled', version: 1, data })
}
