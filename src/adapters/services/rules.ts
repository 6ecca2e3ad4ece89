// What follows from a client, its filing and the hour: may it call, is a repetition answered from
// memory, must a doubt be settled first; what may stand in a wish. Pure.

import { canonicalJson } from '../../core/canonical.ts'
import { addDays } from '../../core/clock.ts'
import type { LocalText, Problem, Verdict } from '../../core/errors.ts'
import type { Description, Input, Outcome } from '../contract.ts'
import { words } from '../kit/words.ts'
import type { Client, ClientFiling, NewWish } from './schema.ts'

/** A person's filing is forgotten here this long after anything happened to it. */
export const FILINGS_KEPT_DAYS = 180

export function mayCall(
  client: Pick<Client, 'revokedAt' | 'adapterIds'>,
  adapterId: string,
): Verdict<'revoked' | 'not_allowed'> {
  if (client.revokedAt) return { ok: false, reason: 'revoked' }
  if (!client.adapterIds.includes(adapterId)) return { ok: false, reason: 'not_allowed' }
  return { ok: true }
}

/** What to do with a key that is known. */
export function nextStep(
  filing: Pick<ClientFiling, 'inputHash' | 'state' | 'sealedInput'>,
  inputHash: string,
): 'conflict' | 'forgotten' | 'answer' | 'settle' | 'send' {
  if (filing.inputHash !== inputHash) return 'conflict'
  if (!filing.sealedInput) return 'forgotten'
  if (filing.state === 'answered') return 'answer'
  return filing.state === 'ready' ? 'send' : 'settle'
}

/** How a filing stands after what the agency said. */
export function stateAfter(outcome: Outcome): 'ready' | 'unknown' | 'answered' {
  if (outcome.kind === 'unavailable') return 'ready'
  return outcome.kind === 'unknown' ? 'unknown' : 'answered'
}

/** By what the agency can be asked; null when it cannot. */
export function lookupBy(
  { semantics }: Pick<Description, 'semantics'>,
  agencyKey: string,
  reference: string | null,
): { key: string } | { reference: string } | null {
  if (semantics.lookup === 'key') return { key: agencyKey }
  return semantics.lookup === 'reference' && reference ? { reference } : null
}

export const referenceIn = (outcome: Outcome | null): string | null =>
  outcome && 'reference' in outcome ? (outcome.reference ?? null) : null

/** One text for one input, whatever the order of its fields. */
export const inputText = (input: Input): string => canonicalJson(input)

/** What a third party does about an answer that is lost. */
export function todoOf({ semantics }: Pick<Description, 'semantics'>): LocalText {
  return semantics.lookup !== 'key'
    ? words(
        '機關可能已經收到。請不要用別的鍵再送；請聯絡這個城市的服務台確認。',
        'The agency may have it. Do not file again under another key; ask this city’s front desk.',
      )
    : words(
        '機關可能已經收到。請用同一個鍵查詢（lookup），或用同一個鍵、同樣內容再送一次：不會變成兩件。',
        'The agency may have it. Look it up by the same key, or submit the same again under the same key: it will not be filed twice.',
      )
}

const PERSONAL = [/[A-Z][12]\d{8}/i, /[^\s@]+@[^\s@]+\.[a-z]{2,}/i, /(?:\+886|0)[\d\s-]{8,}/]

/** A wish is public at once, so nothing in it may lead to a person; nor to a shop. */
export function wishProblems(wish: NewWish): Problem[] {
  return Object.entries(wish).flatMap(([field, text]) => {
    if (PERSONAL.some((pattern) => pattern.test(text))) {
      return [{ pointer: `/${field}`, message: 'adapters.wish_personal' }]
    }
    const isAdvertising = /https?:\/\/|www\./i.test(text)
    return isAdvertising ? [{ pointer: `/${field}`, message: 'adapters.wish_address' }] : []
  })
}

/** The day an answer is promised for: never on a weekend, when nobody is at the desk. */
export function answerDay(today: string, days: number): string {
  const due = addDays(today, days)
  const weekday = new Date(`${due}T00:00:00Z`).getUTCDay()
  if (weekday === 6) return addDays(due, 2)
  return weekday === 0 ? addDays(due, 1) : due
}
