// Everything of this site is Big5, in and out. A browser posts a character that Big5 lacks as a
// number reference; the site keeps that as it came and prints it again, as such sites do.

import iconv from 'iconv-lite'

export const decode = (bytes: Uint8Array): string => iconv.decode(Buffer.from(bytes), 'big5')

/** For pages: markup is ready, only what Big5 lacks becomes a reference. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  const safe = [...text].map((one) => (isInBig5(one) ? one : `&#${one.codePointAt(0)};`)).join('')
  return new Uint8Array(iconv.encode(safe, 'big5'))
}

function isInBig5(character: string): boolean {
  if (character.length === 1 && character < '\u0080') return true
  const [lead = 0, trail] = iconv.encode(character, 'big5')
  return lead >= 0xa1 && trail !== undefined
}

export interface Upload {
  name: string
  type: string
  bytes: Buffer
}

export interface Body {
  texts: Record<string, string>
  files: Record<string, Upload>
}

/** Bytes of a urlencoded body or query, read as Big5. */
export function readPairs(raw: string): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const pair of raw.split('&')) {
    const [name = '', ...value] = pair.split('=')
    if (name !== '') texts[unescape5(name)] = unescape5(value.join('=')).trim()
  }
  return texts
}

function unescape5(text: string): string {
  const bytes: number[] = []
  const plain = Buffer.from(text.replaceAll('+', ' '), 'latin1')
  for (let at = 0; at < plain.length; at += 1) {
    const code = plain.subarray(at + 1, at + 3).toString('latin1')
    if (plain[at] === 0x25 && /^[0-9a-f]{2}$/i.test(code)) {
      bytes.push(Number.parseInt(code, 16))
      at += 2
    } else bytes.push(plain[at] as number)
  }
  return decode(Uint8Array.from(bytes))
}

/** Null when the boundary is missing or the body is cut. */
export function readParts(contentType: string, bytes: Buffer): Body | null {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (!boundary) return null
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  const body: Body = { texts: {}, files: {} }
  let at = bytes.indexOf(mark)
  while (at >= 0) {
    const from = at + mark.length
    if (bytes.subarray(from, from + 2).toString('latin1') === '--') return body
    const next = bytes.indexOf(mark, from)
    if (next < 0) return null
    addPart(body, bytes.subarray(from + 2, next - 2))
    at = next
  }
  return null
}

function addPart(body: Body, part: Buffer): void {
  const end = part.indexOf('\r\n\r\n')
  if (end < 0) return
  const head = decode(part.subarray(0, end))
  const value = part.subarray(end + 4)
  const name = /[; ]name="([^"]*)"/i.exec(head)?.[1] ?? ''
  const file = /filename="([^"]*)"/i.exec(head)?.[1]
  if (file === undefined) body.texts[name] = decode(value).trim()
  else if (file !== '') {
    const type = /content-type:\s*([^\r\n]+)/i.exec(head)?.[1]?.trim() ?? ''
    body.files[name] = { name: file.split(/[\\/]/).pop() ?? file, type, bytes: Buffer.from(value) }
  }
}
