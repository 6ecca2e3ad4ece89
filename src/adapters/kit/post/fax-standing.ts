// What the transmissions of one filing and the agency's answers come to. Pure.

import type { LocalText } from '../../../core/errors.ts'
import type { Reason } from '../../contract.ts'
import type { FaxRow } from '../../store/faxes.ts'
import type { Faxed } from '../../wires/fax/wire.ts'
import type { Letter } from '../../wires/mail/conversation.ts'

/** The first whose words stand in a letter of the agency tells what it means. */
export interface Answer {
  says: RegExp
  means(found: RegExpExecArray): Meaning
}

export type Meaning =
  | { kind: 'approved'; number?: string }
  | { kind: 'correction' | 'rejected'; reason: LocalText }

export interface Standing {
  key: string
  /** The last transmission of each; null when there was none. */
  filing: FaxRow | null
  correction: FaxRow | null
  withdrawal: FaxRow | null
  /** Corrections that arrived. */
  corrections: number
  /** The agency's last word since what it speaks of was last changed. */
  said: Meaning | null
  /** Ids of letters that no answer fits. */
  notUnderstood: string[]
}

export function pile({ key, faxes, letters }: Faxed, answers: Answer[]): Standing {
  const last = (topic: string) => faxes.findLast((fax) => fax.topic.startsWith(topic)) ?? null
  const corrected = faxes.filter(
    ({ topic, state }) => topic.startsWith('correction') && state === 'arrived',
  )
  const changedAt = corrected.at(-1)?.at ?? null
  const read = letters
    .filter(({ state }) => state === 'matched')
    .map((letter) => ({ letter, meaning: meaningOf(letter, answers) }))
  const since = read.filter(({ letter }) => changedAt === null || letter.at > changedAt)
  return {
    key,
    filing: last('filing'),
    correction: last('correction'),
    withdrawal: last('withdrawal'),
    corrections: corrected.length,
    said: since.findLast(({ meaning }) => meaning !== null)?.meaning ?? null,
    notUnderstood: read
      .filter(({ meaning }) => meaning === null)
      .map(({ letter }) => letter.letterId),
  }
}

/** Arrived, or certainly not. */
export const isCertain = ({ state }: FaxRow): boolean => state === 'arrived' || state === 'failed'

export const reasonOf = ({ reason }: { reason: LocalText }): Reason => ({ text: reason })

/** As of mail: a pattern may look at each place again for each place. */
const MOST_READ = 5000

function meaningOf({ text }: Letter, answers: Answer[]): Meaning | null {
  for (const { says, means } of answers) {
    const found = says.exec(text.slice(0, MOST_READ))
    if (found) return means(found)
  }
  return null
}
