// Reads a letter as it came off the wire, whatever charset and shape: what it says, what it answers,
// and whether a machine wrote it.

import { isUtf8 } from 'node:buffer'
import { simpleParser } from 'mailparser'
import type { LetterText } from './conversation.ts'

export interface Reading extends LetterText {
  messageId: string
  /** In-Reply-To and References as they stand. */
  answers: string
  /** Somebody is away, or a letter is late: nothing about the filing. */
  isAway: boolean
  /** A notice of a mail system about a letter; `answers` names it. */
  isReport: boolean
  /** That letter did not arrive. */
  isBounce: boolean
}

const MOST_CHARS = 50_000
const MOST_SUBJECT = 500

/** Null when it is no letter that can be read. */
export async function readLetter(raw: Buffer): Promise<Reading | null> {
  try {
    const mail = await simpleParser(knownCharsets(raw), { maxHtmlLengthToParse: 1_000_000 })
    const report = deliveryReport(raw)
    const from = mail.from?.value[0]?.address ?? ''
    const text = (mail.text ?? '').slice(0, MOST_CHARS)
    if (from === '' && !report) return null
    const answers = [mail.inReplyTo ?? '', ...[mail.references ?? []].flat()].join(' ')
    const subject = (mail.subject ?? '').slice(0, MOST_SUBJECT)
    return {
      from,
      to: [mail.to ?? []]
        .flat()
        .flatMap(({ value }) => value.map(({ address }) => address ?? ''))
        .join(', ')
        .slice(0, MOST_SUBJECT),
      subject,
      text,
      attachments: mail.attachments.map(({ filename, size }) => ({
        name: filename ?? '',
        bytes: size,
      })),
      messageId: mail.messageId ?? '',
      answers: report ? `${answers} ${report.about}` : answers,
      isAway: report?.action === 'delayed' || isAway(subject, mail.headers),
      isReport: report !== null,
      isBounce: report?.action === 'failed',
    }
  } catch {
    return null
  }
}

/** The parser takes Microsoft's names for Big5 as unknown and reads rubbish. */
const BIG5_NAMES = /(charset\s*=\s*"?|=\?)(?:cp-?950|ms-?950|(?:x-)?windows-?950|x-x-big5)\b/gi

function knownCharsets(raw: Buffer): Buffer {
  const letter = raw.toString('latin1').replace(BIG5_NAMES, '$1big5')
  const head = letter.slice(0, Math.max(0, letter.indexOf('\r\n\r\n')))
  // Written here, in bytes that are no UTF-8, without saying in what: it can only be Big5.
  if (isUtf8(raw) || /charset\s*=|multipart\//i.test(head)) return Buffer.from(letter, 'latin1')
  const kind = /^content-type:\s*([\w/+-]+)/im.exec(head)?.[1] ?? 'text/plain'
  const rest = head.replace(/^content-type:.*(?:\r\n[ \t].*)*\r\n?/im, '')
  const said = `${rest}\r\nContent-Type: ${kind}; charset=big5${letter.slice(head.length)}`
  return Buffer.from(said, 'latin1')
}

const AWAY =
  /^\s*(?:自動回[覆信]|自動回復|不在辦公室|automatic reply|auto(?:matic)?[ -]?reply|out of (?:the )?office)/i

function isAway(subject: string, headers: Map<string, unknown>): boolean {
  const isAuto = String(headers.get('auto-submitted') ?? 'no').toLowerCase() === 'auto-replied'
  return AWAY.test(subject) || (isAuto && /請假|休假|不在|vacation|away/i.test(subject))
}

/** RFC 3464. `about`: all that the notice quotes, among it the id of the letter. */
function deliveryReport(raw: Buffer): { action: string; about: string } | null {
  const letter = raw.toString('latin1')
  if (!/report-type\s*=\s*"?delivery-status/i.test(letter)) return null
  const action = /^Action:\s*(\w+)/im.exec(letter)?.[1]?.toLowerCase() ?? ''
  const about = [...letter.matchAll(/^(?:Message-ID|X-Original-Message-ID):\s*(<[^>\r\n]+>)/gim)]
  return { action, about: about.map(([, id = '']) => id).join(' ') }
}
