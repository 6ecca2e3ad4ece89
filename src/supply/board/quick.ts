// The answers most asked for, straight from memory: snapshot, delta and files of a moment, that
// nothing is new, and the nearest sites. The same bytes and headers as in api.ts.

import type { IncomingMessage } from 'node:http'
import type { QuickAnswer } from '../../core/quick.ts'
import type { Station } from '../../core/station.ts'
import {
  type Answer,
  type AnswerName,
  etagOf,
  packingFor,
  readyAnswer,
  SHARED_HEADERS,
} from './answers.ts'
import { type Board, findOpenBoard } from './board.ts'
import { isItem, nearestAnswer } from './nearest.ts'
import { NearestQuery } from './shapes.ts'
import { listenOn, mayListen, STREAM_HEADERS } from './stream.ts'

const ADDRESS =
  /^\/api\/v1\/supply\/([a-z][a-z0-9-]{1,40})\/(snapshot|stream|nearest(?=\?)|sites\.csv|sites\.geojson|(?:delta|stream)\?since=(\d{1,15}))(?:(?<=nearest)\?(.*))?$/
/** A board older than this is asked for in the usual way, which waits for it. */
const OLDEST_MS = 1000

const NOSNIFF = { 'X-Content-Type-Options': 'nosniff' }
const NEAREST_HEADERS = {
  'Content-Type': 'application/json',
  'Cache-Control': 'private, no-cache',
  'Access-Control-Allow-Origin': '*',
  ...NOSNIFF,
}
const encoder = new TextEncoder()
const fixed = { ...SHARED_HEADERS, ...NOSNIFF }

export function quickBoard(station: Station, request: IncomingMessage): QuickAnswer | null {
  const url = request.url ?? ''
  if (!url.startsWith('/api/v1/supply/') || request.method !== 'GET') return null
  const [, programmeId = '', name = '', since, query = ''] = ADDRESS.exec(url) ?? []
  const board = findOpenBoard(station, programmeId)
  if (!board || board.age() > OLDEST_MS) return null
  if (!board.isFresh()) void board.refresh().catch(() => undefined)
  if (name.startsWith('stream')) return streamFrom(board, since, request)
  if (name === 'nearest') return nearestTo(board, query, station.clock.now())
  if (since !== undefined && Number(since) > board.moment.sequence) return null
  return answerFrom(board, name as AnswerName, request)
}

function streamFrom(
  board: Board,
  since: string | undefined,
  { headers }: IncomingMessage,
): QuickAnswer | null {
  if (!board.isFresh() || !mayListen(board)) return null
  const last = headers['last-event-id']?.toString() ?? ''
  const from = /^\d{1,15}$/.test(last) ? Number(last) : since === undefined ? null : Number(since)
  return {
    status: 200,
    route: '/api/v1/supply/:programme/stream',
    headers: { ...STREAM_HEADERS, ...NOSNIFF },
    body: (response) => listenOn(board, from, response),
  }
}

/** Null for a question that is not understood: the app says what is wrong with it. */
function nearestTo(board: Board, query: string, now: Date): QuickAnswer | null {
  const words = new URLSearchParams(query)
  const asked = Object.fromEntries(words)
  const { data } = NearestQuery.safeParse(asked)
  if (!data || Object.keys(asked).length !== words.size || !isItem(board, data.item)) return null
  return {
    status: 200,
    route: '/api/v1/supply/:programme/nearest',
    headers: NEAREST_HEADERS,
    body: encoder.encode(JSON.stringify(nearestAnswer(board, data, now))),
  }
}

/** Headers of an answer with what all share, put together once. */
const wholes = new WeakMap<Answer, QuickAnswer>()
const same = new WeakMap<Board, QuickAnswer>()

function answerFrom(
  board: Board,
  name: AnswerName,
  { headers }: IncomingMessage,
): QuickAnswer | null {
  const ETag = etagOf(board)
  if (headers['if-none-match'] === ETag) return sameAnswer(board, ETag)
  const ready = readyAnswer(board, name, packingFor(headers['accept-encoding']?.toString()))
  if (!ready) return null
  const known = wholes.get(ready)
  if (known) return known
  const route = `/api/v1/supply/:programme/${name.startsWith('delta') ? 'delta' : name}`
  const whole = { headers: { ...fixed, ...ready.headers }, body: ready.body }
  const answer: QuickAnswer = { status: 200, route, ...whole }
  wholes.set(ready, answer)
  return answer
}

function sameAnswer(board: Board, ETag: string): QuickAnswer {
  const known = same.get(board)
  if (known?.headers.ETag === ETag) return known
  const route = '/api/v1/supply/:programme/*'
  const answer: QuickAnswer = { status: 304, route, headers: { ...fixed, ETag }, body: null }
  same.set(board, answer)
  return answer
}
