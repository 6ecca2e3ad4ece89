// A server in the agency's place that answers what no agency answers: nothing, noise, another site,
// an endless page, redirects to where no robot may go.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StrangerManner } from './schema.ts'

export interface Stranger {
  /** `127.0.0.1:1234` */
  address: string
  asked: string[]
  astray: string[]
  close(): Promise<void>
}

const NOISE = Buffer.from(Array.from({ length: 2000 }, (_, at) => (at * 7919) % 256))
const OTHER_SITE = `<!doctype html><html lang="zh-TW"><head><title>歡迎光臨</title></head><body><h1>此網域出售中</h1>
<p>Welcome to nginx!</p></body></html>`
const PART = 'x'.repeat(64 * 1024)
const PARTS = 2000

export async function openStranger(manner: StrangerManner): Promise<Stranger> {
  const asked: string[] = []
  const astray: string[] = []
  const elsewhere = await listening((request, response) => {
    astray.push(`${request.method} ${request.url}`)
    response.end('{}')
  })
  const there = `http://${addressOf(elsewhere)}/`
  const server = await listening((request, response) => {
    asked.push(`${request.method} ${(request.url ?? '').split('?')[0]}`)
    request.resume()
    answer(manner, response, there)
  })
  const address = addressOf(server)
  if (manner === 'closed-port') await ended(server)
  return {
    address,
    asked,
    astray,
    close: async () => {
      await Promise.all([ended(server), ended(elsewhere)])
    },
  }
}

function answer(manner: StrangerManner, response: ServerResponse, there: string): void {
  const page = { 'content-type': 'text/html; charset=utf-8' }
  const sent: Record<StrangerManner, () => void> = {
    empty: () => response.writeHead(200, page).end(),
    garbage: () =>
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(NOISE),
    'other-site': () => response.writeHead(200, page).end(OTHER_SITE),
    endless: () => pour(response),
    'redirect-inside': () => response.writeHead(302, { location: there }).end(),
    'redirect-abroad': () => response.writeHead(302, { location: 'http://203.0.113.9/' }).end(),
    'redirect-loop': () => response.writeHead(302, { location: '?again' }).end(),
    'too-many-requests': () =>
      response.writeHead(429, { ...page, 'retry-after': '120' }).end('429'),
    'not-found': () => response.writeHead(404, page).end('<html><h1>404</h1></html>'),
    'closed-port': () => response.destroy(),
    silent: () => undefined,
  }
  sent[manner]()
}

/** More than any adapter may read, as long as somebody reads. */
async function pour(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  for (let at = 0; at < PARTS && !response.destroyed; at += 1) {
    if (!response.write(PART)) await drained(response)
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const resume = () => {
      response.off('drain', resume)
      response.off('close', resume)
      resolve()
    }
    response.on('drain', resume)
    response.on('close', resume)
  })
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void

function listening(listener: Listener): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(listener)
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

const addressOf = (server: Server): string => `127.0.0.1:${(server.address() as AddressInfo).port}`

function ended(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
