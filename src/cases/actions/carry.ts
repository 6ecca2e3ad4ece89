// Carries one leg one step: take the lease, write the intent, call the agency, write what came of
// it. The process may die between any two lines here; whoever comes next finds the intent, and asks
// the agency before anything is sent again.

import { randomUUID } from 'node:crypto'
import { callAdapter } from '../../adapters/index.ts'
import type { Db } from '../../core/db.ts'
import type { Station } from '../../core/station.ts'
import type { LegFacts } from '../rules/leg-facts.ts'
import { type Action, patienceOf, plan } from '../rules/plan.ts'
import type { NewEvent } from '../schema/events.ts'
import { insertEvidence } from '../store/evidence.ts'
import { giveBackLease, renewLease, takeLease } from '../store/legs.ts'
import { advance } from './advance.ts'
import { answerEvents, type CallAnswer, isOurTurn } from './answers.ts'
import { inputOf } from './inputs.ts'
import { ENGINE, type Ledger, openLedger } from './ledger.ts'

/** Renewed while the call goes on. Shorter: a busy process loses its leg; longer: a killed one keeps it. */
const LEASE_SECONDS = 15
const SECOND_MS = 1000
/** When the lane has no room and does not say for how long. */
const LANE_WAIT_SECONDS = 2
/** However long it says: maintenance may end early, and a demo's clock may jump. */
const LONGEST_LANE_WAIT_SECONDS = 600

/** Places where a test pulls the plug. */
export type StopPoint = 'leased' | 'intended' | 'called'
export interface CarryOptions {
  stopAt?: StopPoint
}

/** What `stopAt` throws: as if the process had been killed there. */
export class Stopped extends Error {}

/** May run any number of times for the same leg, at the same time too. */
export async function carryLeg(
  station: Station,
  { caseId, leg }: { caseId: string; leg: string },
  options: CarryOptions = {},
): Promise<void> {
  const errand = await begin(station, caseId, leg)
  if (!errand) return
  stop(options, 'leased')
  const renewal = setInterval(
    () => {
      renewLease(station.db, errand.legId, LEASE_SECONDS).catch(() =>
        station.log.warn({ legId: errand.legId }, 'lease not renewed'),
      )
    },
    (LEASE_SECONDS * SECOND_MS) / 3,
  )
  try {
    const answer = await call(station, errand, options)
    stop(options, 'called')
    await finish(station, errand, answer)
  } catch (error) {
    // A failure of ours, not a kill: the next one need not wait for the lease to run out.
    if (!(error instanceof Stopped)) await giveBackLease(station.db, errand.legId)
    if (!(error instanceof PlanChanged)) throw error
    await reconsider(station, caseId, leg)
  } finally {
    clearInterval(renewal)
  }
}

function stop(options: CarryOptions, point: StopPoint): void {
  if (options.stopAt === point) throw new Stopped(point)
}

type Call = Extract<Action, { kind: 'submit' | 'correct' | 'withdraw' | 'lookup' | 'poll' }>

interface Errand {
  caseId: string
  legId: string
  adapterId: string
  action: Call
  facts: LegFacts
  input: Record<string, unknown>
}

/** Null when there is nothing to call for, or another process is at it. */
async function begin(station: Station, caseId: string, name: string): Promise<Errand | null> {
  return station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, caseId)
    const { row, setup, facts } = ledger.leg(name)
    if (row.isLeased) return null
    if (facts.intent) ledger.record(ENGINE, { kind: 'leg_interrupted', data: { leg: name } })

    const action = callFor(ledger, name)
    if (!action || ledger.row.erasedAt || !(await takeLease(tx, row.legId, LEASE_SECONDS))) {
      await advance(station, tx, ledger)
      return null
    }
    await ledger.save()
    const { legId } = row
    const input = await inputOf(ledger, name)
    return {
      caseId,
      legId,
      adapterId: setup.adapterId,
      action,
      input,
      facts: ledger.leg(name).facts,
    }
  })
}

function callFor(ledger: Ledger, leg: string): Call | null {
  const action = plan(ledger.setups(), ledger.facts(), ledger.now).find((one) => one.leg === leg)
  const kinds = ['submit', 'correct', 'withdraw', 'lookup', 'poll']
  return action && kinds.includes(action.kind) ? (action as Call) : null
}

