// Big5 as the WHATWG encoder has it: without the Hong Kong additions, whose first byte is below
// 0xA1. What it cannot hold becomes a full-width question mark.

import iconv from 'iconv-lite'

export function toBig5(text: string): Uint8Array<ArrayBuffer> {
  const safe = [...text].map((character) => (isInBig5(character) ? character : '？')).join('')
  return new Uint8Array(iconv.encode(safe, 'big5'))
}

function isInBig5(character: string): boolean {
  if (character.length === 1 && character < '\u0080') return true
  const [lead = 0, trail] = iconv.encode(character, 'big5')
  return lead >= 0xa1 && trail !== undefined
}
