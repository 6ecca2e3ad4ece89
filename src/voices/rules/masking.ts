// Takes numbers of persons out of words before they are kept: nobody who was not served is named here.
// Rather one number too many than one too few: a mistyped ID still points at a person, so no check
// digit is asked for. Times, days, amounts, site codes and hotlines stay readable.

export const MASK = '○○○'

export type MaskedKind = 'id' | 'phone' | 'card' | 'passport' | 'email'

export interface MaskedNumber {
  kind: MaskedKind
  /** Where it stood in the words as they came, to show it to the reporter. */
  from: number
  to: number
}

export interface MaskedWords {
  masked: string
  found: boolean
  /** In the order of the words. */
  numbers: MaskedNumber[]
}

/** What people put between digits: at most two, so that two numbers side by side stay two. */
const GAP = '[\\s.\\-\\u2010-\\u2015\\u200B\\u00B7]{0,2}'
const digits = (count: number, first = '\\d') => `${first}${`${GAP}\\d`.repeat(count - 1)}`
const WHOLE = '(?!\\d)'
const ALONE = '(?<!\\d)'

// National: one letter, 1 or 2. Residence: 8 or 9 since 2021, a letter A to D before; there a letter of
// a word before may take the first place, so two digits more go with it.
const SECOND = `(?:[1289]${GAP}${digits(8)}|[A-D]${GAP}${digits(8)}(?:${GAP}\\d){0,2})`
const ID = `[A-Z]${GAP}${SECOND}${WHOLE}`

// What follows an area code, as it is dialled; no subscriber's number begins with 0 or 1, a time does.
const AREAS: [string, number[]][] = [
  ['826', [5]],
  ['836', [5]],
  ['37', [6]],
  ['49', [7]],
  ['82', [6]],
  ['89', [6]],
  ['2', [8]],
  ['4', [8, 7]],
  ['7', [8, 7]],
  ['3', [7]],
  ['5', [7]],
  ['6', [7]],
  ['8', [7]],
]
const ABROAD = `\\+?886${GAP}\\(?0?\\)?${GAP}`
const EXTENSION = '(?: ?(?:#|分機|轉|ext\\.?) ?\\d{1,6})?'
const MOBILE = `(?:${ABROAD}|${ALONE}\\(?0)${digits(3, '9')}\\)?${GAP}${digits(6)}${WHOLE}`
const LAND_LINES = AREAS.flatMap(([area, lengths]) =>
  lengths.map(
    (length) =>
      `(?:${ABROAD}|${ALONE}\\(?0)${area}\\)?${GAP}${digits(length, '[2-9]')}${WHOLE}${EXTENSION}`,
  ),
)

const CARD = `${ALONE}\\d{4}([ -]?)\\d{4}\\1\\d{4}\\1\\d{4}${WHOLE}`
const PASSPORT = '(?:護照|passport)[^A-Z0-9]{0,3}(?:號碼?|NO\\.?|NUMBER)?[^A-Z0-9]{0,4}'
const PAPER_NUMBER = '(?=[A-Z]{0,3}\\d{5})[A-Z0-9]{6,12}(?![A-Z0-9])'
const HEALTH_CARD = '健保卡[^\\d]{0,6}'
const EMAIL = "[A-Z0-9._%+'-]+@[A-Z0-9-]+(?:\\.[A-Z0-9-]+)+"

const SEARCHES: [MaskedKind, RegExp][] = [
  ['email', new RegExp(EMAIL, 'gi')],
  ['id', new RegExp(ID, 'gi')],
  ['passport', new RegExp(`(?<=${PASSPORT})${PAPER_NUMBER}`, 'gi')],
  ['passport', new RegExp(`(?<![A-Z0-9])${PAPER_NUMBER}(?=[^A-Z0-9]{0,3}護照)`, 'gi')],
  ['card', new RegExp(`(?<=${HEALTH_CARD})${digits(12)}${WHOLE}`, 'g')],
  ['card', new RegExp(CARD, 'g')],
  ['phone', new RegExp(MOBILE, 'g')],
  ...LAND_LINES.map((line): [MaskedKind, RegExp] => ['phone', new RegExp(line, 'gi')]),
]

export function maskNumbers(text: string): MaskedWords {
  const numbers: MaskedNumber[] = []
  let rest = folded(text)
  for (const [kind, words] of SEARCHES) {
    for (const match of rest.matchAll(words)) {
      if (!isTimes(match[0]) && !isFreeNumber(match[0])) {
        numbers.push({ kind, from: match.index, to: match.index + match[0].length })
      }
    }
    // What one search took, the next does not see.
    for (const { from, to } of numbers) {
      rest = rest.slice(0, from) + '\0'.repeat(to - from) + rest.slice(to)
    }
  }
  numbers.sort((a, b) => a.from - b.from)
  return { masked: withMasks(text, numbers), found: numbers.length > 0, numbers }
}

function withMasks(text: string, numbers: MaskedNumber[]): string {
  let at = 0
  let masked = ''
  for (const { from, to } of numbers) {
    masked += text.slice(at, from) + MASK
    at = to
  }
  return masked + text.slice(at)
}

/** Half-width, sign for sign, so that every place stays where it was. */
const folded = (text: string): string =>
  text.replace(/[\uFF01-\uFF5E\u3000]/g, (sign) =>
    sign === '\u3000' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  )

/** `0900-1200 1400-1800`, and days such as `0203-0210`: groups of four that a clock shows. */
function isTimes(match: string): boolean {
  const groups = match.split(/\D+/).filter(Boolean)
  return groups.length >= 2 && groups.every((group) => /^(?:[01]\d|2[0-4])[0-5]\d$/.test(group))
}

/** Free of charge, and nobody's own. */
const isFreeNumber = (match: string): boolean => /^\(?080[09]/.test(match)
