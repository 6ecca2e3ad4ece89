// To which filing a letter belongs, by what names it most surely: the address it came to, the letter
// it answers, an address of ours it quotes, our key in its text. Pure.

import { tokensOfIds, tokensQuoted } from './address.ts'
import type { Reading } from './reading.ts'

export interface Naming {
  tokens?: string[]
  keys?: string[]
}

const MOST_KEYS = 200

/** In the order in which they are believed; each is tried only when those before named nothing. */
export function namings(recipients: (string | null)[], reading: Reading | null): Naming[] {
  const told = reading ? `${reading.subject}\n${reading.text}` : ''
  return [
    { tokens: recipients.filter((token) => token !== null) },
    { tokens: tokensOfIds(reading?.answers ?? '') },
    { tokens: tokensQuoted(told) },
    { keys: keysIn(told) },
  ].map(({ tokens, keys }) => ({
    ...(tokens ? { tokens: [...new Set(tokens)] } : {}),
    ...(keys ? { keys: [...new Set(keys)] } : {}),
  }))
}

/** Whatever could be a key of ours; which of them are, the conversations tell. */
const keysIn = (text: string): string[] =>
  (text.match(/[A-Za-z0-9][A-Za-z0-9._:-]{5,39}/g) ?? [])
    .map((word) => word.replace(/[.:]+$/, ''))
    .slice(0, MOST_KEYS)

export type Standing = 'matched' | 'away' | 'bounce' | 'stranger' | 'unmatched' | 'unreadable'

/** @param isKnownSender the adapter names the sender's domain */
export function standingOf(
  found: boolean,
  reading: Reading | null,
  { isKnownSender }: { isKnownSender: boolean },
): Standing {
  if (!reading) return 'unreadable'
  if (!found) return 'unmatched'
  // A notice of the mail system comes from wherever the letter got stuck; it names the letter.
  if (reading.isBounce) return 'bounce'
  if (!isKnownSender && !reading.isReport) return 'stranger'
  return reading.isAway ? 'away' : 'matched'
}
