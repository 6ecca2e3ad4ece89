// The letters of the office. Three people write them with three programs: one cuts what stands
// after `+` in an address, one writes Big5, one sends HTML alone, and nobody quotes the same way.

import { randomUUID } from 'node:crypto'
import { dayOf } from '../clock.ts'
import { compose } from '../letter.ts'
import type { AnswerFault } from '../mailfaults.ts'
import { DOMAIN, ENTRY, type Filing, type Office } from './filings.ts'

export const FORMS = ['plain', 'html', 'big5', 'cp950'] as const
export type Form = (typeof FORMS)[number]

/**
 * `alias`: to the address as it wrote. `cut`: without the part after `+`, but as an answer
 * (In-Reply-To). `typed`: the address cut and no In-Reply-To; only the quoted letter tells.
 */
export const ADDRESSINGS = ['alias', 'cut', 'typed'] as const
export type Addressing = (typeof ADDRESSINGS)[number]

export type Topic =
  | 'receipt'
  | 'stage'
  | 'approved'
  | 'rejected'
  | 'correction'
  | 'corrected'
  | 'withdrawn'
  | 'duplicate'
  | 'refused'
  | 'away'
  | 'challenge'

const HABITS: Record<Topic, { form: Form; to: Addressing }> = {
  receipt: { form: 'plain', to: 'alias' },
  stage: { form: 'plain', to: 'cut' },
  approved: { form: 'big5', to: 'cut' },
  rejected: { form: 'cp950', to: 'typed' },
  correction: { form: 'html', to: 'alias' },
  corrected: { form: 'plain', to: 'cut' },
  withdrawn: { form: 'plain', to: 'alias' },
  duplicate: { form: 'big5', to: 'alias' },
  refused: { form: 'plain', to: 'alias' },
  away: { form: 'plain', to: 'alias' },
  challenge: { form: 'html', to: 'alias' },
}

/** What of a letter the answer needs. */
export type Answered = Pick<Filing, 'replyTo' | 'messageId' | 'subject' | 'text'>

export interface Reply {
  topic: Topic
  text: string
  afterMinutes?: number
  form?: Form
  to?: Addressing
  fault?: AnswerFault | null
}

const MINUTE_MS = 60_000

export function reply(office: Office, to: Answered, answer: Reply): void {
  const { fault = null } = answer
  if (fault === 'reply_lost') return
  const dueAt = new Date(office.clock.now().getTime() + (answer.afterMinutes ?? 0) * MINUTE_MS)
  const habit = HABITS[answer.topic]
  const form = answer.form ?? habit.form
  const addressing = answer.to ?? habit.to
  const address = addressing === 'alias' ? to.replyTo : cutAddress(to.replyTo)
  const text = `${answer.text}\n\n自然保留區管理站　敬啟`
  const isAway = answer.topic === 'away'
  const raw = compose({
    from: `Nature Reserve Office <${ENTRY}>`,
    to: address,
    subject: isAway ? `自動回覆：${to.subject}` : `RE: 回覆: ${to.subject}`,
    text: isAway ? text : `${text}\n\n-----Original Message-----\n${quoted(to)}`,
    ...(form === 'html' ? { html: asHtml(text, to) } : {}),
    charset: form === 'big5' || form === 'cp950' ? form : 'utf-8',
    messageId: `<${randomUUID()}@${DOMAIN}>`,
    ...(addressing === 'typed' ? {} : { inReplyTo: to.messageId }),
    ...(isAway ? { headers: { 'Auto-Submitted': 'auto-replied' } } : {}),
    date: dueAt,
  })
  const letter = { from: ENTRY, to: address, dueAt, raw }
  if (fault === 'half_page') letter.raw = raw.subarray(0, Math.floor(raw.length / 2))
  office.mailroom.post(letter)
  if (fault === 'reply_twice') office.mailroom.post(letter)
}

const cutAddress = (address: string): string => address.replace(/\+[^@]*@/, '@')

/** `From:` and `Subject:` above, each line behind `> `. */
const quoted = ({ replyTo, subject, text }: Answered): string =>
  [`From: ${replyTo}`, `Subject: ${subject}`, '', ...text.split(/\r?\n/)]
    .map((line) => `> ${line}`)
    .join('\n')

const asHtml = (text: string, to: Answered): string =>
  `<html><body><table border=0><tr><td><font face="標楷體">${inHtml(text).replaceAll('\n', '<br>')}</font></td></tr></table>
<hr><blockquote>${inHtml(`From: ${to.replyTo}\n${to.text}`).replaceAll('\n', '<br>')}</blockquote></body></html>`

const inHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** `115年12月1日` */
export function rocDay(day: string): string {
  const [year = 0, month, date] = day.split('-').map(Number)
  return `${year - 1911}年${month}月${date}日`
}

export const today = (office: Office): string => dayOf(office.clock.now())
