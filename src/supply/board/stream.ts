// Every new moment to everybody who listens: server-sent events (WHATWG HTML 9.2), resumable by the
// number of the last one. One chunk of bytes is made for a moment and shared by all.

import type { ServerResponse } from 'node:http'
import { Failure } from '../../core/errors.ts'
import type { Board } from './board.ts'

/** So many listeners a process; more are asked to poll. */
const MOST_LISTENERS = 5000
/** Chunks a slow listener may lag behind before it has to come again. */
const LONGEST_QUEUE = 32
const PULSE_MS = 25_000
const RETRY_SECONDS = 30

/** Somebody who hears: a stream of the app, or a connection itself. */
interface Listener {
  enqueue(chunk: Uint8Array): void
  /** Falls below zero by one for each chunk that waits. */
  readonly desiredSize: number | null
  close(): void
}

const encoder = new TextEncoder()
const PULSE = encoder.encode(':\n\n')

class Broadcast {
  readonly listeners = new Set<Listener>()
  private stop: (() => void) | null = null
  private pulse: ReturnType<typeof setInterval> | null = null

  add(board: Board, listener: Listener): void {
    this.listeners.add(listener)
    this.stop ??= board.watch((moved, since) => this.send(eventOf(moved, since)))
    this.pulse ??= setInterval(() => this.send(PULSE), PULSE_MS).unref()
  }

  remove(listener: Listener): void {
    this.listeners.delete(listener)
    if (this.listeners.size > 0) return
    this.stop?.()
    if (this.pulse) clearInterval(this.pulse)
    this.stop = null
    this.pulse = null
  }

  private send(chunk: Uint8Array): void {
    for (const listener of this.listeners) {
      if ((listener.desiredSize ?? 0) > -LONGEST_QUEUE) listener.enqueue(chunk)
      else {
        this.remove(listener)
        // It comes again by itself, and says where it was.
        listener.close()
      }
    }
  }
}

const broadcasts = new WeakMap<Board, Broadcast>()

function eventOf(board: Board, since: number): Uint8Array {
  const id = board.moment.sequence
  return encoder.encode(`id: ${id}\nevent: delta\ndata: ${JSON.stringify(board.delta(since))}\n\n`)
}

/** The headers of a stream. */
export const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
  'Access-Control-Allow-Origin': '*',
}

/** A number that this board never reached: whoever has it starts again from a snapshot. */
function beginning(board: Board, since: number | null): Uint8Array {
  const { sequence, hash } = board.moment
  const head = `retry: ${3000 + Math.floor(Math.random() * 4000)}\n`
  if (since !== null && since < sequence) {
    return encoder.encode(head + new TextDecoder().decode(eventOf(board, since)))
  }
  const event = since !== null && since > sequence ? 'reset' : 'moment'
  const data = JSON.stringify({ sequence, hash })
  return encoder.encode(`${head}id: ${sequence}\nevent: ${event}\ndata: ${data}\n\n`)
}

/** @throws Failure unavailable, too many listen already */
function broadcastOf(board: Board): Broadcast {
  const broadcast = broadcasts.get(board) ?? new Broadcast()
  broadcasts.set(board, broadcast)
  if (broadcast.listeners.size >= MOST_LISTENERS) {
    throw new Failure('unavailable', 'supply.too_many_listen', { retryAfterSeconds: RETRY_SECONDS })
  }
  return broadcast
}

/** @throws Failure unavailable, too many listen already */
export function listen(board: Board, since: number | null): ReadableStream<Uint8Array> {
  const broadcast = broadcastOf(board)
  let own: Listener
  return new ReadableStream<Uint8Array>({
    start(controller) {
      own = controller
      controller.enqueue(beginning(board, since))
      broadcast.add(board, controller)
    },
    cancel() {
      broadcast.remove(own)
    },
  })
}

/** How much may wait on a connection, in bytes, for each chunk that may. */
const CHUNK_BYTES = 16 * 1024

export const mayListen = (board: Board): boolean =>
  (broadcasts.get(board)?.listeners.size ?? 0) < MOST_LISTENERS

/** The same on a connection itself, which costs a third of the memory. */
export function listenOn(board: Board, since: number | null, response: ServerResponse): void {
  const broadcast = broadcastOf(board)
  const listener: Listener = {
    enqueue: (chunk) => void response.write(chunk),
    get desiredSize() {
      return -Math.floor(response.writableLength / CHUNK_BYTES)
    },
    close: () => void response.end(),
  }
  response.once('close', () => broadcast.remove(listener))
  listener.enqueue(beginning(board, since))
  broadcast.add(board, listener)
}
