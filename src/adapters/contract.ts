// The contract between a case and any agency's system. A remote adapter is the same contract over
// HTTP. Source: docs/adapters.md.

import type { LocalText, Problem } from '../core/errors.ts'
import type { Consent, Reads } from './readable.ts'

/** How an agency is reached. `desk` is a person; `remote` is this contract over HTTP. */
export const KINDS = [
  'http',
  'html-form',
  'browser',
  'mail',
  'fax',
  'drop-box',
  'desk',
  'remote',
] as const
export type Kind = (typeof KINDS)[number]

/**
 * What any call can come to. `unknown` means the request may have arrived: it is never sent again
 * before `lookup`, or a person, has settled it.
 */
export type Outcome =
  | { kind: 'accepted'; reference: string }
  | { kind: 'pending'; reference: string; until?: string; note?: LocalText }
  | { kind: 'approved'; reference: string; number?: string }
  /** `isWithdrawn`: it stands no longer because the applicant took it back. */
  | { kind: 'rejected'; reference?: string; reasons: Reason[]; isWithdrawn?: true }
  | Needs
  | { kind: 'unavailable'; retryAfter?: string; cause: string }
  | { kind: 'unknown'; cause: string }

/**
 * The person must do something. `by` is RFC 3339; absent when the agency names no limit. A
 * correction without a reference was refused before anything was filed: it is submitted again.
 */
export interface Needs {
  kind: 'needs'
  what: 'payment' | 'upload' | 'correction' | 'visit'
  reference?: string
  by?: string
  reasons: Reason[]
  /** For a visit: where to go and what to bring. For a payment: where to pay. */
  where?: LocalText
  bring?: LocalText[]
  url?: string
}

/** In the agency's own words. `field` names the input it speaks of, when the agency says so. */
export interface Reason {
  text: LocalText
  field?: string
}

/** What a withdrawal can come to. `refused` carries the agency's reason. */
export type Withdrawal =
  | { kind: 'withdrawn' }
  | { kind: 'refused'; reasons: Reason[] }
  | { kind: 'unavailable'; retryAfter?: string; cause: string }
  | { kind: 'unknown'; cause: string }

/**
 * What a reading can come to. `values` by field, none that was not asked for; one the agency does not
 * hold is left out. `at`: when the agency looked, RFC 3339.
 */
export type ReadAnswer =
  | { kind: 'answered'; values: Record<string, unknown>; at: string }
  | { kind: 'not_known' | 'mismatch' | 'refused'; reasons: Reason[] }
  | { kind: 'unavailable'; retryAfter?: string; cause: string }
  | { kind: 'unknown'; cause: string }

/** Flat or nested plain JSON, as the journey's leg sends it. */
export type Input = Record<string, unknown>

/** What an adapter may use of the world during one call. */
export interface Call {
  now: Date
  /** `fetch` bounded to the declared hosts, the time-out, and a response size. */
  fetch: (url: string, init?: CallInit) => Promise<CallResponse>
  /** The address that `fetch` would go to, placeholders such as `{sandbox}` filled. */
  resolve?: (url: string) => string
  /** A credential of this agency by name; never logged, never evidence. */
  credential(name: string): string
  /** Also hidden in whatever is kept, from now on: a token that a credential was exchanged for. */
  hide?(secret: string): void
  /** Keeps what was sent and answered with the case, encrypted and redacted. */
  keep(evidence: { label: string; mediaType: string; body: string }): void
  /** Ways out besides HTTP: those of the adapter's kind, and no other. */
  wires: Wires
}

/**
 * What kinds other than HTTP reach their agency by. Each is declared beside its code in `wires/`,
 * and is there only for adapters of its kind.
 */
// biome-ignore lint/suspicious/noEmptyInterface: each wire adds itself by declaration merging.
export interface Wires {}

export interface CallInit {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array | URLSearchParams
  /** Default 'manual': the adapter sees every redirect. */
  redirect?: 'manual' | 'follow'
  /**
   * True for a request that cannot file, change or cancel anything: a wizard's step, a search.
   * Default: true for GET and HEAD, false for the rest. A failure after a request that is not
   * harmless is `unknown`; calling a filing request harmless may file it twice.
   */
  harmless?: boolean
  /**
   * Name of the credential to show at the door (https only): PEM, the certificate with its chain and
   * then its private key. Read at each call, so that a renewed one holds from the next call on.
   */
  clientCertificate?: string
  /** Name of the credential that holds the only authority trusted for this request, as PEM. */
  authority?: string
}

