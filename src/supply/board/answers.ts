// Each answer is made once for each moment and packing, and handed out as bytes.

import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Board } from './board.ts'
import { csvOf, geojsonOf } from './forms.ts'

export type AnswerName = 'snapshot' | 'sites.csv' | 'sites.geojson' | `delta?since=${number}`
export type Packing = 'br' | 'gzip' | 'identity'

export interface Answer {
  body: Uint8Array
  /** Besides `SHARED_HEADERS`. */
  headers: Record<string, string | number>
}

/** Anybody's page may read it; a cache in front may hand it on for a moment, and while it asks again. */
export const SHARED_HEADERS = {
  'Cache-Control': 'public, max-age=5, s-maxage=10, stale-while-revalidate=30',
  Vary: 'Accept-Encoding',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag',
}

/** Smaller than this, packing costs more than it spares. */
const SMALLEST_PACKED = 1024
/** Deltas from so many numbers are kept packed for one moment. */
const MOST_MADE = 500

const JSON_TYPE = 'application/json; charset=utf-8'
const packers: Record<Exclude<Packing, 'identity'>, (bytes: Uint8Array) => Promise<Uint8Array>> = {
  gzip: promisify(gzip) as (bytes: Uint8Array) => Promise<Uint8Array>,
  br: (bytes) => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
}
const brotli = promisify(brotliCompress)

/** The same for every packing of one moment, so it is a weak one. */
export const etagOf = ({ moment: { sequence, seen } }: Board): string =>
  `W/"${sequence.toString(36)}-${(seen?.getTime() ?? 0).toString(36)}"`

export async function answerOf(board: Board, name: AnswerName, packing: Packing): Promise<Answer> {
  const key = `${name} ${packing}`
  const making = board.making.get(key) ?? make(board, name, packing)
  if (board.making.size < MOST_MADE) board.making.set(key, making)
  return making
}

/** The same, if it has been made for this moment already. */
export const readyAnswer = (board: Board, name: AnswerName, packing: Packing): Answer | null =>
  board.made.get(`${name} ${packing}`) ?? null

async function make(board: Board, name: AnswerName, packing: Packing): Promise<Answer> {
  const { made } = board
  const etag = etagOf(board)
  const plain = new TextEncoder().encode(textOf(board, name))
  const isPacked = packing !== 'identity' && plain.length >= SMALLEST_PACKED
  const body = isPacked ? await packers[packing](plain) : plain
  const answer = {
    body,
    headers: {
      'Content-Type': typeOf(name),
      'Content-Length': body.length,
      ETag: etag,
      ...(isPacked && { 'Content-Encoding': packing }),
    },
  }
  if (made.size < MOST_MADE) made.set(`${name} ${packing}`, answer)
  return answer
}

function textOf(board: Board, name: AnswerName): string {
  if (name === 'snapshot') return JSON.stringify(board.snapshot())
  if (name === 'sites.csv') return csvOf(board)
  if (name === 'sites.geojson') return JSON.stringify(geojsonOf(board))
  return JSON.stringify(board.delta(Number(name.slice('delta?since='.length))))
}

function typeOf(name: AnswerName): string {
  if (name === 'sites.csv') return 'text/csv; charset=utf-8'
  return name === 'sites.geojson' ? 'application/geo+json; charset=utf-8' : JSON_TYPE
}

/** The packing a caller understands, by RFC 9110 12.5.3 as far as browsers and libraries use it. */
export function packingFor(accepted: string | undefined): Packing {
  if (!accepted) return 'identity'
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?\b)/.test(accepted)) return 'br'
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\b)/.test(accepted) ? 'gzip' : 'identity'
}
