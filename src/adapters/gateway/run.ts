// Runs one operation of one adapter: builds what it may use of the world, keeps its time, and turns
// whatever happens into a result. Nothing an adapter throws is lost, and nothing is guessed: once a
// filing may have left, every failure is `unknown`.

import type { z } from 'zod'
import { taipeiTime } from '../../core/clock.ts'
import type { Station } from '../../core/station.ts'
import type { Adapter, Call } from '../contract.ts'
import { AgencyTrouble, ChangedLayout } from '../kit/trouble.ts'
import {
  type Arguments,
  type Evidence,
  HealthSchema,
  type Operation,
  OutcomeSchema,
  ReadAnswerSchema,
  type Results,
  WithdrawalSchema,
} from '../schema.ts'
import { type Outgoing, openOutgoing } from './outgoing.ts'
import { collectEvidence, redact, wordsIn } from './redact.ts'
import { type OpenWires, openWires } from './wires.ts'

export interface World {
  station: Station
  now: Date
  /** Fills `{sandbox}`; an address it cannot fill is no declared host. */
  resolve: (address: string) => string
  credentials: Map<string, string>
}

export interface Run<O extends Operation> {
  result: Results[O]
  evidence: Evidence[]
  /** Null when the agency answered properly. */
  cause: string | null
  /** How long the agency asked us to wait; 0 when it did not. */
  retryAfterMs: number
  /** Labels of a page that is not the one the adapter knows. */
  differences: string[]
}

export async function runOperation<O extends Operation>(
  adapter: Adapter,
  operation: O,
  args: Arguments[O],
  world: World,
): Promise<Run<O>> {
  const { limits, hosts } = adapter.describe
  const kept = collectEvidence()
  const timeUp = new AbortController()
  const credential = credentialsOf(world)
  const outgoing = openOutgoing({
    credential,
    hosts: hosts.map(world.resolve),
    maxResponseBytes: limits.maxResponseBytes,
    signal: timeUp.signal,
    isHarmless: isHarmless(operation),
    resolve: world.resolve,
  })
  const { call, wires } = callFor(adapter, operation, world, { outgoing, kept, timeUp, credential })

  let failure: AgencyTrouble | null = null
  let result: Results[O] | undefined
  try {
    result = checked(
      operation,
      await inTime(limits.timeoutMs, perform(adapter, operation, args, call)),
    )
  } catch (error) {
    failure = asTrouble(error)
    kept.keep({ label: 'trouble', mediaType: 'text/plain', body: traceOf(error) })
  } finally {
    // Also cuts off an adapter that goes on working after its time: nothing goes out any more.
    timeUp.abort()
    outgoing.close()
    await closed(wires, world)
  }
  kept.keep({ label: 'requests', mediaType: 'text/plain', body: outgoing.trace().join('\n') })
  const evidence = kept.all()
  if (failure) {
    const told = failure instanceof ChangedLayout ? failure.differences : []
    const hidden = [...world.credentials.values(), ...wordsIn(args)]
    // They leave the case: into the log, onto desks. A page that warns may quote what was typed.
    const differences = told.map((one) => redact(one, hidden))
    const after = afterFailure(operation, failure, outgoing, world.now)
    return { ...after, differences, evidence } as Run<O>
  }
  const answer = withAddress(result as Results[O], world)
  return { ...afterAnswer(answer, world.now), differences: [], evidence }
}

/** An address for the person, such as where to pay, may stand on the stand-in. */
function withAddress<R>(result: R, world: World): R {
  const { url } = (result ?? {}) as { url?: unknown }
  return typeof url === 'string' ? { ...result, url: world.resolve(url) } : result
}

/** Operations that file, change and cancel nothing, whatever they send. */
const isHarmless = (operation: Operation): boolean =>
  operation === 'lookup' || operation === 'health' || operation === 'read'

interface Means {
  outgoing: Outgoing
  kept: ReturnType<typeof collectEvidence>
  timeUp: AbortController
  credential: Call['credential']
}

const credentialsOf =
  ({ credentials }: World): Call['credential'] =>
  (name) => {
    const value = credentials.get(name)
    if (value === undefined) throw new AgencyTrouble('no_credential')
    return value
  }

function callFor(
  { describe }: Adapter,
  operation: Operation,
  world: World,
  { outgoing, kept, timeUp, credential }: Means,
): { call: Call; wires: OpenWires } {
  for (const secret of world.credentials.values()) kept.hide(secret)
  const own = {
    now: world.now,
    fetch: outgoing.fetch,
    resolve: world.resolve,
    credential,
    hide: kept.hide,
    keep: kept.keep,
  }
  const wires = openWires({
    ...own,
    adapterId: describe.id,
    kind: describe.kind,
    station: world.station,
    hosts: describe.hosts.map(world.resolve),
    signal: timeUp.signal,
    maxBytes: describe.limits.maxResponseBytes,
    isHarmless: isHarmless(operation),
    secrets: () => [...world.credentials.values()],
    leave: outgoing.leave,
    note: outgoing.note,
  })
  return { call: { ...own, wires: wires.wires }, wires }
}