async function call(station: Station, errand: Errand, options: CarryOptions): Promise<CallAnswer> {
  const { action, adapterId, input, facts, legId } = errand
  const beforeSend = async () => {
    await intend(station, errand)
    stop(options, 'intended')
  }
  const reference = facts.reference ?? ''
  if (action.kind === 'submit') {
    const report = await callAdapter(station, adapterId, 'submit', {
      key: legId,
      input,
      beforeSend,
    })
    return { operation: 'submit', ...report }
  }
  if (action.kind === 'correct') {
    const args = { reference, input, beforeSend }
    return { operation: 'correct', ...(await callAdapter(station, adapterId, 'correct', args)) }
  }
  if (action.kind === 'withdraw') {
    const args = { reference, input, beforeSend }
    return { operation: 'withdraw', ...(await callAdapter(station, adapterId, 'withdraw', args)) }
  }
  const byKey = action.kind === 'lookup' && action.by === 'key'
  const by = byKey ? { key: legId } : { reference }
  const sentAt = facts.unknownOf && facts.movedAt ? { sentAt: facts.movedAt } : {}
  const report = await callAdapter(station, adapterId, 'lookup', { by, input, ...sentAt })
  return { operation: action.kind === 'poll' ? 'poll' : 'lookup', ...report }
}

/** Written once the lane has room, right before the request: from here on it may have arrived. */
async function intend(station: Station, errand: Errand): Promise<void> {
  await station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, errand.caseId)
    const action = callFor(ledger, errand.action.leg)
    // The person withdrew, or corrected, while we waited for the lane.
    if (action?.kind !== errand.action.kind) throw new PlanChanged()
    const { facts } = ledger.leg(errand.action.leg)
    ledger.record(ENGINE, intentOf(errand, facts))
    await ledger.save()
  })
}

/** Nothing was sent; the leg's next step is another one now. */
class PlanChanged extends Error {}

async function reconsider(station: Station, caseId: string, leg: string): Promise<void> {
  await station.db.transaction().execute(async (tx) => {
    await advance(station, tx, await openLedger(station, tx, caseId), { release: leg })
  })
}

function intentOf({ action, legId, input }: Errand, facts: LegFacts): NewEvent {
  const { leg } = action
  const attempt = facts.attempts + 1
  if (action.kind === 'withdraw') return { kind: 'leg_withdrawing', data: { leg, attempt } }
  const data = { leg, key: legId, attempt, fields: Object.keys(input) }
  return action.kind === 'correct'
    ? { kind: 'leg_correcting', data }
    : { kind: 'leg_submitting', data }
}

async function finish(station: Station, errand: Errand, answer: CallAnswer): Promise<void> {
  const { caseId, action } = errand
  await station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, caseId)
    const { facts, row, setup } = ledger.leg(action.leg)
    const patience = patienceOf(setup, facts, ledger.now)
    if (isStillOurs(errand, facts)) {
      const by = { ...ENGINE, actor: `agency:${row.agencyId}`, basis: 'agency_answer' as const }
      ledger.record(by, ...answerEvents(station, facts, answer, patience))
    }
    await keepEvidence(tx, ledger, errand, answer)
    const isOurs = isOurTurn(answer, patience)
    const waits = isOurs ? {} : { waitSeconds: laneWait(ledger.now, answer) }
    await advance(station, tx, ledger, { release: action.leg, ...waits })
  })
}

/** Another process that took us for dead may have gone on; then its word counts, not ours. */
function isStillOurs({ action, facts: before }: Errand, now: LegFacts): boolean {
  const hasIntent = !['lookup', 'poll'].includes(action.kind)
  return hasIntent
    ? now.attempts === before.attempts || now.intent?.attempt === before.attempts + 1
    : now.attempts === before.attempts && now.intent === null
}

function laneWait(now: Date, { outcome }: CallAnswer): number {
  const retryAfter = outcome?.kind === 'unavailable' ? outcome.retryAfter : undefined
  const seconds = retryAfter ? (Date.parse(retryAfter) - now.getTime()) / SECOND_MS : 0
  return Math.min(Math.max(seconds, LANE_WAIT_SECONDS), LONGEST_LANE_WAIT_SECONDS)
}

/** A poll that brought nothing new leaves nothing behind. */
async function keepEvidence(tx: Db, ledger: Ledger, errand: Errand, answer: CallAnswer) {
  if (answer.operation === 'poll' || ledger.row.erasedAt) return
  const rows = answer.evidence.map(async ({ label, mediaType, body }) => ({
    evidenceId: randomUUID(),
    caseId: errand.caseId,
    leg: errand.action.leg,
    keptAt: ledger.now,
    label,
    mediaType,
    sealed: await ledger.seal.close(body),
  }))
  await insertEvidence(tx, await Promise.all(rows))
}
