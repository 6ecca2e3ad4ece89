// Big5 both ways, by one table (iconv-lite's, with the HKSCS characters). What the encoding cannot
// hold is refused: a name that arrives as "?" is a wrong name on an official paper.
// Source: docs/adapters.md, section Big5.

import iconv from 'iconv-lite'

/** Thrown instead of sending a mangled character. */
export class NotEncodable extends Error {
  readonly characters: string[]

  constructor(characters: string[]) {
    super(`Big5 has no ${characters.join(' ')}`)
    this.characters = characters
  }
}

/** @throws NotEncodable */
export function encode(text: string): Buffer {
  const lost = notHeld(text)
  if (lost.length > 0) throw new NotEncodable(lost)
  return iconv.encode(text, 'big5')
}

export const decode = (bytes: Uint8Array): string => iconv.decode(Buffer.from(bytes), 'big5')

/** Characters that do not come back from the encoding as they went in. */
export function notHeld(text: string): string[] {
  return [...new Set(text)].filter(
    (char) => iconv.decode(iconv.encode(char, 'big5'), 'big5') !== char,
  )
}

/** Form fields in Big5, `%A4%FD=…`. @throws NotEncodable */
export function toForm(fields: Iterable<[string, string]>): string {
  const percent = (text: string) =>
    [...encode(text)]
      .map((byte) =>
        /[A-Za-z0-9*._-]/.test(String.fromCharCode(byte))
          ? String.fromCharCode(byte)
          : byte === 0x20
            ? '+'
            : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
      )
      .join('')
  return [...fields].map(([name, value]) => `${percent(name)}=${percent(value)}`).join('&')
}
