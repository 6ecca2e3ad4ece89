// Calls to agencies, and what people do about them: start a stopped lane, change a credential. The
// one door through which anything of ours reaches an agency.

import { randomUUID } from 'node:crypto'
import { taipeiDay, taipeiTime } from '../core/clock.ts'
import { Failure, type Problem } from '../core/errors.ts'
import { recordEvent } from '../core/events.ts'
import { linePorts } from '../core/sandbox.ts'
import type { Station } from '../core/station.ts'
import type { Adapter, Description, Input } from './contract.ts'
import { type Run, runOperation, type World } from './gateway/run.ts'
import { filledAddress, getAdapter, listAdapters } from './load.ts'
import { demoPaper, readLimit } from './reading.ts'
import {
  BREAKER_FAILURES,
  FIRST_PAUSE_MS,
  isOpen,
  isUnsettled,
  judgeAnswer,
  type LaneVerdict,
  LEASE_MS,
  LONGEST_PAUSE_MS,
  mayPassStopped,
  nextOpening,
  paceOf,
} from './rules.ts'
import {
  type Arguments,
  type BeforeSend,
  type CallReport,
  KEY_PATTERN,
  type Operation,
  type Results,
} from './schema.ts'
import { listCredentials } from './store/credentials.ts'
import { deleteHookCallsBefore } from './store/hooks.ts'
import { startStoppedLane } from './store/lanes.ts'
import { deleteReadingsBefore } from './store/readings.ts'
import {
  deleteCallsBefore,
  endAbandonedCalls,
  findRefusal,
  giveBackSlot,
  renewSlot,
  type SlotReturn,
  type SlotWish,
  takeSlot,
} from './store/slots.ts'

/**
 * Calls an agency once, within its hours, its lane and its time. Never waits for a place in the lane.
 * Whatever happens at the agency comes back as an outcome.
 * @throws Failure not_found for an adapter the city does not have, invalid for a key no agency takes
 */
export async function callAdapter<O extends Operation>(
  station: Station,
  adapterId: string,
  operation: O,
  args: Arguments[O],
): Promise<CallReport<O>> {
  return carry(station, getAdapter(station, adapterId), operation, args)
}

/** As `callAdapter`, for an adapter that may not be loaded: the contract's tests use it. */
export async function carry<O extends Operation>(
  station: Station,
  adapter: Adapter,
  operation: O,
  args: Arguments[O],
): Promise<CallReport<O>> {
  const { describe } = adapter
  const startedAt = station.clock.now()
  const notTried = (cause: string, retryAfter?: string): CallReport<O> => ({
    outcome: notTriedResult(operation, cause, retryAfter) as Results[O],
    evidence: [],
    isTried: false,
    startedAt,
    endedAt: startedAt,
  })

  const key = keyOf(args)
  if (key !== null && !KEY_PATTERN.test(key)) throw new Failure('invalid', 'adapters.bad_key')
  if (describe.kind === 'desk') return notTried('desk')
  if (!isOpen(describe.openingHours, startedAt) && describe.openingHours) {
    return notTried('closed', nextOpening(describe.openingHours, startedAt))
  }

  const until = await readLimit(station, describe, operation, args)
  if (until) return notTried('too_often', until)

  const wish = wishFor(describe, operation, key, startedAt)
  if (!(await takeSlot(station.db, wish))) {
    const { reason, waitMs, cause } = await findRefusal(station.db, wish)
    const waitSeconds = Math.max(1, Math.ceil(waitMs / 1000))
    const retryAfter = taipeiTime(new Date(startedAt.getTime() + waitSeconds * 1000))
    return reason === 'stopped' ? notTried(cause ?? reason) : notTried(reason, retryAfter)
  }
  return callInSlot(station, adapter, operation, args, wish)
}

async function callInSlot<O extends Operation>(
  station: Station,
  adapter: Adapter,
  operation: O,
  args: Arguments[O],
  wish: SlotWish,
): Promise<CallReport<O>> {
  const renewal = setInterval(() => {
    renewSlot(station.db, wish).catch(() => {
      station.log.warn({ callId: wish.callId }, 'lease not renewed')
    })
  }, LEASE_MS / 3)
  const begunMs = performance.now()
  try {
    const world = await readyWorld(station, adapter.describe, args as BeforeSend, wish)
    const run = await runOperation(adapter, operation, args, world)
    const outcome = settled(adapter.describe, operation, args, run, wish.startedAt)
    await endCall(station, wish, {
      outcome: nameOf(outcome),
      cause: run.cause,
      differences: run.differences,
      durationMs: performance.now() - begunMs,
      ...judgeAnswer(run.cause, run.retryAfterMs),
    })
    const { startedAt } = wish
    const { evidence } = run
    return { outcome, evidence, isTried: true, startedAt, endedAt: station.clock.now() }
  } finally {
    clearInterval(renewal)
  }
}

/** What the call may use; whoever asked for it has written down that it is made. */
async function readyWorld(
  station: Station,
  describe: Description,
  args: BeforeSend,
  wish: SlotWish,
): Promise<World> {
  try {
    const world = await worldFor(station, describe, wish.startedAt)
    await args.beforeSend?.()
    return world
  } catch (error) {
    const untouched = { health: 'neutral', isStopping: false, quietMs: 0 } as const
    await endCall(station, wish, { outcome: 'not_sent', cause: null, durationMs: 0, ...untouched })
    throw error
  }
}

