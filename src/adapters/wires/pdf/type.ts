// The fonts of our papers, and how text is measured and broken with them. A file is read once a
// process, the second only when a name needs it. A character that none of them has is named, never
// drawn as an empty box.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

/** In the order in which they are asked. The second has the rare characters that the first lacks. */
const FILES = {
  tc: '@expo-google-fonts/noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf',
  sc: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
}
export type FontName = keyof typeof FILES
const NAMES = ['tc', 'sc'] as const

/** Han characters reach this far above and below the line, of the size. */
export const RISE = 0.88
export const LEADING = 1.25

const opened = new Map<FontName, { bytes: Buffer; font: Font }>()

export const fontBytes = (name: FontName): Buffer => openFont(name).bytes

function openFont(name: FontName) {
  const before = opened.get(name)
  if (before) return before
  const bytes = readFileSync(createRequire(import.meta.url).resolve(FILES[name]))
  const font = create(bytes)
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`${FILES[name]} holds no single font`)
  opened.set(name, { bytes, font })
  return { bytes, font }
}

const holders = new Map<string, FontName | null>()

/** Null: none of them can draw it. */
function holderOf(character: string): FontName | null {
  const known = holders.get(character)
  if (known !== undefined) return known
  const code = character.codePointAt(0) ?? 0
  const holder = NAMES.find((name) => openFont(name).font.hasGlyphForCodePoint(code)) ?? null
  holders.set(character, holder)
  return holder
}

export interface Span {
  font: FontName
  text: string
}

/** A line cut where the font changes. */
export function spansOf(line: string): Span[] {
  const spans: Span[] = []
  for (const character of line) {
    const font = holderOf(character) ?? 'tc'
    const last = spans.at(-1)
    if (last?.font === font) last.text += character
    else spans.push({ font, text: character })
  }
  return spans
}

/** What a keyboard or a copied text brings besides writing: other line ends, tabs. */
export const plain = (text: string): string => text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ')

/** Each character once that no font can draw, in order. */
export function missingIn(text: string): string {
  const seen = new Set<string>()
  for (const character of text) {
    if (character !== '\n' && holderOf(character) === null) seen.add(character)
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
  const { font } = openFont(holderOf(character) ?? 'tc')
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
