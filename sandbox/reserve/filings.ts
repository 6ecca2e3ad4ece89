// What the office keeps: one filing a number, and who is away.

import { randomBytes } from 'node:crypto'
import { dayOf, type SandboxClock } from '../clock.ts'
import type { MailFaults } from '../mailfaults.ts'
import type { Mailroom } from '../mailroom.ts'
import type { Store } from '../store.ts'

export const AGENCY = 'reserve-office'
export const DOMAIN = 'reserve.example'
export const ENTRY = `entry@${DOMAIN}`

/** Of the five the last is reached by a decision. Fact: five stages; their names are invented. */
export const STAGES = ['收件登錄', '書面審查', '承辦初審', '現場評估', '核定'] as const

export const RESERVES = [
  '鴛鴦湖自然保留區',
  '出雲山自然保留區',
  '大武山自然保留區',
  '南澳闊葉樹林自然保留區',
]

export interface Filing {
  number: string
  reference: string
  status: '審查中' | '待補正' | '准予進入' | '不予同意' | '已撤回'
  stage: number
  permit: string
  reason: string
  correction: { item: string; by: string; key: string } | null
  fields: Record<string, unknown>
  /** Where answers go, and to what. */
  replyTo: string
  messageId: string
  subject: string
  text: string
  attachments: { name: string; bytes: number }[]
  filedAt: string
}

export interface Office {
  store: Store
  clock: SandboxClock
  mailroom: Pick<Mailroom, 'post'>
  faults: MailFaults
}

const SHELF = 'reserve filing'

export const listFilings = ({ store }: Office): Filing[] => store.list<Filing>(SHELF)

export const findFiling = ({ store }: Office, number: string): Filing | null =>
  store.find<Filing>(SHELF, number)

export const saveFiling = ({ store }: Office, filing: Filing): void =>
  store.put(SHELF, filing.number, filing)

export const isStanding = (filing: Filing): boolean => filing.status !== '已撤回'

/** The index is a shelf of its own: the office has thousands. */
export const findByReference = (office: Office, reference: string): Filing | null => {
  const kept = office.store.find<{ number: string }>('reserve reference', reference)
  const filing = kept ? findFiling(office, kept.number) : null
  return filing && isStanding(filing) ? filing : null
}

export function openFiling(
  office: Office,
  arrived: Pick<
    Filing,
    'reference' | 'fields' | 'replyTo' | 'messageId' | 'subject' | 'text' | 'attachments'
  >,
): Filing {
  const now = office.clock.now()
  const year = Number(dayOf(now).slice(0, 4)) - 1911
  const next = office.store.count(`reserve number ${year}`)
  const filing: Filing = {
    ...arrived,
    number: `自保字第${year}${String(next).padStart(7, '0')}號`,
    status: '審查中',
    stage: 0,
    permit: '',
    reason: '',
    correction: null,
    filedAt: now.toISOString(),
  }
  saveFiling(office, filing)
  office.store.put('reserve reference', filing.reference, { number: filing.number })
  return filing
}

/** `K7QD22MX`-like: what the applicant must name when correcting by mail. */
export const newKey = (): string =>
  [...randomBytes(8)].map((byte) => 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'[byte % 31]).join('')

export const awayUntil = (office: Office): string =>
  office.store.find<{ until: string }>('reserve away', 'officer')?.until ?? ''

export const setAway = (office: Office, until: string): void =>
  office.store.put('reserve away', 'officer', { until })