/** A lookup that finds nothing while the lost request may still be at work has settled nothing. */
function settled<O extends Operation>(
  describe: Description,
  operation: O,
  args: Arguments[O],
  run: Run<O>,
  now: Date,
): Results[O] {
  if (operation !== 'lookup' || run.result !== null) return run.result
  const { sentAt } = args as Arguments['lookup']
  const { settlesAfterSeconds = 0 } = describe.semantics
  if (!sentAt || !isUnsettled(describe.semantics, sentAt, now)) return run.result
  const retryAfter = taipeiTime(new Date(sentAt.getTime() + settlesAfterSeconds * 1000))
  return { kind: 'unavailable', cause: 'not_settled_yet', retryAfter } as Results[O]
}

type Ending = Pick<SlotReturn, 'outcome' | 'cause' | 'durationMs'> &
  LaneVerdict & { differences?: string[] }

/** What the agency answered is worth more than our own book-keeping: a failure here is only told. */
async function endCall(station: Station, wish: SlotWish, ending: Ending): Promise<void> {
  const { adapterId, operation, callId } = wish
  const { outcome, cause, differences = [] } = ending
  const durationMs = Math.round(ending.durationMs)
  station.log.info({ adapterId, operation, outcome, cause, durationMs }, 'agency called')
  try {
    const hasStopped = await giveBackSlot(station.db, {
      ...ending,
      durationMs,
      adapterId,
      callId,
      endedAt: station.clock.now(),
      breakerFailures: BREAKER_FAILURES,
      firstPauseMs: FIRST_PAUSE_MS,
      longestPauseMs: LONGEST_PAUSE_MS,
    })
    if (hasStopped) await tellStopped(station, { adapterId, cause, differences })
  } catch (err) {
    station.log.error({ adapterId, callId, err }, 'slot not given back; its lease ends by itself')
  }
}

/** `differences`: what was expected of the agency's page and what stands there now. */
async function tellStopped(
  station: Station,
  stop: { adapterId: string; cause: string | null; differences: string[] },
) {
  station.log.error(stop, 'lane stopped')
  await station.db.transaction().execute((tx) =>
    recordEvent(station, tx, {
      name: 'adapters.lane_stopped',
      version: 1,
      data: stop,
    }),
  )
}

function nameOf(result: Results[Operation]): string {
  if (result === null) return 'not_there'
  if ('ok' in result) return result.ok ? 'well' : 'unwell'
  return result.kind
}

function notTriedResult(operation: Operation, cause: string, retryAfter?: string) {
  if (operation === 'health' || operation === 'exchange') return { ok: false, detail: cause }
  return { kind: 'unavailable', cause, ...(retryAfter ? { retryAfter } : {}) }
}

const keyOf = (args: Partial<Arguments['submit']>): string | null => args.key ?? null

function wishFor(
  describe: Description,
  operation: Operation,
  key: string | null,
  startedAt: Date,
): SlotWish {
  return {
    ...paceOf(describe.limits),
    callId: randomUUID(),
    adapterId: describe.id,
    operation,
    // Two visits at a time to one box would get into each other's way.
    key: operation === 'exchange' ? 'exchange' : key,
    concurrency: describe.limits.concurrency,
    leaseMs: LEASE_MS,
    mayPassStopped: mayPassStopped(operation),
    breakerFailures: BREAKER_FAILURES,
    startedAt,
  }
}

export async function worldFor(station: Station, describe: Description, now: Date): Promise<World> {
  const credentials = new Map<string, string>()
  if (describe.credentials?.length) {
    for (const { name, keyId, sealed } of await listCredentials(station.db, describe.id)) {
      credentials.set(name, await station.secrets.openText(station.db, keyId, sealed))
    }
    for (const { name, demo } of describe.credentials) {
      const paper = credentials.has(name) ? null : await demoPaper(station, demo)
      if (paper !== null) credentials.set(name, paper)
    }
  }
  const lines = await linePorts(station)
  const resolve = (address: string) => filledAddress(station.config, address, lines)
  return { station, now, resolve, credentials }
}

/** Lets calls through again, after a person has mended what had stopped them. */
export async function startLane(station: Station, adapterId: string): Promise<void> {
  getAdapter(station, adapterId)
  await station.db.transaction().execute(async (tx) => {
    if (!(await startStoppedLane(tx, adapterId))) return
    await recordEvent(station, tx, {
      name: 'adapters.lane_started',
      version: 1,
      data: { adapterId },
    })
    station.log.info({ adapterId }, 'lane started')
  })
}

/** What the agency would refuse, told before filing. Adapters describe the rules; nothing is asked. */
export const checkInput = (
  station: Station,
  adapterId: string,
  input: Input,
  now: Date,
): Problem[] => getAdapter(station, adapterId).check(input, now)

/** Asks every agency with a system whether it is well. A slow one holds up nobody else. */
export async function checkHealth(station: Station): Promise<void> {
  const machines = listAdapters(station).filter(({ describe }) => describe.kind !== 'desk')
  await Promise.all(machines.map(({ describe }) => callAdapter(station, describe.id, 'health', {})))
}

const CALLS_KEPT_DAYS = 30
const DAY_MS = 86_400_000

/** Ends the calls of killed processes and forgets old ones. */
export async function sweepCalls(station: Station): Promise<void> {
  const now = station.clock.now()
  const ended = await endAbandonedCalls(station.db, now)
  if (ended > 0) station.log.warn({ ended }, 'calls abandoned')
  await deleteCallsBefore(station.db, new Date(now.getTime() - CALLS_KEPT_DAYS * DAY_MS))
  await deleteHookCallsBefore(station.db, new Date(now.getTime() - DAY_MS))
  await deleteReadingsBefore(station.db, taipeiDay(now))
}
