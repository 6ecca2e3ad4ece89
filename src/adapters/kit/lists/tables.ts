// Lists as old offices read and write them: CSV in their encoding, lines ended by CRLF. What their
// encoding cannot hold, and what their spreadsheet would take for a formula, is refused beforehand.

import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { ChangedLayout } from '../trouble.ts'

/** `utf-8-bom`: UTF-8 with the mark by which old programs know it. */
export type TableEncoding = 'cp950' | 'utf-8' | 'utf-8-bom'

export type Cells = Record<string, string>

interface Table {
  /** In their order; the first line of the file. */
  columns: readonly string[]
  encoding: TableEncoding
}

const BOM = '\ufeff'

/** @throws RangeError for a character the encoding does not hold, or a cell that is a formula */
export function write({ columns, encoding }: Table, rows: Cells[]): Uint8Array {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
  for (const cell of lines.flat()) {
    const wrong = isFormula(cell) ? [cell.slice(0, 1)] : notHeld(cell, encoding)
    if (wrong.length > 0) throw new RangeError(`A cell cannot hold ${wrong.join(' ')}`)
  }
  const text = lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')
  return new Uint8Array(iconv.encode(encoding === 'utf-8-bom' ? BOM + text : text, plain(encoding)))
}

/**
 * Rows by column. Names of columns may have spaces around them, other columns may stand between.
 * @throws ChangedLayout when a column is not there, or a line has more or fewer cells
 */
export function read({ columns, encoding }: Table, bytes: Uint8Array): Cells[] {
  const text = iconv.decode(Buffer.from(bytes), plain(encoding))
  const [head = [], ...lines] = cellsOf(text)
  const names = head.map((name) => name.trim())
  const missing = columns.filter((column) => !names.includes(column))
  if (missing.length > 0) {
    throw new ChangedLayout(missing.map((column) => `no column ${column}: ${names.join(', ')}`))
  }
  return lines.map((line, at) => {
    if (line.length !== names.length) {
      throw new ChangedLayout([`line ${at + 2} has ${line.length} cells of ${names.length}`])
    }
    return Object.fromEntries(names.map((name, column) => [name, (line[column] ?? '').trim()]))
  })
}

function cellsOf(text: string): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true })
  } catch (cause) {
    throw new ChangedLayout([cause instanceof Error ? cause.message.slice(0, 200) : 'no table'])
  }
}

/** Characters that do not come back from the encoding as they went in. */
export function notHeld(text: string, encoding: TableEncoding): string[] {
  const name = plain(encoding)
  const marks = [...new Set(text)]
  return marks.filter((mark) => iconv.decode(iconv.encode(mark, name), name) !== mark)
}

/** True for what a spreadsheet would run: it begins with =, +, -, @, a tab or a line's end. */
export const isFormula = (cell: string): boolean => /^[\s]*[=+@-]|^[\t\r\n]/.test(cell)

const plain = (encoding: TableEncoding) => (encoding === 'cp950' ? 'cp950' : 'utf-8')

const quoted = (cell: string): string =>
  /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
