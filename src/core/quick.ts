// Answers that stand ready in memory, given before the rest of the program is asked. Only for what
// everyone may read at an address that the app has too, and that does not differ by who asks.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { countRequest } from './metrics.ts'
import type { Station } from './station.ts'

export interface QuickAnswer {
  status: 200 | 304
  /** Of the route, for the metrics. */
  route: string
  headers: Record<string, string | number>
  /** A function goes on with the answer by itself, once the headers are written. */
  body: Uint8Array | null | ((response: ServerResponse) => void)
}

/** Null: it does not stand ready; the app answers. */
export type Quick = (station: Station, request: IncomingMessage) => QuickAnswer | null

/** Tries each of `quick` in turn, then the app. */
export function quickly(station: Station, quick: Quick[], app: RequestListener): RequestListener {
  return (request, response) => {
    const started = performance.now()
    for (const one of quick) {
      const answer = one(station, request)
      if (!answer) continue
      send(response, answer)
      const seconds = (performance.now() - started) / 1000
      countRequest({ method: 'GET', route: answer.route, status: answer.status, seconds })
      return
    }
    app(request, response)
  }
}

function send(response: ServerResponse, { status, headers, body }: QuickAnswer): void {
  response.writeHead(status, headers)
  if (typeof body === 'function') body(response)
  else if (body) response.end(body)
  else response.end()
}
