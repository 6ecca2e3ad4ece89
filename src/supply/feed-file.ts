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
  /** Codes of rows whose numbers could not be read; '' where the code could not. */
  unread: string[]
}

/** @throws UnreadableFile */
export function readFeedFile(text: string, feed: FeedDefinition): FeedFile {
  const { header, records } = feed.format === 'json' ? readJson(text) : readCsv(text)
  if (header === null) return { rows: [], at: null, unread: [] }
  const columns = findColumns(header, feed)

  const rows = new Map<string, FeedRow>()
  const unread: string[] = []
  let at = ''
  for (const record of records) {
    const siteId = codeIn(record, columns, feed)
    const amounts = amountsIn(record, columns, feed)
    // Named twice: the later line counts.
    if (siteId !== '' && amounts) rows.set(siteId, { siteId, amounts })
    else unread.push(siteId)
    const said = columns.at ? (record[columns.at] ?? '') : ''
    if (said > at) at = said
  }
  return { rows: [...rows.values()], at: at === '' ? null : momentOf(at), unread }
}

type Row = Record<string, string>
const LONGEST_CODE = 40

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

function codeIn(record: Row, { site }: Columns, { codeLength }: FeedDefinition): string {
  const code = repairCode(record[site] ?? '', codeLength)
  return code.length > LONGEST_CODE ? '' : code
}

function amountsIn(
  record: Row,
  columns: Columns,
  { mostPieces }: FeedDefinition,
): Record<string, number> | null {
  const amounts: Record<string, number> = {}
  for (const [item, column] of Object.entries(columns.amounts)) {
    const amount = readAmount(record[column] ?? '')
    if (amount === null || amount > mostPieces) return null
    amounts[item] = amount
  }
  return amounts
}

interface Read {
  /** Null: there is nothing at all, not even the names of columns. */
  header: string[] | null
  records: Row[]
}

function readCsv(text: string): Read {
  let header: string[] | null = null
  const columns = (names: string[]) => {
    header = names
    return names
  }
  try {
    const records = parse<Row>(text, {
      bom: true,
      columns,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    })
    return { header, records }
  } catch (cause) {
    throw new UnreadableFile(`Not a CSV file: ${(cause as Error).message}`, { cause })
  }
}

function readJson(text: string): Read {
  let read: unknown
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new UnreadableFile(`Not JSON: ${(cause as Error).message}`, { cause })
  }
  if (!Array.isArray(read)) throw new UnreadableFile('Expected a list of rows.')
  const records = read.map((row) =>
    Object.fromEntries(Object.entries(row as object).map(([name, value]) => [name, String(value)])),
  )
  return { header: records[0] ? Object.keys(records[0]) : null, records }
}

/** `2020/02/17 12:59:04` of Taipei, or RFC 3339. */
function momentOf(said: string): string | null {
  const local = /^(\d{4})[/-](\d{2})[/-](\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)$/.exec(said.trim())
  const written = local ? `${local[1]}-${local[2]}-${local[3]}T${local[4]}+08:00` : said
  return Number.isNaN(Date.parse(written)) ? null : written
}
