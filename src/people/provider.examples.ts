// A stand-in for a city's identity provider: OpenID Connect with a code, as small as it can be. For
// tests.

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface Provider {
  issuer: string
  /** Who signs in next, and with which key the token is signed. */
  next: { email: string; name: string; isForged: boolean }
  close(): Promise<void>
}

export const CLIENT = { clientId: 'yizhan', clientSecret: 'a secret of the provider' }

/** Remembers of each code for which question it was given. */
type Given = Map<string, string | null>

export async function startProvider(): Promise<Provider> {
  const real = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const forger = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const given: Given = new Map()
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const provider: Provider = {
    issuer,
    next: { email: '', name: '', isForged: false },
    close: () => new Promise((done) => server.close(() => done())),
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', issuer)
    const json = (body: unknown) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    if (url.pathname === '/.well-known/openid-configuration') return json(discovery(issuer))
    if (url.pathname === '/keys') {
      const key = {
        ...real.publicKey.export({ format: 'jwk' }),
        kid: '1',
        alg: 'RS256',
        use: 'sig',
      }
      return json({ keys: [key] })
    }
    if (url.pathname === '/authorize') {
      const code = `code-${given.size}`
      given.set(code, url.searchParams.get('nonce'))
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      return response.writeHead(302, { location: back.href }).end()
    }
    const form = new URLSearchParams(await textOf(request))
    const { email, name, isForged } = provider.next
    const claims = { sub: `staff:${email}`, email, name, email_verified: true }
    const nonce = given.get(form.get('code') ?? '')
    const key = isForged ? forger.privateKey : real.privateKey
    const id_token = tokenOf({ iss: issuer, aud: CLIENT.clientId, nonce, ...claims }, key)
    return json({ access_token: 'x', token_type: 'Bearer', expires_in: 300, id_token })
  }
  return provider
}

const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  id_token_signing_alg_values_supported: ['RS256'],
})

function tokenOf(claims: Record<string, unknown>, key: KeyObject): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const seconds = Math.floor(performance.timeOrigin / 1000)
  const body = `${part({ alg: 'RS256', kid: '1' })}.${part({ ...claims, iat: seconds, exp: seconds + 3600 })}`
  return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
