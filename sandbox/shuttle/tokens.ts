// OAuth 2 client credentials: who may call, and for what. Tokens live for five minutes of the
// demo's time, in memory only: a restart voids them all.

import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Hono } from 'hono'
import type { SandboxClock } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import type { Store } from '../store.ts'

export const SCOPES = ['departures', 'holds', 'webhooks']
export const CLIENT_ID = 'yizhan'
export const FIRST_SECRET = 'demo-shuttle-secret'
const LIFE_SECONDS = 300

export interface Token {
  scopes: string[]
  endsMs: number
}

export interface Doorman {
  store: Store
  clock: SandboxClock
  tokens: Map<string, Token>
}

export function addTokenDoor(app: Hono<SandboxEnv>, door: Doorman): void {
  app.post('/shuttle/oauth/token', async (asked) => {
    door.store.count('shuttle tokens asked')
    const form = await asked.req.parseBody()
    const refuse = (error: string, status: 400 | 401 = 400) => asked.json({ error }, status)
    if (!isClient(door, asked.req.header('authorization') ?? '')) {
      return refuse('invalid_client', 401)
    }
    if (form.grant_type !== 'client_credentials') return refuse('unsupported_grant_type')
    const scopes = String(form.scope ?? '')
      .split(' ')
      .filter(Boolean)
    if (scopes.length === 0 || scopes.some((scope) => !SCOPES.includes(scope))) {
      return refuse('invalid_scope')
    }
    const token = randomBytes(24).toString('base64url')
    const endsMs = door.clock.now().getTime() + LIFE_SECONDS * 1000
    door.tokens.set(token, { scopes, endsMs })
    return asked.json(
      {
        access_token: token,
        token_type: 'Bearer',
        expires_in: LIFE_SECONDS,
        scope: scopes.join(' '),
      },
      200,
      { 'cache-control': 'no-store' },
    )
  })
}

/** Null when the bearer may; else which problem it is. */
export function whyNot(
  door: Doorman,
  asked: Asked,
  scope: string,
): 'unauthorized' | 'scope' | null {
  const given = (asked.req.header('authorization') ?? '').replace(/^Bearer /, '')
  const token = door.tokens.get(given)
  if (!token || token.endsMs <= door.clock.now().getTime()) return 'unauthorized'
  return token.scopes.includes(scope) ? null : 'scope'
}

/** The secrets that open the door, newest first. */
export const secretsOf = (door: Doorman): string[] =>
  door.store.find<{ secrets: string[] }>('shuttle client', CLIENT_ID)?.secrets ?? [FIRST_SECRET]

/** Adds a secret; with `endOld` the earlier ones end at once, and so do their tokens. */
export function addSecret(door: Doorman, secret: string, endOld: boolean): void {
  const secrets = endOld ? [secret] : [secret, ...secretsOf(door)]
  door.store.put('shuttle client', CLIENT_ID, { secrets })
  if (endOld) door.tokens.clear()
}

function isClient(door: Doorman, authorization: string): boolean {
  const [kind, coded = ''] = authorization.split(' ')
  if (kind !== 'Basic') return false
  const given = Buffer.from(coded, 'base64').toString()
  return secretsOf(door).some((secret) => isSame(given, `${CLIENT_ID}:${secret}`))
}

function isSame(given: string, right: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}
