// Letters as old offices' mail programs write them: raw MIME in the charset asked for, since
// today's libraries write UTF-8 only.

import { toBig5 } from './police/big5.ts'

export type Charset = 'utf-8' | 'big5' | 'cp950'

export interface Written {
  from: string
  to: string
  subject: string
  text: string
  /** Sent instead of the plain text when given: the letter then has no plain part at all. */
  html?: string
  charset: Charset
  messageId: string
  inReplyTo?: string
  date: Date
  headers?: Record<string, string>
}

export function compose(letter: Written): Buffer {
  const { charset } = letter
  const kind = letter.html === undefined ? 'text/plain' : 'text/html'
  const body = encode(letter.html ?? letter.text, charset)
  const head = [
    `From: ${letter.from}`,
    `To: ${letter.to}`,
    `Subject: ${encodeWord(letter.subject, charset)}`,
    `Date: ${letter.date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${letter.messageId}`,
    ...(letter.inReplyTo ? [`In-Reply-To: ${letter.inReplyTo}`] : []),
    ...Object.entries(letter.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    'MIME-Version: 1.0',
    `Content-Type: ${kind}; charset="${charset}"`,
    // The oldest program sends its bytes as they are.
    `Content-Transfer-Encoding: ${charset === 'cp950' ? '8bit' : 'base64'}`,
  ]
  const written = charset === 'cp950' ? body : Buffer.from(inLines(body.toString('base64')))
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), written, Buffer.from('\r\n')])
}

/** A delivery status notice (RFC 3464) on a letter that could not be delivered. */
export function composeBounce(notice: {
  from: string
  to: string
  recipient: string
  original: Buffer
  status: string
  reason: string
  messageId: string
  date: Date
}): Buffer {
  const edge = `=_bounce_${notice.messageId.replaceAll(/\W/g, '')}`
  const head = notice.original.toString('latin1').split('\r\n\r\n')[0] ?? ''
  const lines = [
    `From: Mail Delivery Subsystem <${notice.from}>`,
    `To: ${notice.to}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${notice.date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${notice.messageId}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${edge}"`,
    '',
    `--${edge}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `Your message to ${notice.recipient} could not be delivered.`,
    notice.reason,
    `--${edge}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${notice.from.split('@')[1]}`,
    '',
    `Final-Recipient: rfc822; ${notice.recipient}`,
    'Action: failed',
    `Status: ${notice.status}`,
    `Diagnostic-Code: smtp; 550 ${notice.status} ${notice.reason}`,
    `--${edge}`,
    'Content-Type: text/rfc822-headers',
    '',
    head,
    `--${edge}--`,
    '',
  ]
  return Buffer.from(lines.join('\r\n'), 'latin1')
}

const encode = (text: string, charset: Charset): Buffer => {
  const wire = text.replaceAll(/\r?\n/g, '\r\n')
  return charset === 'utf-8' ? Buffer.from(wire) : Buffer.from(toBig5(wire))
}

const MOST_WORD_CHARACTERS = 12

/** Short encoded words, one a line; none splits a character. */
function encodeWord(text: string, charset: Charset): string {
  const characters = [...text]
  const words: string[] = []
  for (let at = 0; at < characters.length; at += MOST_WORD_CHARACTERS) {
    const part = characters.slice(at, at + MOST_WORD_CHARACTERS).join('')
    words.push(`=?${charset}?B?${encode(part, charset).toString('base64')}?=`)
  }
  return words.join('\r\n ')
}

const inLines = (text: string): string => (text.match(/.{1,76}/g) ?? []).join('\r\n')
