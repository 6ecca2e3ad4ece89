// The notices the office holds, and how the officer answers them.

import type { SandboxClock } from '../clock.ts'
import { compose } from '../letter.ts'
import type { MailFaults } from '../mailfaults.ts'
import type { Mailroom } from '../mailroom.ts'
import type { SeenFiling } from '../oracle.ts'
import type { Store } from '../store.ts'
import type { Sheet } from './paper.ts'

export const AGENCY = 'haiduan-township'
const MAIL = 'hiking@haiduan.sandbox.example'
const FILINGS = 'township filing'
const WASTE = 'township waste'

export interface Office {
  store: Store
  clock: SandboxClock
  mailroom: Mailroom
  faults: MailFaults
}

export interface Fax {
  job: string
  sheets: Sheet[]
  /** Pages the sender meant to send. */
  of: number
  isRead: boolean
}

export interface Notice {
  number: string
  key: string
  status: '已收件' | '已備查' | '退件' | '已取消'
  filedAt: string
  job: string
  pages: number
  /** All that stands on the pages. */
  text: string[]
  mail: string
  reason: string
  fields: Record<string, unknown>
}

export const listNotices = ({ store }: Office): Notice[] => store.list<Notice>(FILINGS)

export const findNotice = ({ store }: Office, number: string): Notice | null =>
  store.find<Notice>(FILINGS, number)

export const listWaste = ({ store }: Office): { job: string; why: string; at: string }[] =>
  store.list(WASTE)

export const throwAway = ({ store, clock }: Office, job: string, why: string): void =>
  store.put(WASTE, job, { job, why, at: clock.now().toISOString() })

export const saveNotice = ({ store }: Office, notice: Notice): void =>
  store.put(FILINGS, notice.number, notice)

/** By mail when the form asks for it; otherwise the officer telephones, and nothing arrives. */
export function answerNotice(
  office: Office,
  notice: Notice,
  answer: { action: 'note' | 'return'; reason: string; by: 'mail' | 'telephone' },
): void {
  const status = answer.action === 'note' ? '已備查' : '退件'
  saveNotice(office, { ...notice, status, reason: answer.reason })
  if (answer.by !== 'mail' || notice.mail === '') return
  const now = office.clock.now()
  const said =
    answer.action === 'note'
      ? '貴隊登山通報業已收悉並同意備查。'
      : `貴隊登山通報資料尚有不符，退請補正：${answer.reason}`
  const raw = compose({
    from: `<${MAIL}>`,
    to: notice.mail,
    subject: `登山隊伍通報回覆（${notice.number}）`,
    text: `您好：\n\n${said}\n\n收件編號：${notice.number}\n貴單位文號：${notice.key}\n\n海端鄉公所 觀光課（示範用，並非真實機關）`,
    charset: 'big5',
    messageId: `<${notice.number.slice(2)}.${notice.status === '已收件' ? 1 : 2}@haiduan.sandbox.example>`,
    date: now,
  })
  office.mailroom.post({ from: MAIL, to: notice.mail, raw, dueAt: now })
}

export const seen = (notice: Notice): SeenFiling => ({
  number: notice.number,
  key: notice.key,
  status: notice.status,
  standing: notice.status !== '已取消',
  filedAt: notice.filedAt,
  fields: {
    ...notice.fields,
    job: notice.job,
    pages: notice.pages,
    text: notice.text,
    mail: notice.mail,
    reason: notice.reason,
  },
})
