// How mail goes wrong on purpose: on the line while a letter arrives, or later in the office's
// answer. The fault itself is one of `faults.ts`, kept for each agency.

import { setTimeout as sleep } from 'node:timers/promises'
import { type Faults, type Mode, takeFault } from './faults.ts'
import type { Arrived, MailBox } from './mailroom.ts'

/** What the office's answer to the letter just taken does. */
export type AnswerFault = Extract<
  Mode,
  | 'reply_lost'
  | 'reply_twice'
  | 'half_page'
  | 'changed_layout'
  | 'duplicate_answer'
  | 'login_wall'
  | 'captcha'
>

export interface MailFaults {
  all: Faults
  /** The answer fault of the letter that is being taken. */
  answer: AnswerFault | null
  atRecipient(agency: string): Error | null
}

export function mailFaults(all: Faults): MailFaults {
  return {
    all,
    answer: null,
    atRecipient: (agency) => {
      const mode = all.get(agency)?.mode
      if (mode === 'greylist' || mode === 'maintenance') {
        return takeFault(all, agency, 'file') ? refusal(451, '4.7.1 Greylisted, come back') : null
      }
      if (mode === 'refused') {
        return takeFault(all, agency, 'file') ? refusal(554, '5.7.1 Policy rejection') : null
      }
      return null
    },
  }
}

/** Lets the box take the letter, unless a fault is in the way. Null when all is well. */
export async function arriving(
  faults: MailFaults,
  box: MailBox,
  arrived: Arrived,
): Promise<Error | 'dropped' | 'reset' | 'bounced' | null> {
  const fault = takeFault(faults.all, box.agency, box.occasionOf(arrived))
  const take = (answer: AnswerFault | null) => {
    faults.answer = answer
    box.take(arrived)
    faults.answer = null
  }
  switch (fault?.mode) {
    case 'drop_before':
      return 'dropped'
    case 'reset':
      return 'reset'
    case 'drop_after':
      take(null)
      return 'dropped'
    case 'http500':
      return refusal(554, '5.3.0 Transaction failed')
    case 'bounce':
      return 'bounced'
    case 'slow':
      await sleep(fault.delayMs)
      take(null)
      return null
    default:
      take((fault?.mode as AnswerFault | undefined) ?? null)
      return null
  }
}

export const refusal = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode })
