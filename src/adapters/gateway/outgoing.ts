// The requests of one call to an agency: bounded in place, time and size. Remembers whether a filing
// may have left the house, because that decides between `unavailable` and `unknown`.

import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import iconv from 'iconv-lite'
import type { CallInit, CallResponse } from '../contract.ts'
import { AgencyTrouble } from '../kit/trouble.ts'
import { allowedUrl, bareHost, isDeclaredAddress, publicLookup } from './hosts.ts'

export interface OutgoingLimits {
  hosts: string[]
  maxResponseBytes: number
  /** Aborts when the call's time is over; afterwards nothing goes out. */
  signal: AbortSignal
  /** Of a lookup or a health check: no request of it can file anything. */
  isHarmless: boolean
  /** Fills placeholders such as `{sandbox}`. */
  resolve: (url: string) => string
  /** @throws AgencyTrouble no_credential */
  credential?: (name: string) => string
}

export interface Outgoing {
  fetch(url: string, init?: CallInit): Promise<CallResponse>
  /** True once a request that is not harmless reached a connection. */
  mayHaveArrived(): boolean
  /** `POST 127.0.0.1:8090/park/apply5.aspx 200 1234 bytes`, one line a request. Without queries. */
  trace(): string[]
  /** A filing goes out by another wire now. @throws AgencyTrouble in a call that may file nothing */
  leave(): void
  /** A line for the trace. */
  note(line: string): void
  close(): void
}

const MAX_HOPS = 5
const USER_AGENT = 'Yizhan (one-stop front desk; robot)'

export function openOutgoing(limits: OutgoingLimits): Outgoing {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  }
  const lines: string[] = []
  let mayHaveArrived = false

  async function fetchOnce(url: URL, init: CallInit): Promise<CallResponse> {
    const method = init.method ?? 'GET'
    const harmless = limits.isHarmless || (init.harmless ?? /^(GET|HEAD)$/.test(method))
    if (limits.signal.aborted) throw new AgencyTrouble('timeout')
    try {
      const response = await exchange(url, init, {
        limits,
        // A filing gets a connection of its own: on a kept one, the agency's closing of an idle
        // connection looks like a lost answer.
        agent: harmless ? agents[url.protocol as keyof typeof agents] : false,
        onConnected: () => {
          if (!harmless) mayHaveArrived = true
        },
      })
      const size = `${response.bytes.length} bytes`
      lines.push(`${method} ${url.host}${url.pathname} ${response.status} ${size}`)
      return response
    } catch (error) {
      const trouble = troubleOf(error)
      lines.push(`${method} ${url.host}${url.pathname} ${trouble.trouble}`)
      throw trouble
    }
  }

  return {
    fetch: async (address, init = {}) =>
      followed(fetchOnce, allowedUrl(limits.resolve(address), limits.hosts), init, limits.hosts),
    mayHaveArrived: () => mayHaveArrived,
    trace: () => [...lines],
    leave: () => {
      if (limits.signal.aborted) throw new AgencyTrouble('timeout')
      if (limits.isHarmless) throw new AgencyTrouble('not_harmless')
      mayHaveArrived = true
    },
    note: (line) => void lines.push(line),
    close: () => {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

/** Each hop is held against the declared hosts like the first address. */
async function followed(
  fetchOnce: (url: URL, init: CallInit) => Promise<CallResponse>,
  start: URL,
  init: CallInit,
  hosts: string[],
): Promise<CallResponse> {
  let url = start
  let response = await fetchOnce(url, init)
  for (let hop = 0; init.redirect === 'follow' && isRedirect(response); hop += 1) {
    if (hop === MAX_HOPS) throw new AgencyTrouble('too_many_redirects')
    const next = allowedUrl(new URL(response.headers.get('location') ?? '', url).href, hosts)
    response = await fetchOnce(next, next.origin === url.origin ? papersOf(init) : {})
    url = next
  }
  return response
}

/** Shown again at the same door only. */
const papersOf = ({ clientCertificate, authority }: CallInit): CallInit => ({
  ...(clientCertificate === undefined ? {} : { clientCertificate }),
  ...(authority === undefined ? {} : { authority }),
})

const isRedirect = (response: CallResponse): boolean =>
  [301, 302, 303].includes(response.status) && response.headers.has('location')

interface ExchangeOptions {
  limits: OutgoingLimits
  agent: http.Agent | https.Agent | false | undefined
  onConnected: () => void
}

async function exchange(url: URL, init: CallInit, options: ExchangeOptions): Promise<CallResponse> {
  const { limits, agent, onConnected } = options
  const papers = papersFor(url, init, limits.credential)
  const body = init.body instanceof URLSearchParams ? init.body.toString() : init.body
  const { request } = url.protocol === 'https:' ? https : http

  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method: init.method ?? 'GET',
      host: bareHost(url),
      headers: headersOf(init, body),
      agent,
      signal: limits.signal,
      ...papers,
      ...(isDeclaredAddress(url) ? {} : { lookup: publicLookup }),
    })
    watchConnection(sending, url, onConnected)
    sending.on('error', reject)
    sending.on('response', (message) => {
      readBody(message, limits.maxResponseBytes).then(
        (bytes) => resolve(responseOf(url, message, bytes)),
        (error: unknown) => {
          sending.destroy()
          reject(error)
        },
      )
    })
    sending.end(body)
  })
}

/**
 * What both sides show each other when the connection is made. The pool of connections tells them
 * apart, so that none made with one certificate carries a request with another.
 */
function papersFor(
  url: URL,
  { clientCertificate, authority }: CallInit,
  credential: OutgoingLimits['credential'],
): { cert?: string; key?: string; ca?: string } {
  if (clientCertificate === undefined && authority === undefined) return {}
  if (url.protocol !== 'https:') throw new AgencyTrouble('certificate_needs_https')
  if (!credential) throw new AgencyTrouble('no_credential')
  const pem = clientCertificate === undefined ? '' : credential(clientCertificate)
  return {
    ...(pem ? { cert: blocksOf(pem, /CERTIFICATE/), key: blocksOf(pem, /PRIVATE KEY/) } : {}),
    ...(authority === undefined ? {} : { ca: credential(authority) }),
  }
}

/** @throws AgencyTrouble no_credential when the paper is not among them */
function blocksOf(pem: string, kind: RegExp): string {
  const blocks = pem.match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g) ?? []
  const found = blocks.filter((block) => kind.test(block.slice(0, block.indexOf('\n'))))
  if (found.length === 0) throw new AgencyTrouble('no_credential')
  return found.join('\n')
}

function headersOf(init: CallInit, body: string | Uint8Array | undefined) {
  const isForm = init.body instanceof URLSearchParams
  return {
    'user-agent': USER_AGENT,
    'accept-encoding': 'identity',
    ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...init.headers,
  }
}

/** Nothing is written before the connection stands (and is encrypted, where it is to be). */
function watchConnection(sending: ClientRequest, url: URL, onConnected: () => void): void {
  sending.once('socket', (socket: Socket) => {
    if (!socket.connecting) onConnected()
    else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', onConnected)
  })
}

async function readBody(message: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new AgencyTrouble('too_large')
    chunks.push(chunk)
  }
  return unpacked(Buffer.concat(chunks), message.headers['content-encoding'] ?? '', maxBytes)
}

/** Some old servers compress whether asked or not. */
function unpacked(bytes: Buffer, encoding: string, maxBytes: number): Uint8Array {
  const limit = { maxOutputLength: maxBytes }
  if (encoding === 'gzip') return gunzipSync(bytes, limit)
  if (encoding === 'deflate') return inflateSync(bytes, limit)
  if (encoding === 'br') return brotliDecompressSync(bytes, limit)
  return bytes
}

function responseOf(url: URL, message: IncomingMessage, bytes: Uint8Array): CallResponse {
  const headers = new Headers()
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const charset = /charset=["']?([\w-]+)/i.exec(headers.get('content-type') ?? '')?.[1]
  return {
    status: message.statusCode ?? 0,
    headers,
    url: url.href,
    bytes,
    text: (encoding) => iconv.decode(Buffer.from(bytes), knownEncoding(encoding ?? charset)),
  }
}

const knownEncoding = (name: string | undefined): string =>
  name && iconv.encodingExists(name) ? name : 'utf-8'

const TROUBLES: Record<string, string> = {
  ABORT_ERR: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'no_such_host',
  EAI_AGAIN: 'no_such_host',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
  ERR_BUFFER_TOO_LARGE: 'too_large',
}

/** A word for what went wrong, without addresses or anything a person typed. */
function troubleOf(error: unknown): AgencyTrouble {
  if (error instanceof AgencyTrouble) return error
  const { code, cause } = error as { code?: string; cause?: unknown }
  if (cause instanceof AgencyTrouble) return cause
  // The other side refused our papers: whatever was written afterwards, nobody read it.
  const isTurnedAway = /ALERT.*(CERTIFICATE|UNKNOWN_CA|HANDSHAKE|ACCESS_DENIED)/.test(code ?? '')
  if (isTurnedAway) {
    return new AgencyTrouble('credential_refused', { cause: error, isNothingRecorded: true })
  }
  const isCertificate = /CERT|SSL|TLS|SELF_SIGNED/.test(code ?? '')
  const trouble = TROUBLES[code ?? ''] ?? (isCertificate ? 'certificate' : 'network')
  return new AgencyTrouble(trouble, { cause: error })
}
