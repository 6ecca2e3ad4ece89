// OAuth 2 client credentials. A token lives in this process's memory only, for one version of the
// secret: with a new secret comes a new token. It is hidden in whatever is kept.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Call, CallInit, CallResponse } from '../../contract.ts'
import { AgencyTrouble, expectStatus } from '../trouble.ts'
import { fits, parse } from './json.ts'

export interface Client {
  tokenUrl: string
  /** Names of the credentials that hold the client's id and its secret. */
  idCredential: string
  secretCredential: string
  scopes: string[]
  /** How the client shows who it is. Default `basic`. */
  by?: 'basic' | 'form'
  /** As for `call.fetch`, where the token is behind a certificate, too. */
  clientCertificate?: string
  authority?: string
}

interface Kept {
  token: string
  endsMs: number
}

const kept = new Map<string, Kept>()
const MOST_KEPT = 200
/** Renewed this long before its end: a request under way must still arrive with it. */
const MARGIN_MS = 30_000
const USUAL_SECONDS = 300

const TokenSchema = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string(),
  expires_in: z.number().positive().optional(),
})

/**
 * As `call.fetch`, with a token. One that is refused before its time (401) is renewed once and the
 * request sent again: a request without a good token was not taken.
 */
export async function fetchWithToken(
  call: Call,
  client: Client,
  url: string,
  init: CallInit = {},
): Promise<CallResponse> {
  const send = (token: string) =>
    call.fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } })
  const first = await send(await tokenFor(call, client))
  if (first.status !== 401) return first
  kept.delete(nameOf(call, client))
  try {
    const second = await send(await tokenFor(call, client))
    if (second.status !== 401) return second
  } catch (error) {
    throw isBeforeSending(error) ? notTaken(error) : error
  }
  throw new AgencyTrouble('credential_refused', { isNothingRecorded: true })
}

/** A token that still holds, from memory or asked for now. Asking files nothing. */
export async function tokenFor(call: Call, client: Client): Promise<string> {
  const name = nameOf(call, client)
  const known = kept.get(name)
  if (known && known.endsMs - MARGIN_MS > call.now.getTime()) {
    call.hide?.(known.token)
    return known.token
  }
  const asked = await askToken(call, client).catch((error: unknown) => {
    throw Object.assign(error as Error, { isTokenTrouble: true })
  })
  call.hide?.(asked.token)
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(name, asked)
  return asked.token
}

async function askToken(call: Call, client: Client): Promise<Kept> {
  const id = call.credential(client.idCredential)
  const secret = call.credential(client.secretCredential)
  const isBasic = (client.by ?? 'basic') === 'basic'
  const basic = Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')
  call.hide?.(basic)
  const response = await call.fetch(client.tokenUrl, {
    method: 'POST',
    harmless: true,
    headers: {
      accept: 'application/json',
      ...(isBasic ? { authorization: `Basic ${basic}` } : {}),
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: client.scopes.join(' '),
      ...(isBasic ? {} : { client_id: id, client_secret: secret }),
    }),
    ...(client.clientCertificate ? { clientCertificate: client.clientCertificate } : {}),
    ...(client.authority ? { authority: client.authority } : {}),
  })
  if (response.status === 400) throw new AgencyTrouble(refusalIn(response))
  expectStatus(response.status, response.headers)
  const said = fits(parse(response), TokenSchema)
  if (said.token_type.toLowerCase() !== 'bearer') throw new AgencyTrouble('unknown_token_type')
  const lifeMs = (said.expires_in ?? USUAL_SECONDS) * 1000
  return { token: said.access_token, endsMs: call.now.getTime() + lifeMs }
}

/** `invalid_client` stops the lane like any refused credential; the rest is ours to mend, too. */
function refusalIn(response: CallResponse): string {
  const said = z.looseObject({ error: z.string() }).safeParse(parse(response))
  const error = said.data?.error ?? ''
  return /^invalid_(client|grant|scope)|unauthorized_client$/.test(error)
    ? 'credential_refused'
    : 'token_refused'
}

/** By where, who, for what, and which secret: never the secret itself. */
function nameOf(call: Call, { tokenUrl, idCredential, secretCredential, scopes }: Client): string {
  const url = call.resolve?.(tokenUrl) ?? tokenUrl
  const who = [call.credential(idCredential), call.credential(secretCredential), ...scopes]
  return createHash('sha256')
    .update(JSON.stringify([url, ...who]))
    .digest('base64')
}

const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+')

const isBeforeSending = (error: unknown): boolean =>
  (error as { isTokenTrouble?: boolean }).isTokenTrouble === true

const notTaken = (error: unknown): AgencyTrouble =>
  new AgencyTrouble(error instanceof AgencyTrouble ? error.trouble : 'no_token', {
    cause: error,
    isNothingRecorded: true,
  })
