// The answers most asked for, straight from memory: snapshot, delta and files of a moment, and that
// nothing is new. The same bytes and headers as in api.ts.

import type { IncomingMessage } from 'node:http'
import type { QuickAnswer } from '../../core/quick.ts'
import type { Station } from '../../core/station.ts'
import { type AnswerName, etagOf, packingFor, readyAnswer, SHARED_HEADERS } from './answers.ts'
import { type Board, findOpenBoard } from './board.ts'

const ADDRESS =
  /^\/api\/v1\/supply\/([a-z][a-z0-9-]{1,40})\/(snapshot|sites\.csv|sites\.geojson|delta\?since=(\d{1,15}))$/
/** A board older than this is asked for in the usual way, which waits for it. */
const OLDEST_MS = 1000

const NOSNIFF = { 'X-Content-Type-Options': 'nosniff' }
const fixed = { ...SHARED_HEADERS, ...NOSNIFF }

export function quickBoard(station: Station, request: IncomingMessage): QuickAnswer | null {
  const url = request.url ?? ''
  if (!url.startsWith('/api/v1/supply/') || request.method !== 'GET') return null
  const [, programmeId = '', name = '', since] = ADDRESS.exec(url) ?? []
  const board = findOpenBoard(station, programmeId)
  if (!board || board.age() > OLDEST_MS) return null
  if (!board.isFresh()) void board.refresh().catch(() => undefined)
  if (since !== undefined && Number(since) > board.moment.sequence) return null
  return answerFrom(board, name as AnswerName, request)
}

function answerFrom(
  board: Board,
  name: AnswerName,
  { headers }: IncomingMessage,
): QuickAnswer | null {
  const ETag = etagOf(board)
  const route = `/api/v1/supply/:programme/${name.startsWith('delta') ? 'delta' : name}`
  if (headers['if-none-match'] === ETag) {
    return { status: 304, route, headers: { ...fixed, ETag }, body: null }
  }
  const accepted = headers['accept-encoding']
  const ready = readyAnswer(board, name, packingFor(accepted?.toString()))
  if (!ready) return null
  return { status: 200, route, headers: { ...fixed, ...ready.headers }, body: ready.body }
}
