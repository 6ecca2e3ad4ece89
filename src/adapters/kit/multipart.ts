// A form with files, as a browser packs it. `FormData` writes UTF-8 alone; an old site reads names of
// files and what people wrote in its own encoding.
// Source: WHATWG HTML, "multipart/form-data encoding algorithm".

import { randomBytes } from 'node:crypto'
import * as big5 from './big5.ts'
import type { FilledForm } from './form.ts'

export interface Packed {
  contentType: string
  body: Uint8Array
}

/** @throws NotEncodable for what Big5 does not hold */
export function packed(fields: FilledForm['fields'], encoding: 'utf-8' | 'big5'): Packed {
  const bytesOf = encoding === 'big5' ? big5.encode : (text: string) => Buffer.from(text)
  const boundary = `----yizhan${randomBytes(18).toString('hex')}`
  const parts = fields.flatMap(([name, value]) => {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`
    if (typeof value === 'string') {
      return [bytesOf(`${head}\r\n\r\n${value.replace(/\r\n|\r|\n/g, '\r\n')}\r\n`)]
    }
    const file = `; filename="${quoted(value.name)}"\r\nContent-Type: ${value.mediaType}\r\n\r\n`
    return [bytesOf(head + file), value.bytes, Buffer.from('\r\n')]
  })
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: new Uint8Array(Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])),
  }
}

const quoted = (text: string): string =>
  text.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replaceAll('"', '%22')
