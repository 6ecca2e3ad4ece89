// The code of a site as a form or a spreadsheet left it. What cannot be put right for certain is
// unknown: the row is kept, a person finds the place.

export type RepairedCode = { code: string; isRepaired: boolean } | { code: null; isRepaired: false }

const UNKNOWN: RepairedCode = { code: null, isRepaired: false }

/** `length` is the programme's `siteCodeLength`. */
export function repairCode(raw: string, length: number): RepairedCode {
  const bare = written(unwrapped(raw))
  const isOfPerson = /^[A-Z][1289A-D]\d{8}$/.test(bare)
  if (!/^[A-Z0-9]+$/.test(bare) || /^0+$/.test(bare) || isOfPerson) return UNKNOWN
  // A letter says that it was text all along: then nothing was lost at its front.
  const code = /^\d+$/.test(bare) ? bare.padStart(length, '0') : bare
  return code.length === length ? { code, isRepaired: code !== raw.trim() } : UNKNOWN
}

/** Half-width capitals without blanks, and without what spreadsheets put around text: `'0123`, `="0123"`. */
const unwrapped = (raw: string): string =>
  raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/^[=+]?["'`‘’“”]*|["'`‘’“”]*$/g, '')

/** A number that a spreadsheet rewrote, as its digits: `5901184446.0`, `5,901,184,446`, `5.901184446E+09`. */
function written(code: string): string {
  const [, whole = '', part = '', exponent] =
    /^(\d+)(?:\.(\d+))?(?:E\+?(\d{1,2}))?$/.exec(code) ?? []
  if (exponent !== undefined) {
    // With fewer digits than places the rest was rounded away: `5.901E+09` may be any of a million.
    return whole.length === 1 && part.length === Number(exponent) ? whole + part : ''
  }
  if (/^\d{1,3}(?:,\d{3})+$/.test(code)) return code.replaceAll(',', '')
  return /^0+$/.test(part) ? whole : code
}
