// The chain of the open log, without a database: what is hashed, how a published line looks, and how
// anyone finds out offline whether a published file was changed.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from './canonical.ts'

/** What the first entry holds in place of a hash before it. */
export const GENESIS = '0'.repeat(64)

const LINE_FEED = 0x0a

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const EntrySchema = z.strictObject({
  sequence: z.int().min(1),
  /** RFC 3339 in UTC, with milliseconds. */
  at: z.iso.datetime(),
  kind: z.string().min(1),
  subject: z.string(),
  data: z.record(z.string(), z.unknown()),
  /** Hash of the entry before. */
  previous: hash,
})
export const LineSchema = EntrySchema.extend({ hash })

export type Unsealed = z.output<typeof EntrySchema>
export type Entry = z.output<typeof LineSchema>

/** SHA-256, hexadecimal, over the entry's canonical JSON without its `hash`. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** One line of a published file, without its line break. */
export const lineOf = (entry: Entry): string => canonicalJson(entry)

export type LogVerdict =
  | { ok: true; first: number; last: number; head: string }
  | { ok: false; line: number; sequence: number | null; reason: LogFault }

export type LogFault =
  | 'empty'
  | 'cut_short'
  | 'unreadable'
  | 'changed'
  | 'out_of_order'
  | 'does_not_follow'
  | 'other_head'

/**
 * Recomputes the chain of a published file and names the first entry that is not what it was. Whole
 * entries missing from the end are only found by `head`, the hash published for that day.
 */
export function verifyLog(file: Uint8Array, head?: string): LogVerdict {
  const lines = linesOf(file)
  const rest = lines.pop()
  let first = 0
  let before: Entry | null = null
  for (const [index, line] of lines.entries()) {
    const entry = readLine(line)
    const reason = entry ? faultOf(entry, before) : 'unreadable'
    if (!entry || reason) {
      const sequence: number | null = before ? before.sequence + 1 : (entry?.sequence ?? null)
      return { ok: false, line: index + 1, sequence, reason: reason ?? 'unreadable' }
    }
    if (!before) first = entry.sequence
    before = entry
  }

  const last = before?.sequence ?? 0
  const fault = (reason: LogFault, sequence: number | null): LogVerdict => {
    return { ok: false, line: lines.length, sequence, reason }
  }
  if (rest?.length) return fault('cut_short', last + 1)
  if (!before) return fault('empty', null)
  if (head !== undefined && head !== before.hash) return fault('other_head', last)
  return { ok: true, first, last, head: before.hash }
}

/** Split at line feeds only: any other break is a change like every other. */
function linesOf(file: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  let start = 0
  for (let end = file.indexOf(LINE_FEED); end >= 0; end = file.indexOf(LINE_FEED, start)) {
    lines.push(file.subarray(start, end))
    start = end + 1
  }
  return [...lines, file.subarray(start)]
}

/** Null for what no log of ours ever wrote: also for a space more, or the same letter written otherwise. */
function readLine(line: Uint8Array): Entry | null {
  try {
    // Checked, and taken as it was read: a copy would leave out a key called `__proto__`.
    const entry = JSON.parse(new TextDecoder().decode(line)) as Entry
    LineSchema.parse(entry)
    return Buffer.from(lineOf(entry)).equals(line) ? entry : null
  } catch {
    return null
  }
}

function faultOf(entry: Entry, before: Entry | null): LogFault | null {
  const { hash: claimed, ...unsealed } = entry
  if (hashOf(canonicalJson(unsealed)) !== claimed) return 'changed'
  if (!before) {
    return entry.sequence === 1 && entry.previous !== GENESIS ? 'does_not_follow' : null
  }
  if (entry.sequence !== before.sequence + 1) return 'out_of_order'
  return entry.previous === before.hash ? null : 'does_not_follow'
}
