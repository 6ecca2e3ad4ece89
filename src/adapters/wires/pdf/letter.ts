// A plain letter on A4 for agencies without a form of their own.

import { drawLine, drawPages, type Pen } from './ink.ts'
import { throwIfAny } from './trouble.ts'
import { LEADING, missingIn, plain, RISE, widthOf, wrap } from './type.ts'

export interface Letter {
  title: string
  /** Paragraphs; a long one is broken, an empty one leaves a gap. */
  lines: string[]
  /** Ours; in the margin of each page, so that a single sheet can be told where it belongs. */
  key?: string
  /** The moment the paper says it was made. */
  at?: Date
}

const MM = 72 / 25.4
const PAGE = { width: 210 * MM, height: 297 * MM }
const SIDE = 20 * MM
const TOP = 25 * MM
const BOTTOM = 25 * MM
const TITLE_PT = 16
const TEXT_PT = 11
const MARGIN_PT = 9

/** A PDF of A4 pages with numbers. Fails with PdfTrouble when the font lacks a character. */
export async function letter({ key = '', at, ...said }: Letter): Promise<Uint8Array> {
  const title = plain(said.title)
  const lines = said.lines.map(plain)
  const parts = Object.entries({ title, key, lines: lines.join('\n') })
  throwIfAny(
    parts.flatMap(([field, text]) => {
      const characters = missingIn(text)
      return characters === '' ? [] : [{ code: 'missing_glyph' as const, field, characters }]
    }),
  )
  return drawPages((pen) => {
    writePages(pen, title, lines)
    const { count } = pen.bufferedPageRange()
    for (let page = 0; page < count; page += 1) {
      pen.switchToPage(page)
      writeMargin(pen, key, `${page + 1} / ${count}`)
    }
  }, at)
}

function writePages(pen: Pen, title: string, lines: string[]): void {
  const width = PAGE.width - 2 * SIDE
  let y = PAGE.height
  const put = (text: string, sizePt: number) => {
    if (y + sizePt * LEADING > PAGE.height - BOTTOM) {
      pen.addPage({ size: [PAGE.width, PAGE.height], margin: 0 })
      y = TOP
    }
    drawLine(pen, text, { x: SIDE, y: y + sizePt * RISE, sizePt })
    y += sizePt * LEADING * 1.1
  }
  for (const line of wrap(title, TITLE_PT, width)) put(line, TITLE_PT)
  y += TEXT_PT
  for (const line of lines.flatMap((paragraph) => wrap(paragraph, TEXT_PT, width))) {
    put(line, TEXT_PT)
  }
}

function writeMargin(pen: Pen, key: string, number: string): void {
  const put = (text: string, x: number, y: number) =>
    drawLine(pen, text, { x, y, sizePt: MARGIN_PT })
  put(key, PAGE.width - SIDE - widthOf(key, MARGIN_PT), 12 * MM)
  put(number, (PAGE.width - widthOf(number, MARGIN_PT)) / 2, PAGE.height - 12 * MM)
}