/** What a wire cannot put away is ours to mend, and changes nothing about the agency's answer. */
async function closed(wires: OpenWires, { station }: World): Promise<void> {
  try {
    await wires.close()
  } catch (err) {
    station.log.error({ err }, 'wire not closed')
  }
}

const NOTHING_TO_EXCHANGE = Promise.resolve({ ok: true, detail: 'no drop-box' })

function perform(
  adapter: Adapter,
  operation: Operation,
  args: Arguments[Operation],
  call: Call,
): Promise<unknown> {
  const {
    key = '',
    by = { key },
    reference = '',
    input = {},
  } = args as Partial<Arguments['submit'] & Arguments['lookup'] & Arguments['withdraw']>
  if (operation === 'submit') return adapter.submit(key, input, call)
  if (operation === 'lookup') return adapter.lookup(by, input, call)
  if (operation === 'withdraw') return adapter.withdraw(reference, input, call)
  if (operation === 'health') return adapter.health(call)
  if (operation === 'exchange') return adapter.exchange?.(call) ?? NOTHING_TO_EXCHANGE
  if (operation === 'read') return performRead(adapter, args as Arguments['read'], call)
  if (!adapter.correct) throw new AgencyTrouble('cannot_correct')
  return adapter.correct(reference, input, call)
}

async function performRead(
  adapter: Adapter,
  { subject, fields, consent }: Arguments['read'],
  call: Call,
): Promise<unknown> {
  if (!adapter.read) throw new AgencyTrouble('cannot_read')
  const answer = await adapter.read(subject, fields, call, consent)
  if (answer.kind !== 'answered') return answer
  // An agency that tells more than it was asked is not heard.
  const asked = Object.entries(answer.values).filter(([field]) => fields.includes(field))
  return { ...answer, values: Object.fromEntries(asked) }
}

async function inTime<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AgencyTrouble('timeout')), timeoutMs)
  })
  // The loser of the race must not end the process when it fails later.
  work.catch(() => undefined)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const SCHEMAS: Partial<Record<Operation, z.ZodType>> = {
  health: HealthSchema,
  exchange: HealthSchema,
  withdraw: WithdrawalSchema,
  read: ReadAnswerSchema,
}

/** @throws AgencyTrouble when an adapter answers in no known shape */
function checked<O extends Operation>(operation: O, answer: unknown): Results[O] {
  if (operation === 'lookup' && answer === null) return null as Results[O]
  const schema = SCHEMAS[operation] ?? OutcomeSchema
  if (!schema.safeParse(answer).success) throw new AgencyTrouble('malformed_outcome')
  return answer as Results[O]
}

function asTrouble(error: unknown): AgencyTrouble {
  if (error instanceof AgencyTrouble) return error
  const name = error instanceof Error ? error.name : typeof error
  return new AgencyTrouble(`error_${name}`, { cause: error })
}

/** Where it happened; what it said may hold a person's data and goes no further than the case. */
const traceOf = (error: unknown): string => {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const cause = error instanceof Error && error.cause ? `\ncaused by ${traceOf(error.cause)}` : ''
  return stack + cause
}

function afterFailure(
  operation: Operation,
  failure: AgencyTrouble,
  outgoing: Outgoing,
  now: Date,
): Omit<Run<Operation>, 'evidence' | 'differences'> {
  const cause = failure.trouble.slice(0, 100)
  const retryAfterMs = (failure.retryAfterSeconds ?? 0) * 1000
  const isOwn = operation === 'health' || operation === 'exchange'
  if (isOwn) return { result: { ok: false, detail: cause }, cause, retryAfterMs }
  if (outgoing.mayHaveArrived() && !failure.isNothingRecorded) {
    return { result: { kind: 'unknown', cause }, cause, retryAfterMs }
  }
  const retryAfter =
    retryAfterMs > 0 ? { retryAfter: taipeiTime(new Date(now.getTime() + retryAfterMs)) } : {}
  return { result: { kind: 'unavailable', cause, ...retryAfter }, cause, retryAfterMs }
}

function afterAnswer<R>(result: R, now: Date) {
  const said = (result ?? {}) as { kind?: string; ok?: boolean } & Record<string, unknown>
  const isFailure = said.kind === 'unavailable' || said.kind === 'unknown' || said.ok === false
  const cause = isFailure ? String(said.cause ?? said.detail).slice(0, 100) : null
  const until = typeof said.retryAfter === 'string' ? new Date(said.retryAfter).getTime() : 0
  return { result, cause, retryAfterMs: Math.max(0, until - now.getTime()) }
}
