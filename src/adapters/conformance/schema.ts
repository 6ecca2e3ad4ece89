// What a check of the conformance kit is, and what it leaves behind. A check holds one sentence of the
// contract against one adapter.

import type { Adapter, Input, Kind } from '../contract.ts'
import type { Run, World } from '../gateway/run.ts'
import type { Arguments, Operation } from '../schema.ts'

export const GROUPS = {
  describe: 'What it says of itself',
  example: 'Its example',
  check: 'What it refuses before filing',
  submit: 'Filing',
  idempotency: 'Filing once',
  lookup: 'Looking up',
  unknown: 'When it is not known whether the filing arrived',
  withdraw: 'Taking back',
  correct: 'Correcting',
  hours: 'Opening hours',
  limits: 'Limits and sizes',
  hosts: 'Hosts and redirects',
  words: 'Words in Chinese and English',
  timeouts: 'Time-outs',
  abort: 'Being cut off',
  evidence: 'Evidence and secrets',
  health: 'Health',
  read: 'Reading what the agency knows',
} as const
export type Group = keyof typeof GROUPS

/**
 * What a check needs. `nothing`: only the adapter's own words. `agency`: asks and files nothing, so it
 * may be run against a live agency. `stand-in`: files, and so never runs against a live agency.
 * `stranger`: a server of the kit's own that answers nonsense in the agency's place.
 */
export type Need = 'nothing' | 'agency' | 'stand-in' | 'stranger'

export interface Check {
  /** `<group>.<words-with-hyphens>`, the same for ever: reports of years are compared by it. */
  name: string
  /** What is held, as a sentence. */
  says: string
  needs: Need
  /** Why it does not apply to this adapter; null or absent when it does. */
  skips?: (adapter: Adapter) => string | null
  /** May give a detail worth telling. @throws Broken */
  run(bench: Workbench): Promise<string | undefined> | string | undefined
}

/** One line of the report. `ok` is null where the check does not apply. */
export interface Finding {
  adapter: string
  kind: Kind
  check: string
  ok: boolean | null
  detail: string
}

/** The contract is broken. Its message tells how. */
export class Broken extends Error {}

/** @throws Broken */
export function hold(isHeld: boolean, otherwise: string): asserts isHeld {
  if (!isHeld) throw new Broken(otherwise)
}

/** A filing as the stand-in's `/oracle/<agency>` lists it. */
export interface Seen {
  number: string
  key: string
  status: string
  standing: boolean
  fields: Record<string, unknown>
}

/** The pretended agency behind an adapter: its counts and its switches. */
export interface StandIn {
  /** Everything it holds is forgotten. */
  reset(): Promise<void>
  fault(mode: string, more?: { on?: string; times?: number; delayMs?: number }): Promise<void>
  filings(): Promise<Seen[]>
  /** Attempts that reached it, refused and repeated ones too. */
  received(): Promise<number>
}

export interface RunOptions {
  timeoutMs?: number
  maxResponseBytes?: number
  hosts?: string[]
  credentials?: Map<string, string>
}

/** What checks are given. Every check starts with an empty stand-in and without faults. */
export interface Workbench {
  adapter: Adapter
  now: Date
  /** @throws Broken when the adapter has no example */
  input(): Input
  newKey(): string
  run<O extends Operation>(operation: O, args: Arguments[O], options?: RunOptions): Promise<Run<O>>
  /** As `run`, in the lane: within hours. */
  atHour(at: Date, key: string): Promise<{ outcome: unknown; isTried: boolean }>
  /** Files the example. @throws Broken when that does not go through */
  file(key: string): Promise<string>
  standIn: StandIn
  credentials: Map<string, string>
  /** Long enough for one call of this kind, and for a person who waits for the report. */
  patienceMs: number
  /** The agency is away, and something else answers in its place. */
  withStranger<T>(manner: StrangerManner, work: (at: StrangerBench) => Promise<T>): Promise<T>
}

export type StrangerManner =
  | 'empty'
  | 'garbage'
  | 'other-site'
  | 'endless'
  | 'redirect-inside'
  | 'redirect-abroad'
  | 'redirect-loop'
  | 'too-many-requests'
  | 'not-found'
  | 'closed-port'
  | 'silent'

export interface StrangerBench {
  run: Workbench['run']
  /** `GET /park/apply1.aspx`, in their order. */
  asked: string[]
  /** Requests that a redirect led elsewhere. */
  astray: string[]
}

/** Where a workbench gets its ground from. */
export type MakeWorld = (now: Date) => Promise<World>
