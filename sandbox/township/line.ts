// 示範雲端傳真: a provider that turns mail into fax, and the telephone line to the township office.
// A mail taken is a job on disk; the transmission comes after, and its report goes back by mail.

import { compose } from '../letter.ts'
import type { AnswerFault } from '../mailfaults.ts'
import type { Arrived } from '../mailroom.ts'
import type { Fax, Office } from './notices.ts'
import { lookAt } from './paper.ts'

export const DOMAIN = 'fax.sandbox.example'
export const OFFICE_NUMBER = '88689931370'
const MOST_PAGES = 20
const MOST_SUBJECT = 60
const SECONDS_A_PAGE = 29

/** `poor`: all pages came, nobody can read them. `poor_read`: the same report, but somebody could. */
export const LINE_STATES = ['ok', 'busy', 'no_answer', 'cut', 'poor', 'poor_read'] as const
export type LineState = (typeof LINE_STATES)[number]

/** The control of the sandbox: how the next transmissions go and what the report does. */
export interface LineSetting {
  state: LineState
  /** Transmissions still to go so; null is until set anew. */
  times: number | null
  report: 'once' | 'twice' | 'none'
  reportAfterMinutes: number
}

export const CLEAR: LineSetting = {
  state: 'ok',
  times: null,
  report: 'once',
  reportAfterMinutes: 0,
}

interface Job {
  number: string
  to: string
  subject: string
  replyTo: string
  /** Base64; null when there was not exactly one PDF. */
  paper: string | null
  fault: AnswerFault | null
  setting: LineSetting
  startedAt: string
  state: 'queued' | 'done'
}

export interface LineResult {
  told: string
  pages: number
  of: number
}

const SHELF = 'fax job'

/** Puts the mail on disk as a job. */
export function takeJob(office: Office, { to, mail, from }: Arrived): Job {
  const papers = mail.attachments.filter((one) => one.contentType === 'application/pdf')
  const now = office.clock.now()
  const job: Job = {
    number: `FX${String(office.store.count('fax jobs')).padStart(7, '0')}`,
    to: (to[0] ?? '').split('@')[0] ?? '',
    subject: (mail.subject ?? '').slice(0, MOST_SUBJECT),
    replyTo: mail.replyTo?.value[0]?.address ?? mail.from?.value[0]?.address ?? from,
    paper: papers.length === 1 ? (papers[0]?.content.toString('base64') ?? null) : null,
    fault: office.faults.answer,
    setting: takeSetting(office),
    startedAt: now.toISOString(),
    state: 'queued',
  }
  office.store.put(SHELF, job.number, job)
  return job
}

export const listQueued = ({ store }: Office): Job[] =>
  store.list<Job>(SHELF).filter((job) => job.state === 'queued')

export function takeSetting({ store }: Office): LineSetting {
  const setting = store.find<LineSetting>('fax line', 'setting') ?? CLEAR
  if (setting.times === null) return setting
  if (setting.times <= 0) return CLEAR
  store.put('fax line', 'setting', { ...setting, times: setting.times - 1 })
  return setting
}

/** The call, and what the office finds in its machine. Ends the job and posts its report. */
export async function transmit(
  office: Office,
  job: Job,
  receive: (fax: Fax) => void,
): Promise<void> {
  const sheets = job.paper ? await lookAt(Buffer.from(job.paper, 'base64')) : null
  office.store.together(() => {
    // A reset may have emptied everything meanwhile.
    if (office.store.find<Job>(SHELF, job.number)?.state !== 'queued') return
    const result = resultOf(job, sheets?.length ?? null)
    if (sheets && result.pages > 0) {
      const isRead = job.setting.state !== 'poor'
      receive({ job: job.number, sheets: sheets.slice(0, result.pages), of: result.of, isRead })
    }
    office.store.put(SHELF, job.number, { ...job, paper: null, state: 'done' })
    report(office, job, result)
  })
}

function resultOf({ to, fault, setting }: Job, pages: number | null): LineResult {
  if (pages === null || pages > MOST_PAGES) {
    return { told: '檔案錯誤 FORMAT ERROR', pages: 0, of: pages ?? 0 }
  }
  const none = { pages: 0, of: pages }
  if (fault === 'duplicate_answer') return { told: '重複工作 DUPLICATE JOB', ...none }
  if (fault === 'login_wall' || fault === 'captcha') return { told: '', ...none }
  if (to !== OFFICE_NUMBER) return { told: '無人接聽 NO ANSWER', ...none }
  switch (setting.state) {
    case 'busy':
      return { told: '忙線 BUSY', ...none }
    case 'no_answer':
      return { told: '無人接聽 NO ANSWER', ...none }
    case 'cut':
      return { told: '斷線 DISCONNECTED', pages: pages - 1, of: pages }
    case 'ok':
      return { told: '成功 OK', pages, of: pages }
    default:
      return { told: '品質不良 POOR LINE', pages, of: pages }
  }
}

function report(office: Office, job: Job, result: LineResult): void {
  const { fault, setting } = job
  if (fault === 'reply_lost' || setting.report === 'none') return
  const isTwice = fault === 'reply_twice' || setting.report === 'twice'
  const dueAt = new Date(office.clock.now().getTime() + setting.reportAfterMinutes * 60_000)
  const isWall = fault === 'login_wall' || fault === 'captcha'
  const raw = compose({
    from: `<report@${DOMAIN}>`,
    to: job.replyTo,
    subject: isWall
      ? '帳號安全驗證通知 Please verify your account'
      : `[傳真回報] ${job.number} ${result.told}`,
    text: isWall ? WALL : reportText(job, result),
    charset: 'utf-8',
    messageId: `<${job.number}@${DOMAIN}>`,
    date: office.clock.now(),
  })
  const letter = { from: `report@${DOMAIN}`, to: job.replyTo, raw, dueAt }
  for (let copy = 0; copy < (isTwice ? 2 : 1); copy += 1) office.mailroom.post(letter)
}

const WALL =
  '為保護您的帳號，請登入會員專區完成驗證後再傳送。\nPlease sign in to verify. Nothing was sent.'

/** The times are the provider's own, in 民國. */
function reportText(job: Job, { told, pages, of }: LineResult): string {
  const seconds = pages * SECONDS_A_PAGE
  const lines = [
    '傳真發送報告 TRANSMISSION REPORT',
    '----------------------------------------',
    `工作編號 Job No.  : ${job.number}`,
    `主旨 Subject      : ${job.subject}`,
    `接收號碼 To       : +${job.to}`,
    `頁數 Pages        : ${pages}/${of}`,
    `開始時間 Start    : ${rocMoment(job.startedAt)}`,
    `時間長度 Duration : ${two(Math.floor(seconds / 60))}'${two(seconds % 60)}"`,
    `結果 Result       : ${told}`,
    '----------------------------------------',
    '本信由系統自動發送，請勿回覆。',
  ]
  if (job.fault === 'half_page') return lines.slice(0, 5).join('\n')
  const text = lines.join('\n')
  if (job.fault !== 'changed_layout') return text
  return text
    .replace('結果 Result  ', '狀態 Status  ')
    .replace('工作編號 Job No.', '單號 Ticket')
    .replace('成功 OK', '已完成 Done')
}

function rocMoment(at: string): string {
  const taipei = new Date(Date.parse(at) + 8 * 3_600_000).toISOString()
  return `${Number(taipei.slice(0, 4)) - 1911}/${taipei.slice(5, 10).replace('-', '/')} ${taipei.slice(11, 19)}`
}

const two = (number: number) => String(number).padStart(2, '0')
