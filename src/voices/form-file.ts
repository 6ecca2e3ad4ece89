// A form's answers as a file: comma-separated, UTF-8 or Big5, with or without a header. Read as a
// stream, so that its size does not matter.

import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import iconv from 'iconv-lite'
import { type Columns, type FormRow, readHeader, readRow, USUAL_COLUMNS } from './rules/form-row.ts'

/** From here on the file cannot be told apart into rows. */
export class TornFile extends Error {}

/** A quote that is never closed would make one row of the rest of the file. */
const LONGEST_ROW_CHARACTERS = 200_000

/** @throws TornFile after the rows before the tear */
export async function* readFormFile(file: string): AsyncGenerator<FormRow> {
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW_CHARACTERS,
  })
  const text = iconv.decodeStream(await encodingOf(file))
  pipeline(createReadStream(file), text, parser, () => undefined)
  let columns: Columns | null = null
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      const header: Columns | null = columns ? null : readHeader(cells)
      columns = header ?? columns ?? USUAL_COLUMNS
      if (!header) yield readRow(cells, columns)
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new TornFile(`Line ${Number(error.lines)}: a quote is opened and never closed.`)
  }
}

/** Whichever leaves fewer signs unread: one broken sign does not make a UTF-8 file Big5. */
async function encodingOf(file: string): Promise<'utf-8' | 'big5'> {
  const decoders = (['utf-8', 'big5'] as const).map((name) => iconv.getDecoder(name))
  const unread = [0, 0]
  const count = (index: number, text: string | undefined) => {
    unread[index] = (unread[index] ?? 0) + (text ?? '').split('\uFFFD').length - 1
  }
  for await (const bytes of createReadStream(file)) {
    for (const [index, decoder] of decoders.entries()) count(index, decoder.write(bytes as Buffer))
  }
  for (const [index, decoder] of decoders.entries()) count(index, decoder.end())
  return (unread[0] ?? 0) <= (unread[1] ?? 0) ? 'utf-8' : 'big5'
}
