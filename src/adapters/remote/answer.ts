// Reads what a remote adapter answered: a body of the contract, a refusal of the input, or trouble.
// Only problem details of the contract may say that nothing was recorded; a proxy's page may not.

import type { Reason } from '../contract.ts'
import { says } from '../kit/agency.ts'
import { AgencyTrouble, expectStatus } from '../kit/trouble.ts'
import { WireProblem } from './wire.ts'

export type Answer =
  | { kind: 'said'; body: unknown }
  /** Nothing was recorded: the input is wrong. */
  | { kind: 'refused'; reasons: Reason[] }

const WRONG_INPUT = [400, 413, 415, 422]
const NOT_LET_IN = [401, 403]
const NOT_OFFERED = [404, 405, 501]

/** @throws AgencyTrouble; with `isNothingRecorded` where the contract says so */
export function readAnswer(status: number, headers: Headers, text: string): Answer {
  if (status >= 200 && status < 300) return { kind: 'said', body: parsed(text) }
  const problem = problemIn(headers, text)
  if (problem && WRONG_INPUT.includes(status)) {
    return { kind: 'refused', reasons: reasonsOf(problem) }
  }
  const nothing = { isNothingRecorded: true }
  if (problem && NOT_LET_IN.includes(status)) {
    throw new AgencyTrouble('credential_refused', nothing)
  }
  if (problem && NOT_OFFERED.includes(status)) throw new AgencyTrouble('not_offered', nothing)
  if (status === 409 && !problem?.nothingRecorded) {
    throw new AgencyTrouble(problem?.cause ?? 'conflict')
  }
  // What stands before the adapter may answer 401 or 403 after the filing went through.
  if (NOT_LET_IN.includes(status)) throw new AgencyTrouble(`http_${status}`)
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (problem?.nothingRecorded) {
    const wait = seconds >= 0 ? { retryAfterSeconds: seconds } : {}
    throw new AgencyTrouble(problem.cause ?? `http_${status}`, { ...nothing, ...wait })
  }
  expectStatus(status, headers)
  throw new AgencyTrouble(`http_${status}`)
}

function problemIn(headers: Headers, text: string): WireProblem | null {
  const isProblem = /^application\/problem\+json\b/.test(headers.get('content-type') ?? '')
  const read = isProblem ? WireProblem.safeParse(parsed(text)) : null
  return read?.success ? read.data : null
}

/** Undefined for what is no JSON, which no schema of the contract takes. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function reasonsOf({ errors = [], detail, title }: WireProblem): Reason[] {
  const found = errors.map((error) => ({
    text: error.text ?? says(error.detail),
    field: error.pointer,
  }))
  return found.length > 0 ? found : [{ text: says(detail ?? title ?? '資料不對') }]
}
