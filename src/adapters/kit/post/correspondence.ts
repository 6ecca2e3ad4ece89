// What a pile of letters about one filing comes to: which of ours arrived, what the agency said last,
// what it has not answered yet. Pure.

import type { LocalText } from '../../../core/errors.ts'
import type { Reason } from '../../contract.ts'
import type { Letter } from '../../wires/mail/wire.ts'

/** What one answer of the agency means. `number`: what the agency calls the filing. */
export type Meaning =
  /** It came in; often written after something that matters more, which it does not take back. */
  | { kind: 'receipt'; number?: string | undefined }
  | { kind: 'pending'; number?: string | undefined; note?: LocalText }
  | { kind: 'approved'; number?: string | undefined; permit?: string | undefined }
  | { kind: 'rejected'; number?: string | undefined; reasons: Reason[] }
  | { kind: 'correction'; number?: string | undefined; reasons: Reason[]; by?: string }
  /** Refused before anything was filed. */
  | { kind: 'not_filed'; reasons: Reason[] }
  | { kind: 'withdrawn'; number?: string | undefined; reasons: Reason[] }
  | { kind: 'withdrawal_refused'; reasons: Reason[] }
  /** It says that it has this already: believed only of a number that it told us before. */
  | { kind: 'duplicate'; number?: string | undefined }

export type Said = Exclude<Meaning, { kind: 'receipt' | 'withdrawal_refused' | 'duplicate' }>

export interface Read {
  letter: Letter
  meaning: Meaning | null
}

export interface Correspondence {
  key: string
  number: string | null
  /** Our letter that counts; null when none arrived. */
  filing: Letter | null
  failedFilings: number
  /** Nobody knows whether the letter arrived, and nobody has answered. */
  isUnanswerable: boolean
  last: Said | null
  /** Of ours, sent and not answered. */
  openRequest: 'withdrawal' | 'correction' | null
  withdrawalRefused: Reason[] | null
  /** Letters that ask for a correction. */
  requests: Letter[]
  notUnderstood: Letter[]
}

/** @param read all letters of the filing, oldest first */
export function weigh(key: string, read: Read[]): Correspondence {
  const known: Correspondence = {
    key,
    number: null,
    filing: null,
    failedFilings: 0,
    isUnanswerable: false,
    last: null,
    openRequest: null,
    withdrawalRefused: null,
    requests: [],
    notUnderstood: [],
  }
  for (const { letter, meaning } of read) {
    if (letter.direction === 'out') weighOurs(known, letter)
    else if (letter.state === 'bounce') weighBounce(known, letter)
    else if (meaning) weighAnswer(known, letter, meaning)
    else if (letter.state === 'matched') known.notUnderstood.push(letter)
  }
  return known
}

function weighOurs(known: Correspondence, letter: Letter): void {
  if (letter.state === 'refused') return
  if (letter.topic.startsWith('filing')) {
    known.filing = letter
    known.isUnanswerable = letter.state === 'leaving'
    known.last = null
    known.number = null
  } else if (letter.topic === 'withdrawal') known.openRequest = 'withdrawal'
  else known.openRequest = 'correction'
}

function weighBounce(known: Correspondence, bounce: Letter): void {
  if (bounce.topic === 'withdrawal' || bounce.topic.startsWith('correction')) {
    known.openRequest = null
    return
  }
  // The agency has answered since: somebody there has it, whatever else came back.
  if (known.last || !known.filing || bounce.topic !== known.filing.topic) return
  known.filing = null
  known.failedFilings += 1
}

function weighAnswer(known: Correspondence, letter: Letter, meaning: Meaning): void {
  if (meaning.kind === 'duplicate') {
    if (meaning.number !== known.number) known.notUnderstood.push(letter)
    return
  }
  // A letter about another filing, written to this one's address: it settles neither.
  if (isOfAnother(known, meaning)) {
    known.notUnderstood.push(letter)
    return
  }
  const asked = known.openRequest
  if (meaning.kind === 'withdrawal_refused') {
    known.withdrawalRefused = meaning.reasons
    if (asked === 'withdrawal') known.openRequest = null
    return
  }
  if ('number' in meaning && meaning.number) known.number = meaning.number
  if (meaning.kind === 'receipt') {
    known.last ??= { kind: 'pending' }
    return
  }
  // A word on how it goes on does not answer that it shall be taken back.
  if (asked === 'correction' || meaning.kind !== 'pending') known.openRequest = null
  if (meaning.kind === 'correction') known.requests.push(letter)
  if (meaning.kind === 'not_filed') known.failedFilings += 1
  // A word on how it went on, overtaken by the decision.
  if (meaning.kind !== 'pending' || !isDecided(known.last)) known.last = meaning
}

const isOfAnother = ({ number }: Correspondence, meaning: Meaning): boolean =>
  number !== null && 'number' in meaning && !!meaning.number && meaning.number !== number

const isDecided = (last: Said | null): boolean =>
  last !== null && ['approved', 'rejected', 'withdrawn'].includes(last.kind)
