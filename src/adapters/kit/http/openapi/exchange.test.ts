// Each way in that a document may name, at a real server; and answers that no document promised.

import { createServer as createPlain, type RequestListener } from 'node:http'
import { createServer as createTls } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Call } from '../../../contract.ts'
import { openOutgoing } from '../../../gateway/outgoing.ts'
import {
  AUTHORITY,
  FIRST_CLIENT,
  SERVER_CERTIFICATE,
  SERVER_KEY,
} from '../../../gateway/papers.examples.ts'
import { collectEvidence } from '../../../gateway/redact.ts'
import { fetchWithToken } from '../oauth.ts'
import { readDocument } from './document.ts'
import { ask, type Keys } from './exchange.ts'

const SECRETS: Record<string, string> = {
  id: 'city',
  secret: 's3cret',
  papers: FIRST_CLIENT,
  authority: AUTHORITY,
}
const servers: Server[] = []
const hosts: string[] = []
let answer: { status: number; type?: string; body: string; location?: string }
let heard: { url: string; authorization: string; header: string; form: string; who: string }[]

const listener: RequestListener = (asked, told) => {
  const parts: Buffer[] = []
  asked.on('data', (part: Buffer) => parts.push(part))
  asked.on('end', () => {
    const socket = asked.socket as Partial<TLSSocket>
    heard.push({
      url: asked.url ?? '',
      authorization: asked.headers.authorization ?? '',
      header: String(asked.headers['x-key'] ?? ''),
      form: Buffer.concat(parts).toString(),
      who: String(socket.getPeerCertificate?.().subject?.CN ?? ''),
    })
    const isToken = asked.url?.startsWith('/token')
    const {
      status,
      type = 'application/json',
      body,
      location,
    } = isToken
      ? { ...answer, status: 200, body: '{"access_token":"t0ken","token_type":"bearer"}' }
      : answer
    told.writeHead(status, { 'content-type': type, ...(location ? { location } : {}) }).end(body)
  })
}

beforeAll(async () => {
  const tls = { cert: SERVER_CERTIFICATE, key: SERVER_KEY, ca: AUTHORITY, requestCert: true }
  servers.push(createPlain(listener), createTls(tls, listener))
  for (const server of servers) {
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    hosts.push(`127.0.0.1:${(server.address() as AddressInfo).port}`)
  }
})
afterAll(() => {
  for (const server of servers) server.close()
})
beforeEach(() => {
  heard = []
  answer = { status: 200, body: '{"name":"林"}' }
})

const evidence = collectEvidence()
function newCall(): Call {
  const { fetch } = openOutgoing({
    hosts,
    maxResponseBytes: 10_000,
    signal: new AbortController().signal,
    isHarmless: false,
    resolve: (url) => url,
    credential: (name) => SECRETS[name] ?? '',
  })
  return {
    now: new Date('2026-11-23T01:00:00Z'),
    fetch,
    credential: (name) => SECRETS[name] ?? '',
    hide: evidence.hide,
    keep: evidence.keep,
    wires: {} as never,
  }
}

const documentOf = (scheme: Record<string, unknown>) =>
  readDocument({
    openapi: '3.1.0',
    paths: {
      '/people/{id}': {
        get: {
          operationId: 'getPerson',
          security: [{ door: ['read'] }],
          responses: {
            200: {
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: ['name'],
                    properties: {
                      name: { type: 'string' },
                      format: { type: 'string', format: 'date-time' },
                    },
                  },
                },
              },
            },
            204: { description: 'nothing' },
          },
        },
      },
    },
    components: { securitySchemes: { door: scheme } },
  })

const get = (scheme: Record<string, unknown>, held: Keys[string], isTls = false) =>
  ask(
    {
      document: documentOf(scheme),
      server: `${isTls ? 'https' : 'http'}://${hosts[isTls ? 1 : 0]}`,
      keys: { door: held },
      ...(isTls ? { authority: 'authority' } : {}),
    },
    newCall(),
    'getPerson',
    { path: { id: 'a/b c' } },
  )
const byKey = { type: 'apiKey', in: 'header', name: 'X-Key' }

