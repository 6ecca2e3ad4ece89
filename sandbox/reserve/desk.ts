// What the office does with a letter: an application, a correction, a withdrawal. It knows a letter
// again by the reference the applicant gave it (來文字號), and by nothing else.

import type { Occasion } from '../faults.ts'
import type { AnswerFault } from '../mailfaults.ts'
import type { Arrived } from '../mailroom.ts'
import {
  AGENCY,
  awayUntil,
  type Filing,
  findByReference,
  findFiling,
  isStanding,
  type Office,
  openFiling,
  RESERVES,
  saveFiling,
} from './filings.ts'
import { type Answered, type Reply, reply, rocDay } from './letters.ts'

/** The officer reads the post this much later. Invented. */
export const RECEIPT_MINUTES = 10
const AWAY_MINUTES = 24 * 60
export const MOST_ATTACHMENT_BYTES = 3 * 1024 * 1024

const NUMBER = /自保字第\d{10}號/

export function occasionOf({ mail }: Arrived): Occasion {
  const subject = mail.subject ?? ''
  return subject.includes('撤回') ? 'cancel' : subject.includes('補正') ? 'query' : 'file'
}

export function takeLetter(office: Office, arrived: Arrived): void {
  const { mail } = arrived
  const auto = mail.headers.get('auto-submitted')
  if (arrived.from === '' || (typeof auto === 'string' && auto !== 'no')) return
  const to: Answered = {
    replyTo: mail.replyTo?.value[0]?.address ?? mail.from?.value[0]?.address ?? arrived.from,
    messageId: mail.messageId ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
  }
  const away = awayUntil(office)
  if (away) {
    const text = `承辦人請假，預計${rocDay(away)}返回，來信將於返回後處理。`
    reply(office, to, { topic: 'away', text })
  }
  const wait = RECEIPT_MINUTES + (away ? AWAY_MINUTES : 0)
  const occasion = occasionOf(arrived)
  const answer =
    occasion === 'cancel'
      ? withdraw(office, to)
      : occasion === 'query'
        ? correct(office, to, arrived)
        : apply(office, to, arrived)
  reply(office, to, { afterMinutes: wait, ...answer })
}

function apply(office: Office, to: Answered, { mail }: Arrived): Reply {
  office.store.count(`${AGENCY} received`)
  const fault = office.faults.answer
  if (fault === 'login_wall' || fault === 'captcha') return challenge
  const attachments = mail.attachments.map(({ filename, size }) => ({
    name: filename ?? '',
    bytes: size,
  }))
  if (attachments.some(({ bytes }) => bytes > MOST_ATTACHMENT_BYTES)) {
    return { topic: 'refused', text: '附件逾3MB，本站未受理，請縮小後重新來信。' }
  }
  const fields = readFields(mail)
  const reference = String(fields.reference ?? '')
  const missing = REQUIRED.filter(([name]) => isEmpty(fields[name])).map(([, label]) => label)
  if (missing.length > 0) {
    return { topic: 'refused', text: `資料不齊，未受理。缺：${missing.join('、')}` }
  }
  if (!RESERVES.includes(String(fields.reserve))) {
    return { topic: 'refused', text: `未受理。本站不管理：${String(fields.reserve)}` }
  }
  if (fault === 'duplicate_answer') return duplicateOf('自保字第1150099999號')
  const same = findByReference(office, reference)
  if (same) {
    office.store.count(`${AGENCY} duplicates`)
    return duplicateOf(same.number)
  }
  const filing = openFiling(office, { ...to, reference, fields, attachments })
  return { ...receiptOf(filing, fault), fault }
}

const challenge: Reply = {
  topic: 'challenge',
  text: '本信箱已啟用寄件者驗證。請點選下列連結並輸入圖形驗證碼，否則來信不予處理。\nhttps://mail.reserve.example/verify',
  afterMinutes: 0,
}

const duplicateOf = (number: string): Reply => ({
  topic: 'duplicate',
  text: `本站前已收到同一來文字號之申請，收件字號：${number}，本件不另立案。`,
})

export function receiptOf(filing: Filing, fault: AnswerFault | null): Reply {
  const text =
    fault === 'changed_layout'
      ? `您好，已建檔。\n案件流水 ${filing.number.replace(/自保字第(\d+)號/, 'NR-$1')}`
      : `台端申請進入${String(filing.fields.reserve)}一案，業已收件。
收件字號：${filing.number}
辦理程序：收件登錄、書面審查、承辦初審、現場評估、核定。`
  return { topic: 'receipt', text }
}

const REQUIRED: [string, string][] = [
  ['reference', '來文字號'],
  ['reserve', '保留區'],
  ['from', '進入日期'],
  ['to', '離開日期'],
  ['purpose', '目的'],
  ['leader', '領隊'],
  ['members', '隊員名冊'],
]

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)

/** Of the attachment `application.json`; without one, of the lines 「label：value」 of the text. */
function readFields(mail: Arrived['mail']): Record<string, unknown> {
  const file = mail.attachments.find(({ filename }) => filename === 'application.json')
  if (file) {
    try {
      const read: unknown = JSON.parse(file.content.toString('utf8'))
      if (typeof read === 'object' && read !== null) return read as Record<string, unknown>
    } catch {
      return {}
    }
  }
  const lines = (mail.text ?? '').split(/\r?\n/).map((line) => line.split('：'))
  return Object.fromEntries(
    REQUIRED.flatMap(([name, label]) => {
      const found = lines.find(([head]) => head?.trim() === label)
      return found ? [[name, found.slice(1).join('：').trim()]] : []
    }),
  )
}

function withdraw(office: Office, to: Answered): Reply {
  const filing = named(office, to)
  if (!filing || !isStanding(filing)) {
    return { topic: 'withdrawn', text: '查無可撤回之案件，請附收件字號。' }
  }
  if (filing.status === '不予同意') {
    return { topic: 'withdrawn', text: `${filing.number}業已結案，不得撤回。` }
  }
  saveFiling(office, { ...filing, status: '已撤回' })
  return { topic: 'withdrawn', text: `${filing.number}業依台端申請撤回。` }
}

function named(office: Office, { subject, text }: Answered): Filing | null {
  const number = (NUMBER.exec(subject) ?? NUMBER.exec(text))?.[0] ?? ''
  const reference = /來文字號[：:]?\s*([\w.:-]+)/.exec(`${subject}\n${text}`)?.[1] ?? ''
  return findFiling(office, number) ?? findByReference(office, reference)
}

function correct(office: Office, to: Answered, { mail }: Arrived): Reply {
  const key = /補正鑰匙[：:]?\s*([A-Z0-9]{8})/.exec(`${to.subject}\n${to.text}`)?.[1]
  const filing = named(office, to)
  if (!filing?.correction || filing.correction.key !== key) {
    return { topic: 'corrected', text: '補正鑰匙不符，未處理。' }
  }
  saveFiling(office, {
    ...filing,
    status: '審查中',
    correction: null,
    fields: { ...filing.fields, ...readFields(mail) },
  })
  return { topic: 'corrected', text: `${filing.number}之補正資料業已收到，續行審查。` }
}
