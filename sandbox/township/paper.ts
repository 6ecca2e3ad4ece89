// Looks at a paper as a clerk does: what is written in a place, and how dark a place is. Text that
// lies in the file but was not drawn is not seen: writing counts only where there is ink.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'

/** Millimetres from the upper left corner of the page. */
export interface Place {
  x: number
  y: number
  w: number
  h: number
}

export interface Grey {
  width: number
  height: number
  /** One byte a dot, 0 is black, row by row. */
  dots: Uint8Array
}

export interface Sheet {
  text: string
  /** What is written there; '' when there is no ink. */
  textIn(place: Place): string
  /** Share of the place that is dark, 0 to 1. */
  inkIn(place: Place): number
  picture: Grey
}

const DPI = 150
const POINTS_A_MM = 72 / 25.4
const SAME_LINE_MM = 1.5
const DARK = 128
const WHITE = 0xffffffff

let opened: Promise<WrappedPdfiumModule> | undefined

/** All pages; null when it is no paper at all. */
export async function lookAt(bytes: Uint8Array): Promise<Sheet[] | null> {
  opened ??= openLibrary()
  const pdf = await opened
  const at = pdf.pdfium.wasmExports.malloc(bytes.length)
  heapOf(pdf).set(bytes, at)
  const paper = pdf.FPDF_LoadMemDocument(at, bytes.length, '')
  try {
    if (paper === 0) return null
    const count = pdf.FPDF_GetPageCount(paper)
    return Array.from({ length: count }, (_, number) => sheetOf(pdf, paper, number))
  } finally {
    if (paper !== 0) pdf.FPDF_CloseDocument(paper)
    pdf.pdfium.wasmExports.free(at)
  }
}

async function openLibrary(): Promise<WrappedPdfiumModule> {
  const wasm = createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm')
  const bytes = new Uint8Array(readFileSync(wasm))
  const library = await init({ wasmBinary: bytes.buffer })
  library.PDFiumExt_Init()
  return library
}

/** Asked for anew each time: it moves when the library needs more room. */
const heapOf = ({ pdfium }: WrappedPdfiumModule): Uint8Array =>
  (pdfium as unknown as { HEAPU8: Uint8Array }).HEAPU8

interface Letter {
  text: string
  x: number
  y: number
}

function sheetOf(pdf: WrappedPdfiumModule, paper: number, number: number): Sheet {
  const page = pdf.FPDF_LoadPage(paper, number)
  const heightPt = pdf.FPDF_GetPageHeightF(page)
  const picture = pictureOf(pdf, page)
  const { text, letters } = lettersOf(pdf, page, heightPt)
  pdf.FPDF_ClosePage(page)
  const inkIn = (place: Place) => darkness(picture, place)
  return {
    text,
    picture,
    inkIn,
    textIn: (place) => {
      if (inkIn(place) === 0) return ''
      const inside = letters.filter(
        ({ x, y }) =>
          x >= place.x && x <= place.x + place.w && y >= place.y && y <= place.y + place.h,
      )
      return inside
        .map((letter) => letter.text)
        .join('')
        .trim()
    },
  }
}

function lettersOf(pdf: WrappedPdfiumModule, page: number, heightPt: number) {
  const words = pdf.FPDFText_LoadPage(page)
  const count = pdf.FPDFText_CountChars(words)
  const room = pdf.pdfium.wasmExports.malloc(4 * 8)
  const letters: Letter[] = []
  for (let index = 0; index < count; index += 1) {
    const text = String.fromCodePoint(pdf.FPDFText_GetUnicode(words, index))
    const [left, right, bottom, top] = [0, 8, 16, 24].map((offset) => room + offset) as [
      number,
      number,
      number,
      number,
    ]
    pdf.FPDFText_GetCharBox(words, index, left, right, bottom, top)
    const [x1, x2, y1, y2] = [left, right, bottom, top].map((where) =>
      Number(pdf.pdfium.getValue(where, 'double')),
    ) as [number, number, number, number]
    const y = heightPt - (y1 + y2) / 2
    letters.push({ text, x: (x1 + x2) / 2 / POINTS_A_MM, y: y / POINTS_A_MM })
  }
  pdf.pdfium.wasmExports.free(room)
  pdf.FPDFText_ClosePage(words)
  const lines = letters.filter((_, index) => !isFalseBreak(letters, index))
  return { text: lines.map((letter) => letter.text).join(''), letters: lines }
}

/** The library breaks a line where the font changes; on paper it goes on. */
function isFalseBreak(letters: Letter[], index: number): boolean {
  const isBreak = (letter: Letter | undefined) => /^[\r\n]$/.test(letter?.text ?? '')
  if (!isBreak(letters[index])) return false
  const before = letters.slice(0, index).findLast((letter) => !isBreak(letter))
  const after = letters.slice(index).find((letter) => !isBreak(letter))
  return before && after ? Math.abs(before.y - after.y) < SAME_LINE_MM : false
}

function pictureOf(pdf: WrappedPdfiumModule, page: number): Grey {
  const width = Math.round((pdf.FPDF_GetPageWidthF(page) / 72) * DPI)
  const height = Math.round((pdf.FPDF_GetPageHeightF(page) / 72) * DPI)
  const bitmap = pdf.FPDFBitmap_Create(width, height, 0)
  pdf.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
  // Annotations are drawn too: a fax machine prints what is seen.
  pdf.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 1)
  const from = pdf.FPDFBitmap_GetBuffer(bitmap)
  const stride = pdf.FPDFBitmap_GetStride(bitmap)
  const heap = heapOf(pdf)
  const dots = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      dots[y * width + x] = heap[from + y * stride + x * 4 + 1] ?? 255
    }
  }
  pdf.FPDFBitmap_Destroy(bitmap)
  return { width, height, dots }
}

function darkness({ width, height, dots }: Grey, { x, y, w, h }: Place): number {
  const dot = DPI / 25.4
  let dark = 0
  let all = 0
  for (let row = Math.round(y * dot); row < Math.min((y + h) * dot, height); row += 1) {
    for (let column = Math.round(x * dot); column < Math.min((x + w) * dot, width); column += 1) {
      all += 1
      if ((dots[row * width + column] ?? 255) < DARK) dark += 1
    }
  }
  return all === 0 ? 0 : dark / all
}
