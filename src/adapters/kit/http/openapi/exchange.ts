// One operation of a described interface: the request built as the document says, the way in it
// names, the answer held against its schema.

import { z } from 'zod'
import type { Call, CallInit, CallResponse } from '../../../contract.ts'
import { AgencyTrouble, ChangedLayout, expectStatus, retryAfterSeconds } from '../../trouble.ts'
import { fits, type Json, type ProblemDetails, parse, problem } from '../json.ts'
import { fetchWithToken } from '../oauth.ts'
import type { ApiDocument, OperationShape, Schema, Scheme } from './document.ts'

/** By the document's name of the scheme: which of the adapter's credentials opens it. */
export type Keys = Record<
  string,
  { id: string; secret: string } | { key: string } | { clientCertificate: string }
>

export interface Service {
  document: ApiDocument
  /** Where the paths begin. */
  server: string
  keys: Keys
  /** Name of the credential with the authority pinned. */
  authority?: string
}

export interface Asked {
  path?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: Json
}

/** Either what was promised, or the agency's own refusal. */
export type Answer = { ok: true; body: Json } | Refusal

export interface Refusal {
  ok: false
  status: number
  problem: ProblemDetails
  /** NaN when the agency named no time. */
  retryAfterSeconds: number
}

/**
 * @throws AgencyTrouble by status, half_page, not_json, …; ChangedLayout when the answer is not what
 * the document promises
 */
export async function ask(
  service: Service,
  call: Call,
  id: string,
  asked: Asked = {},
): Promise<Answer> {
  const operation = operationOf(service.document, id)
  const response = await sent(service, call, operation, asked)
  call.keep({
    label: `${id} ${response.status}`,
    mediaType: 'application/json',
    body: response.text('utf-8'),
  })
  const told = problem(response)
  if (told) {
    const { status, headers } = response
    return { ok: false, status, problem: told, retryAfterSeconds: retryAfterSeconds(headers) }
  }
  expectStatus(response.status, response.headers)
  const schema = schemaFor(operation, response.status)
  if (schema === undefined) {
    if (response.status >= 300) throw new AgencyTrouble('redirected')
    // A wall says what it is; anything else is an answer nobody promised.
    parse(response)
    throw new ChangedLayout([`${id} answers ${response.status}`])
  }
  if (schema === null) return { ok: true, body: null }
  return { ok: true, body: fits(parse(response), validator(schema)) as Json }
}

/** @throws Error for an operation the document does not have; found when the adapter is loaded */
export function operationOf({ operations }: ApiDocument, id: string): OperationShape {
  const operation = operations.get(id)
  if (!operation) throw new Error(`no operation “${id}” in the document`)
  return operation
}

const validators = new WeakMap<Schema, z.ZodType>()

/** Formats are notes, as JSON Schema has it: vendors promise more of them than they keep. */
function validator(schema: Schema): z.ZodType {
  const known = validators.get(schema)
  if (known) return known
  const made = z.fromJSONSchema(withoutFormats(schema) as Parameters<typeof z.fromJSONSchema>[0])
  validators.set(schema, made)
  return made
}

/** `properties` holds names, not keywords: a field may well be called `format`. */
function withoutFormats(value: unknown, isSchema = true): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutFormats(one))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([word]) => !isSchema || word !== 'format')
  return Object.fromEntries(
    kept.map(([word, one]) => [word, withoutFormats(one, !(isSchema && word === 'properties'))]),
  )
}

/** Undefined: the document does not know such an answer. */
function schemaFor({ responses }: OperationShape, status: number): Schema | null | undefined {
  const range = `${String(status).slice(0, 1)}XX`
  for (const name of [String(status), range, range.toLowerCase()]) {
    if (name in responses) return responses[name]
  }
  return undefined
}

async function sent(
  service: Service,
  call: Call,
  operation: OperationShape,
  { path = {}, query = {}, headers = {}, body }: Asked,
): Promise<CallResponse> {
  const filled = operation.path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(path[name] ?? ''),
  )
  const search = new URLSearchParams(query)
  const text = body === undefined ? undefined : JSON.stringify(body)
  if (text !== undefined) {
    call.keep({ label: `${operation.id} sent`, mediaType: 'application/json', body: text })
  }
  return enter(service, call, operation, {
    url: service.server.replace(/\/$/, '') + filled,
    search,
    init: {
      method: operation.method,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
      ...(service.authority ? { authority: service.authority } : {}),
    },
  })
}

interface Prepared {
  url: string
  search: URLSearchParams
  init: CallInit
}

/** Sends it the way in that the document names. */
function enter(
  { document, keys, authority }: Service,
  call: Call,
  { security }: OperationShape,
  { url, search, init }: Prepared,
): Promise<CallResponse> {
  const address = () => (search.size > 0 ? `${url}?${search}` : url)
  if (!security) return call.fetch(address(), init)
  const scheme = document.schemes.get(security.scheme)
  const held = keys[security.scheme]
  if (!scheme || !held) throw new AgencyTrouble('no_credential')
  if ('clientCertificate' in held) return call.fetch(address(), { ...init, ...held })
  if ('id' in held) {
    const client = {
      tokenUrl: scheme.tokenUrl ?? '',
      idCredential: held.id,
      secretCredential: held.secret,
      scopes: security.scopes,
      ...(authority ? { authority } : {}),
    }
    return fetchWithToken(call, client, address(), init)
  }
  const secret = call.credential(held.key)
  if (scheme.in === 'query') search.set(scheme.name ?? '', secret)
  return call.fetch(address(), {
    ...init,
    headers: { ...init.headers, ...headerFor(scheme, secret) },
  })
}

function headerFor(scheme: Scheme, secret: string): Record<string, string> {
  if (scheme.type === 'apiKey') {
    return scheme.in === 'header' ? { [scheme.name ?? '']: secret } : {}
  }
  const isBasic = scheme.scheme === 'basic'
  return {
    authorization: isBasic ? `Basic ${Buffer.from(secret).toString('base64')}` : `Bearer ${secret}`,
  }
}
