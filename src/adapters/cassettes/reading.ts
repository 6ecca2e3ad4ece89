// Requests and answers as text that a person can compare: forms as `name=value`, Big5 decoded.

import { createHash } from 'node:crypto'
import iconv from 'iconv-lite'
import type { CallInit, CallResponse } from '../contract.ts'
import type { Answer, Request } from './schema.ts'

export function requestOf(url: string, init: CallInit): Request {
  const [address = '', query = ''] = url.split('?')
  return { method: init.method ?? 'GET', url: address, query: pairsOf(query), body: bodyOf(init) }
}

function bodyOf({ body, headers = {} }: CallInit): string[] {
  if (body === undefined) return []
  if (body instanceof URLSearchParams) return pairsOf(body.toString())
  const bytes = Buffer.from(body)
  const type =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) return pairsOf(bytes.toString('latin1'))
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1]
  if (boundary) return partsOf(bytes, boundary)
  return readable(bytes).split('\n')
}

const pairsOf = (query: string): string[] =>
  query === '' ? [] : query.split('&').map((pair) => pair.split('=').map(decoded).join('='))

/** Percent signs stand for bytes of UTF-8 or of Big5; which, only the bytes tell. */
function decoded(text: string): string {
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
  return readable(Buffer.from(bytes, 'latin1'))
}

/** Boundaries are new each time, so they are left out; a file is told by its name and its hash. */
function partsOf(bytes: Buffer, boundary: string): string[] {
  const parts = bytes.toString('latin1').split(`--${boundary}`).slice(1, -1)
  return parts.map((part) => {
    const [head = '', ...rest] = part.split('\r\n\r\n')
    const value = Buffer.from(rest.join('\r\n\r\n').replace(/\r\n$/, ''), 'latin1')
    const name = /[; ]name="([^"]*)"/.exec(head)?.[1] ?? ''
    const file = /filename="([^"]*)"/.exec(head)?.[1]
    if (file === undefined) return `${name}=${readable(value)}`
    const hash = createHash('sha256').update(value).digest('hex').slice(0, 16)
    return `${name}=<${readable(Buffer.from(file, 'latin1'))}, ${value.length} bytes, ${hash}>`
  })
}

function readable(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return iconv.decode(bytes, 'big5')
  }
}

export function answerOf(response: CallResponse): Answer {
  const { status, url } = response
  const bytes = Buffer.from(response.bytes)
  const type = response.headers.get('content-type') ?? ''
  const charset = /charset=["']?([\w-]+)/i.exec(
    type + bytes.subarray(0, 1000).toString('latin1'),
  )?.[1]
  const isText = /text|json|xml|html|^$/.test(type)
  const encoding = !isText ? 'base64' : /big5/i.test(charset ?? '') ? 'big5' : 'utf-8'
  const text = encoding === 'base64' ? bytes.toString('base64') : iconv.decode(bytes, encoding)
  const kept = [...response.headers].filter(([name]) => KEPT.includes(name))
  return { status, headers: kept, url, encoding, text }
}

const KEPT = ['content-type', 'location', 'set-cookie', 'retry-after', 'date']

export function responseOf(answer: Answer): CallResponse {
  const bytes =
    answer.encoding === 'base64'
      ? Buffer.from(answer.text, 'base64')
      : iconv.encode(answer.text, answer.encoding)
  const headers = new Headers()
  for (const [name, value] of answer.headers) headers.append(name, value)
  const charset = /charset=["']?([\w-]+)/i.exec(headers.get('content-type') ?? '')?.[1] ?? 'utf-8'
  return {
    status: answer.status,
    headers,
    url: answer.url,
    bytes: new Uint8Array(bytes),
    text: (encoding) =>
      iconv.decode(
        bytes,
        iconv.encodingExists(encoding ?? charset) ? (encoding ?? charset) : 'utf-8',
      ),
  }
}

/** What differs, in words; empty when nothing does. */
export function differences(was: Request, is: Request): string[] {
  const line = (request: Request) => `${request.method} ${request.url}`
  if (line(was) !== line(is)) return [`${line(is)}, where ${line(was)} was recorded`]
  return [...listDifferences('?', was.query, is.query), ...listDifferences('', was.body, is.body)]
}

function listDifferences(mark: string, was: string[], is: string[]): string[] {
  if (was.join('\n') === is.join('\n')) return []
  const gone = was.filter((one) => !is.includes(one)).map((one) => `no longer ${mark}${one}`)
  const come = is.filter((one) => !was.includes(one)).map((one) => `now ${mark}${one}`)
  return gone.length + come.length === 0 ? ['the same fields in another order'] : [...gone, ...come]
}
