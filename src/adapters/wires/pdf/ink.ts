// Draws text and ticks on clear pages of any size, and lays those over the pages of a form. The
// drawing is done by pdfkit: pdf-lib loses most glyphs of a subset of this font on paper.

import { PDFDocument, type PDFPage } from '@cantoo/pdf-lib'
import PDFKit from 'pdfkit'
import { type PdfProblem, PdfTrouble, throwIfAny } from './trouble.ts'
import { fontBytes, LEADING, missingIn, plain, RISE, spansOf, typeset, widthOf } from './type.ts'

/** In points, from the upper left corner of the page. */
export interface Box {
  /** From 0. */
  page: number
  x: number
  y: number
  width: number
  height: number
}

export interface Ink {
  /** Names it in problems. */
  name: string
  box: Box
  text: string
  /** `tick`: the text is not written, the box is ticked. A number: that many cells of a comb. */
  as: 'line' | 'lines' | 'tick' | number
  align: 'left' | 'centre' | 'right'
  sizePt: number
  floorPt: number
}

export interface Paper {
  width: number
  height: number
}

export type Pen = InstanceType<typeof PDFKit>

/** What is wrong with it on that many pages. */
export const problemsOf = (inks: Ink[], pages: number): PdfProblem[] =>
  inks.flatMap((ink) => {
    const stroke = strokeOf(ink, pages)
    return typeof stroke === 'function' ? [] : [stroke]
  })

/** A PDF of such pages with all ink on it. Fails with all problems of all ink. */
async function drawInk(papers: Paper[], inks: Ink[]): Promise<Uint8Array> {
  throwIfAny(problemsOf(inks, papers.length))
  const strokes = inks.map((ink) => strokeOf(ink, papers.length))
  return drawPages((pen) => {
    for (const [number, { width, height }] of papers.entries()) {
      pen.addPage({ size: [width, height], margin: 0 })
      for (const [index, stroke] of strokes.entries()) {
        if (inks[index]?.box.page === number && typeof stroke === 'function') stroke(pen)
      }
    }
  })
}

/** `at`: the moment the paper says it was made. */
export function drawPages(draw: (pen: Pen) => void, at?: Date): Promise<Uint8Array> {
  const info = { Producer: 'Yizhan', Creator: 'Yizhan', ...(at ? { CreationDate: at } : {}) }
  const pen = new PDFKit({ autoFirstPage: false, bufferPages: true, info })
  const chunks: Uint8Array[] = []
  const done = new Promise<Uint8Array>((resolve, reject) => {
    pen.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    pen.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    pen.on('error', reject)
  })
  draw(pen)
  pen.end()
  return done
}

/** One line whose Han characters stand on `baseline`. */
export function drawLine(pen: Pen, line: string, at: { x: number; y: number; sizePt: number }) {
  let { x } = at
  for (const { font, text } of spansOf(line)) {
    // A pen reads the bytes once; after that the name is enough for it.
    pen.registerFont(font, fontBytes(font)).font(font, at.sizePt)
    pen.text(text, x, at.y, { lineBreak: false, baseline: 'alphabetic' })
    x += widthOf(text, at.sizePt)
  }
}

function strokeOf(ink: Ink, pages: number): ((pen: Pen) => void) | PdfProblem {
  const { name: field, box } = ink
  const text = plain(ink.text)
  if (box.page < 0 || box.page >= pages) return { code: 'not_writable', field }
  if (ink.as === 'tick') return (pen) => drawTick(pen, box)
  const characters = missingIn(text)
  if (characters !== '') return { code: 'missing_glyph', field, characters }
  if (typeof ink.as === 'number') return combStroke(ink, ink.as)
  const inner = { widthPt: box.width - 2 * PAD, heightPt: box.height }
  const size = { sizePt: ink.sizePt, floorPt: ink.floorPt }
  // What is too long for one line is written in two, as a person would, before it is refused.
  const set =
    (ink.as === 'line' ? typeset(text, { ...inner, ...size, many: false }) : null) ??
    typeset(text, { ...inner, ...size, many: true })
  if (!set) return { code: 'does_not_fit', field }
  const { lines, sizePt } = set
  const spareHeight = ink.as === 'lines' ? 0 : box.height - lines.length * LEADING * sizePt
  const first = box.y + spareHeight / 2 + sizePt * (RISE + (LEADING - 1) / 2)
  return (pen) => {
    for (const [index, line] of lines.entries()) {
      const spare = inner.widthPt - widthOf(line, sizePt)
      const x = box.x + PAD + spare * SHIFT[ink.align]
      drawLine(pen, line, { x, y: first + index * sizePt * LEADING, sizePt })
    }
  }
}

const PAD = 2
const SHIFT = { left: 0, centre: 0.5, right: 1 }

function combStroke({ box, text, name, sizePt, floorPt }: Ink, cells: number) {
  const characters = [...text]
  const cell = box.width / cells
  const size = Math.min(sizePt, cell, box.height)
  if (characters.length > cells || size < floorPt) {
    return { code: 'does_not_fit' as const, field: name }
  }
  const middle = box.y + box.height / 2 + size * (RISE - 0.5)
  return (pen: Pen) => {
    for (const [index, character] of characters.entries()) {
      const x = box.x + cell * (index + 0.5) - widthOf(character, size) / 2
      drawLine(pen, character, { x, y: middle, sizePt: size })
    }
  }
}

function drawTick(pen: Pen, { x, y, width, height }: Box): void {
  const side = Math.min(width, height)
  const left = x + (width - side) / 2
  const top = y + (height - side) / 2
  pen
    .lineWidth(Math.max(1, side / 8))
    .moveTo(left + side * 0.15, top + side * 0.5)
    .lineTo(left + side * 0.4, top + side * 0.8)
    .lineTo(left + side * 0.9, top + side * 0.15)
    .stroke()
}

/** The paper of a page, as it lies: a page that is turned on the screen is not written on. */
export function paperOf(page: PDFPage, number: number): Paper {
  if (page.getRotation().angle % 360 !== 0) {
    throw new PdfTrouble([{ code: 'not_writable', field: `page ${number + 1}` }])
  }
  const { width, height } = page.getMediaBox()
  return { width, height }
}

/** Lays the ink over the pages of an open form. */
export async function layOver(form: PDFDocument, inks: Ink[]): Promise<void> {
  const pages = form.getPages()
  const bytes = await drawInk(pages.map(paperOf), inks)
  const clear = await PDFDocument.load(bytes, { updateMetadata: false })
  const sheets = await form.embedPdf(
    clear,
    pages.map((_, index) => index),
  )
  for (const [index, page] of pages.entries()) {
    const sheet = sheets[index]
    const { x, y } = page.getMediaBox()
    if (sheet) page.drawPage(sheet, { x, y })
  }
}
