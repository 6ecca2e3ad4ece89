// What was typed, or read before, as the boxes of a form show it.

import { isPlainRecord } from '../expressions/records.ts'

/** One line of text; an address in parts becomes one line again, a place its id. */
export function lineOf(raw: unknown): string {
  if (typeof raw === 'string' || typeof raw === 'number') return String(raw)
  if (!isPlainRecord(raw)) return ''
  if (typeof raw.id === 'string') return raw.id
  return ['city', 'district', 'street'].map((part) => String(raw[part] ?? '')).join('')
}

export interface DateBoxes {
  year?: string
  month?: string
  day?: string
}

/** A day in three boxes, in the calendar it was typed in. */
export function boxesOf(raw: unknown): DateBoxes {
  if (isPlainRecord(raw)) {
    const boxes = ['year', 'month', 'day'].map((part) => [part, String(raw[part] ?? '')])
    return Object.fromEntries(boxes)
  }
  const [year, month, day] = typeof raw === 'string' ? raw.split(/[-/.年月日]/) : []
  return { year: year ?? '', month: month ?? '', day: day ?? '' }
}

/** A person's parts as flat text, a birth as `birth.year`, `birth.month`, `birth.day`. */
export function typedParts(person: Record<string, unknown>): Record<string, string> {
  const parts: Record<string, string> = {}
  for (const [part, raw] of Object.entries(person)) {
    if (part !== 'birth') parts[part] = lineOf(raw)
  }
  for (const [box, value] of Object.entries(boxesOf(person.birth))) parts[`birth.${box}`] = value
  return { nationality: 'TW', ...parts }
}

/** Rows of a group to show; at least as many as there must be. */
export function rowsOf(raw: unknown, min: number): Record<string, unknown>[] {
  const rows = Array.isArray(raw) ? raw.map((row) => (isPlainRecord(row) ? row : {})) : []
  return [...rows, ...Array.from({ length: Math.max(0, min - rows.length) }, () => ({}))]
}
