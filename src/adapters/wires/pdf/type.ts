// The one font of our papers, and how text is measured and broken with it. The file is read once a
// process. A character that it lacks is named, never drawn as an empty box.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

const FILE = '@expo-google-fonts/noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf'

/** Han characters reach this far above and below the line, of the size. */
export const RISE = 0.88
export const LEADING = 1.25

let kept: { bytes: Buffer; font: Font } | null = null

export const fontBytes = (): Buffer => openFont().bytes

function openFont() {
  if (kept) return kept
  const bytes = readFileSync(createRequire(import.meta.url).resolve(FILE))
  const font = create(bytes)
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`${FILE} holds no single font`)
  kept = { bytes, font }
  return kept
}

/** What a keyboard or a copied text brings besides writing: other line ends, tabs. */
export const plain = (text: string): string => text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ')

/** Each character once that the font cannot draw, in order. */
export function missingIn(text: string): string {
  const { font } = openFont()
  const seen = new Set<string>()
  for (const character of text) {
    if (character === '\n') continue
    if (!font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) seen.add(character)
  }
  return [...seen].join('')
}

const widths = new Map<string, number>()

/** In points. */
export function widthOf(text: string, sizePt: number): number {
  let ems = 0
  for (const character of text) ems += emsOf(character)
  return ems * sizePt
}

function emsOf(character: string): number {
  const known = widths.get(character)
  if (known !== undefined) return known
  const { font } = openFont()
  const glyph = font.glyphForCodePoint(character.codePointAt(0) ?? 0)
  const ems = glyph.advanceWidth / font.unitsPerEm
  widths.set(character, ems)
  return ems
}

/** Han breaks anywhere but before a closing mark, other writing at its spaces. */
const PIECE = /[\p{Script=Latin}\p{M}\d@#&'’_.:/+-]+|[^\n][，。、；：！？」』）)]*/gu

/** Breaks text into lines of a width. A piece longer than a line is broken where the line ends. */
export function wrap(text: string, sizePt: number, widthPt: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    const take = (piece: string) => {
      if (widthOf((line + piece).trimEnd(), sizePt) <= widthPt) line += piece
      else if (line === '' || widthOf(piece, sizePt) > widthPt) {
        for (const character of piece) {
          if (line !== '' && widthOf(line + character, sizePt) > widthPt) {
            lines.push(line)
            line = ''
          }
          line += character
        }
      } else {
        lines.push(line.trimEnd())
        line = piece.trimStart()
      }
    }
    for (const [piece] of paragraph.matchAll(PIECE)) take(piece)
    return [...lines, line]
  })
}

export interface Measure {
  widthPt: number
  heightPt: number
  sizePt: number
  /** Never smaller: a fax must still be readable. */
  floorPt: number
  /** One line only, unless true. */
  many: boolean
}

const STEP_PT = 0.5

/** The largest size not above `sizePt` at which all of the text stands in its box; null: none. */
export function typeset(text: string, box: Measure): { sizePt: number; lines: string[] } | null {
  for (let sizePt = box.sizePt; sizePt >= box.floorPt; sizePt -= STEP_PT) {
    const lines = box.many ? wrap(text, sizePt, box.widthPt) : [text.replaceAll('\n', ' ')]
    const isNarrow = lines.every((line) => widthOf(line, sizePt) <= box.widthPt)
    const height = box.many ? lines.length * LEADING * sizePt : sizePt
    if (isNarrow && height <= box.heightPt) return { sizePt, lines }
  }
  return null
}
