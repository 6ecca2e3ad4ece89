// Text as people write it. Names and places keep every character they came with, however rare; what
// no person can see or type is refused.

import { type Leaf, type LeafReader, right, wrong } from './leaf.ts'

export const TEXT_MAX = 100
export const LONG_TEXT_MAX = 2000
export const NAME_MAX = 60

/** Ideographs that composing would swap for a look-alike. A name keeps the one its owner writes. */
const NOT_COMPATIBILITY = /[^\uF900-\uFAFF\u{2F800}-\u{2FA1F}]+/gu
/** Control characters, halves of characters, and marks that turn the direction of writing. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]/u
const UNSEEN_BUT_NEW_LINE =
  /(?!\n)[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]/u
const EMOJI = /\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}]/u

/** Composed (NFC), trimmed; nothing else about it changes. */
export const composed = (text: string): string =>
  text.replace(NOT_COMPATIBILITY, (part) => part.normalize('NFC')).trim()

/** Full-width digits, letters and spaces as a keyboard writes them. For numbers, never for names. */
export const halfWidth = (text: string): string => text.normalize('NFKC').trim()

export const readText: LeafReader = (raw, question) =>
  readLine(raw, question.maxLength ?? TEXT_MAX, UNSEEN)

export const readLongText: LeafReader = (raw, question) =>
  readLine(
    typeof raw === 'string' ? raw.replace(/\r\n?/g, '\n') : raw,
    question.maxLength ?? LONG_TEXT_MAX,
    UNSEEN_BUT_NEW_LINE,
  )

/** A person's name: like a text, and without pictures. */
export const readName: LeafReader = (raw) => {
  const line = readLine(raw, NAME_MAX, UNSEEN)
  return line.ok && EMOJI.test(line.value) ? wrong('journeys.problem_name_emoji') : line
}

export function readLine(raw: unknown, max: number, refused: RegExp = UNSEEN): Leaf<string> {
  if (typeof raw !== 'string') return wrong('journeys.problem_text_expected')
  // Measured before anything is done with it: a megabyte is answered, not worked on.
  if (raw.length > max * 4) return wrong('journeys.problem_too_long', { max })
  const text = composed(raw)
  if ([...text].length > max) return wrong('journeys.problem_too_long', { max })
  return refused.test(text) ? wrong('journeys.problem_unseen_characters') : right(text)
}