export interface CallResponse {
  status: number
  headers: Headers
  url: string
  bytes: Uint8Array
  text(encoding?: string): string
}

export interface Description {
  /** Also its file name in cities/<city>/adapters/. */
  id: string
  agencies: string[]
  kind: Kind
  title: LocalText
  /** JSON Schema of the input. */
  input: Record<string, unknown>
  semantics: {
    /** The agency itself answers the same key with the same filing. */
    idempotent: boolean
    lookup: 'key' | 'reference' | 'none'
    withdraw: boolean
    correct: boolean
    /**
     * How long a request that was cut off may still be at work in the agency's system. Until then a
     * lookup that finds nothing settles nothing. Absent: at once.
     */
    settlesAfterSeconds?: number
  }
  /** Taipei wall clock, `HH:MM`; null is round the clock. */
  openingHours: { from: string; to: string } | null
  limits: {
    timeoutMs: number
    /** Calls under way at the same time, over all processes. */
    concurrency: number
    perMinute: number
    maxResponseBytes: number
  }
  /** `host` or `host:port`; the only places a call may go. */
  hosts: string[]
  /**
   * Adapters that take over, in this order, when this one cannot go on: a robot, then a form by fax,
   * then a desk. They take the same input.
   */
  fallbacks?: string[]
  /**
   * Names of the credentials the adapter asks for; `demo` opens the stand-in only. `isPem`: several
   * lines, a certificate with its chain and its private key, or an authority.
   */
  credentials?: { name: string; title: LocalText; demo?: string; isPem?: boolean }[]
  /** By mail: the desk that reads what no rule understands. Absent: who answers for the journey. */
  letters?: { deskId: string }
  /** What this agency answers about a person who consents. Absent: nothing. */
  reads?: Reads
  /** For a desk: which one, minutes a filing takes there, and what to do, step by step. */
  desk?: {
    deskId: string
    minutes: number
    steps: LocalText[]
    /** How to take a filing back; absent: however the agency does it. */
    withdrawSteps?: LocalText[]
    site?: string
  }
}

export interface Hooks {
  /** Name of the credential that signs: `whsec_` and base64. */
  secret: string
  /** Which filing a message concerns; null when none. Pure. Throws when it cannot be read. */
  read(message: unknown): { key: string } | { reference: string } | null
}

export interface Adapter {
  describe: Description
  /** Pre-validation 前控: what the agency would refuse, told before filing. Pure. */
  check(input: Input, now: Date): Problem[]
  submit(key: string, input: Input, call: Call): Promise<Outcome>
  /** Null when the agency is certain not to have it. */
  lookup(
    by: { key: string } | { reference: string },
    input: Input,
    call: Call,
  ): Promise<Outcome | null>
  withdraw(reference: string, input: Input, call: Call): Promise<Withdrawal>
  /** Sends corrected input to a filing that was returned. */
  correct?(reference: string, input: Input, call: Call): Promise<Outcome>
  health(call: Call): Promise<{ ok: boolean; detail: string }>
  /** Of a drop-box: hands over the lists that are due and reads what came back. Safe at any time. */
  exchange?(call: Call): Promise<{ ok: boolean; detail: string }>
  /**
   * News the agency sends by itself to `/hooks/<id>`, signed as Standard Webhooks say. It never tells
   * how a filing stands: it only makes the next `lookup` come at once.
   */
  hooks?: Hooks
  /**
   * What the agency knows of a person who consents: harmless, and may be repeated. The same care is
   * due for somebody it does not know as for one whose particulars differ.
   */
  read?(subject: Input, fields: string[], call: Call, consent: Consent): Promise<ReadAnswer>
  /**
   * A filing that goes through as it stands, of people who do not exist. The conformance kit files
   * it at the stand-in, never at a live agency.
   */
  example?(now: Date): Input
}
