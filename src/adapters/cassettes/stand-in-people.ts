// Puts people who do not exist in place of those who do: the same person always becomes the same
// one, an ID keeps its kind and has a right check digit, a telephone stays one. Credentials go.

import { redact } from '../gateway/redact.ts'
import { isTaiwanId } from '../kit/ids.ts'

export interface Cover {
  /** In texts of any kind. */
  text(text: string): string
  /** In plain data, at any depth. */
  data<T>(data: T): T
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'
const MARKS = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'
const PERSONAL: Record<string, (at: number, was: string) => string> = {
  name: nameFor,
  emergency_name: nameFor,
  street: (at) => `測試路${at}號`,
  address: (at) => `測試路${at}號`,
  email: (at) => `person${at}@example.tw`,
}
const ID = /(?<![A-Z0-9])[A-Z][A-D1289]\d{8}(?!\d)/gi
const MOBILE = /(?<!\d)09\d{2}-?\d{3}-?\d{3}(?!\d)/g
const LANDLINE = /(?<!\d)0[2-8]\d?-?\d{7,8}(?!\d)/g
const EMAIL = /[\w.+-]+@[\w-]+(\.[\w-]+)+/g

/** @param inputs whatever holds the persons: their names are looked for everywhere */
export function coverFor(inputs: unknown[], secrets: Iterable<string>): Cover {
  const known = new Map<string, string>()
  const hidden = [...secrets]
  const cover = (was: string, make: (at: number, was: string) => string): string => {
    const before = known.get(was) ?? known.get(was.toUpperCase())
    if (before) return before
    const made = make(known.size + 1, was)
    known.set(was, made)
    return made
  }
  for (const input of inputs) {
    eachText(input, (name, value) => {
      const make = PERSONAL[name]
      if (make && value.length > 1) cover(value, make)
    })
  }
  const names = [...known].sort(([a], [b]) => b.length - a.length)
  const text = (plain: string): string => {
    const covered = names.reduce((left, [was, is]) => left.replaceAll(was, is), plain)
    return redact(covered, hidden)
      .replace(ID, (was) => (isTaiwanId(was.toUpperCase()) ? cover(was.toUpperCase(), idFor) : was))
      .replace(MOBILE, (was) => cover(was, phoneFor))
      .replace(LANDLINE, (was) => cover(was, phoneFor))
      .replace(EMAIL, (was) => cover(was, (at) => `person${at}@example.tw`))
  }
  return { text, data: (data) => mapTexts(data, text) as typeof data }
}

/** As long as the name was, so that what an agency says of its length stays true. */
function nameFor(at: number, was: string): string {
  const mark = MARKS[(at - 1) % MARKS.length] ?? '甲'
  return `${'測試人員'.slice(0, Math.max(1, [...was].length - 1))}${mark}`
}

function phoneFor(at: number, was: string): string {
  const digits = String(at).padStart(3, '0').slice(-3)
  return `${was.slice(0, -3).replace(/\d/g, (digit, index: number) => (index < 2 ? digit : '0'))}${digits}`
}

function idFor(at: number, was: string): string {
  const body = `${was[1] ?? '1'}${String(at).padStart(7, '0').slice(-7)}`
  return withCheckDigit(was[0] ?? 'A', body)
}

/** National IDs, and residence permits whose second sign is a letter: both count alike. */
function withCheckDigit(letter: string, body: string): string {
  for (let digit = 0; digit < 10; digit += 1) {
    const id = `${letter}${body}${digit}`
    if (isTaiwanId(id)) return id
  }
  return `${LETTERS[0]}${body}0`
}

function eachText(value: unknown, tell: (name: string, text: string) => void, name = ''): void {
  if (typeof value === 'string') tell(name, value)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) eachText(part, tell, key)
  }
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((part) => mapTexts(part, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, mapTexts(part, change)]),
  )
}
