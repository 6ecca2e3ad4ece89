// Reads a feed's file by the columns its definition names: tolerant of what really happened (renamed
// headers, a byte order mark, lost zeros, short rows), strict about what would make numbers wrong.

import { parse } from 'csv-parse/sync'
import { readAmount, repairCode } from './rules/feed.ts'
import type { FeedDefinition } from './schema/programme.ts'
import type { FeedRow } from './schema/stock.ts'

/** A file that cannot be read as this feed; the message says which column or line. */
export class UnreadableFile extends Error {}

export interface FeedFile {
  rows: FeedRow[]
  /** The newest time a row names, RFC 3339; null where the feed has no such column. */
  at: string | null
  /** Rows left out because their site or a number could not be read. */
  torn: number
}

/** @throws UnreadableFile */
export function readFeedFile(text: string, feed: FeedDefinition): FeedFile {
  const records = feed.format === 'json' ? readJson(text) : readCsv(text)
  const [first] = records
  if (!first) return { rows: [], at: null, torn: 0 }
  const columns = findColumns(Object.keys(first), feed)

  const rows = new Map<string, FeedRow>()
  let [at, torn] = ['', 0]
  for (const record of records) {
    const row = rowIn(record, columns, feed)
    if (!row) {
      torn += 1
      continue
    }
    // Named twice: the later line counts.
    rows.set(row.siteId, row)
    const said = columns.at ? (record[columns.at] ?? '') : ''
    if (said > at) at = said
  }
  return { rows: [...rows.values()], at: at === '' ? null : momentOf(at), torn }
}

interface Columns {
  site: string
  at: string | null
  amounts: Record<string, string>
}

function findColumns(header: string[], { columns }: FeedDefinition): Columns {
  const find = (names: string[], what: string): string => {
    const found = header.find((name) => names.includes(name.trim()))
    if (found === undefined) {
      throw new UnreadableFile(
        `No column for ${what}: expected ${names.join(' or ')}, found ${header.join(', ')}.`,
      )
    }
    return found
  }
  const amounts = Object.entries(columns.amounts).map(([item, names]) => [item, find(names, item)])
  const at = header.find((name) => columns.at?.includes(name.trim()))
  return {
    site: find(columns.site, 'the site'),
    at: at ?? null,
    amounts: Object.fromEntries(amounts),
  }
}

function rowIn(
  record: Record<string, string>,
  columns: Columns,
  { codeLength }: FeedDefinition,
): FeedRow | null {
  const siteId = repairCode(record[columns.site] ?? '', codeLength)
  if (siteId === '' || siteId.length > 40) return null
  const amounts: Record<string, number> = {}
  for (const [item, column] of Object.entries(columns.amounts)) {
    const amount = readAmount(record[column] ?? '')
    if (amount === null) return null
    amounts[item] = amount
  }
  return { siteId, amounts }
}

function readCsv(text: string): Record<string, string>[] {
  try {
    return parse(text, {
      bom: true,
      columns: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    })
  } catch (cause) {
    throw new UnreadableFile(`Not a CSV file: ${(cause as Error).message}`, { cause })
  }
}

function readJson(text: string): Record<string, string>[] {
  let read: unknown
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new UnreadableFile(`Not JSON: ${(cause as Error).message}`, { cause })
  }
  if (!Array.isArray(read)) throw new UnreadableFile('Expected a list of rows.')
  return read.map((row) =>
    Object.fromEntries(Object.entries(row as object).map(([name, value]) => [name, String(value)])),
  )
}

/** `2020/02/17 12:59:04` of Taipei, or RFC 3339. */
function momentOf(said: string): string | null {
  const local = /^(\d{4})[/-](\d{2})[/-](\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)$/.exec(said.trim())
  const written = local ? `${local[1]}-${local[2]}-${local[3]}T${local[4]}+08:00` : said
  return Number.isNaN(Date.parse(written)) ? null : written
}