describe('ways in', () => {
  test('a key in a header, or in the search', async () => {
    expect(await get(byKey, { key: 'secret' })).toEqual({ ok: true, body: { name: '林' } })
    expect(heard[0]).toMatchObject({ header: 's3cret', url: '/people/a%2Fb%20c' })
    await get({ type: 'apiKey', in: 'query', name: 'k' }, { key: 'secret' })
    expect(heard[1]?.url).toBe('/people/a%2Fb%20c?k=s3cret')
  })

  test('basic and bearer', async () => {
    await get({ type: 'http', scheme: 'Basic' }, { key: 'secret' })
    await get({ type: 'http', scheme: 'bearer' }, { key: 'secret' })
    expect(heard.map((one) => one.authorization)).toEqual([
      `Basic ${btoa('s3cret')}`,
      'Bearer s3cret',
    ])
  })

  test('a client certificate, with the authority pinned', async () => {
    await get({ type: 'mutualTLS' }, { clientCertificate: 'papers' }, true)
    expect(heard[0]?.who).toBe('first')
  })

  test('a token, asked for by form where the agency wants it so', async () => {
    const tokenUrl = `http://${hosts[0]}/token`
    const flows = { clientCredentials: { tokenUrl, scopes: { read: '' } } }
    await get({ type: 'oauth2', flows }, { id: 'id', secret: 'secret' })
    expect(heard[0]).toMatchObject({ authorization: `Basic ${btoa('city:s3cret')}` })
    expect(heard[0]?.form).toBe('grant_type=client_credentials&scope=read')
    expect(heard[1]?.authorization).toBe('Bearer t0ken')

    const client = { tokenUrl, idCredential: 'id', secretCredential: 'secret', by: 'form' as const }
    await fetchWithToken(newCall(), { ...client, scopes: ['write'] }, `http://${hosts[0]}/x`)
    expect(heard[2]?.form).toContain('client_id=city&client_secret=s3cret')
  })

  test('no secret of all these is in what was kept', () => {
    expect(evidence.all().length).toBeGreaterThan(3)
    expect(JSON.stringify(evidence.all())).not.toMatch(/s3cret|t0ken/)
  })
})

describe('answers', () => {
  const asked = () => get(byKey, { key: 'secret' })

  test('a date without a zone is the vendor’s, not a changed layout; a field that is gone is', async () => {
    answer.body = '{"name":"林","format":"2026-12-05 09:20"}'
    expect(await asked()).toMatchObject({ ok: true })
    answer.body = '{"fullName":"林"}'
    await expect(asked()).rejects.toMatchObject({
      trouble: 'changed_layout',
      differences: ['/name invalid_type'],
    })
  })

  test('a status that the document does not know is one, too; a redirect is not followed', async () => {
    answer = { status: 201, body: '{"name":"林"}' }
    await expect(asked()).rejects.toThrow('changed_layout')
    answer = { status: 302, body: '', location: 'https://elsewhere.example/' }
    await expect(asked()).rejects.toThrow('redirected')
    answer = { status: 204, body: '' }
    expect(await asked()).toEqual({ ok: true, body: null })
  })

  test('problem details are read by their shape, whatever they are called', async () => {
    const told = { type: 'about:blank', title: 'No', status: 409, code: 'full' }
    answer = { status: 409, type: 'application/json', body: JSON.stringify(told) }
    expect(await asked()).toMatchObject({ ok: false, status: 409, problem: { code: 'full' } })
    answer = { status: 409, type: 'text/html', body: '<h1>Conflict</h1>' }
    await expect(asked()).rejects.toThrow('http_409')
  })

  test.each([
    ['captcha', '<form><input name="captcha"></form>'],
    ['login_wall', '<form><input type="password"></form>'],
    ['maintenance', '<h1>系統維護中</h1>'],
    ['half_page', '{"name":"林'],
    ['not_json', 'OK'],
  ])('a %s is no answer', async (trouble, body) => {
    answer = { status: 200, type: 'text/html', body }
    await expect(asked()).rejects.toThrow(trouble)
  })
})
