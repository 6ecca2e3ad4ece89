// Certificates at a real TLS server: shown, renewed, refused, and never told.

import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallInit } from '../contract.ts'
import { openOutgoing } from './outgoing.ts'
import {
  AUTHORITY,
  FIRST_CLIENT,
  OTHER_AUTHORITY,
  SECOND_CLIENT,
  SERVER_CERTIFICATE,
  SERVER_KEY,
  STRANGER,
} from './papers.examples.ts'
import { redact } from './redact.ts'

const PAPERS: Record<string, string> = {
  first: FIRST_CLIENT,
  second: SECOND_CLIENT,
  stranger: STRANGER,
  empty: 'no certificate here',
  authority: AUTHORITY,
  other: OTHER_AUTHORITY,
}

const server = createServer(
  { cert: SERVER_CERTIFICATE, key: SERVER_KEY, ca: AUTHORITY, requestCert: true },
  (asked, told) => {
    const { subject } = (asked.socket as TLSSocket).getPeerCertificate()
    if (asked.url === '/away') told.writeHead(302, { location: 'https://elsewhere.example/' })
    told.end(String(subject.CN))
  },
)
let host: string
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

const open = () =>
  openOutgoing({
    hosts: [host],
    maxResponseBytes: 1000,
    signal: new AbortController().signal,
    isHarmless: false,
    resolve: (url) => url,
    credential: (name) => PAPERS[name] ?? '',
  })
const ask = async (init: CallInit, path = '/') =>
  (await open().fetch(`https://${host}${path}`, { authority: 'authority', ...init })).text()

test('the server sees who we are', async () => {
  expect(await ask({ clientCertificate: 'first' })).toBe('first')
})

test('on one kept connection two certificates never mix', async () => {
  const { fetch } = open()
  const seen = []
  for (const clientCertificate of ['first', 'second', 'first']) {
    const answer = await fetch(`https://${host}/`, { clientCertificate, authority: 'authority' })
    seen.push(answer.text())
  }
  expect(seen).toEqual(['first', 'second', 'first'])
})

test('a server that turns us away before it reads has taken nothing', async () => {
  const filing = { method: 'POST', body: 'x', authority: 'authority' }
  await expect(open().fetch(`https://${host}/`, filing)).rejects.toMatchObject({
    trouble: 'credential_refused',
    isNothingRecorded: true,
  })
})

test('one that hangs up on a stranger without a word leaves it open', async () => {
  const outgoing = open()
  const papers = { clientCertificate: 'stranger', authority: 'authority' }
  const filing = { method: 'POST', body: 'x', ...papers }
  await expect(outgoing.fetch(`https://${host}/`, filing)).rejects.toThrow('connection_lost')
  expect(outgoing.mayHaveArrived()).toBe(true)
})

test('a server of another authority than the one pinned is not spoken to', async () => {
  const outgoing = open()
  const filing = { method: 'POST', body: 'x', clientCertificate: 'first', authority: 'other' }
  await expect(outgoing.fetch(`https://${host}/`, filing)).rejects.toThrow('certificate')
  expect(outgoing.mayHaveArrived()).toBe(false)
})

test('what is no certificate, and a door without encryption, are refused here', async () => {
  await expect(ask({ clientCertificate: 'empty' })).rejects.toThrow('no_credential')
  const plain = open().fetch(`http://${host}/`, { clientCertificate: 'first' })
  await expect(plain).rejects.toThrow('certificate_needs_https')
})

test('a redirect to another host is refused, with the certificate unshown', async () => {
  const going = ask({ clientCertificate: 'first', redirect: 'follow' }, '/away')
  await expect(going).rejects.toThrow('host_not_declared')
})

test('no line of a private key is kept, however it is broken', () => {
  const [, key = ''] = FIRST_CLIENT.split('-----BEGIN PRIVATE KEY-----')
  const bare = key.replace(/-----END PRIVATE KEY-----/, '').replaceAll(/\s/g, '')
  const told = `one: ${FIRST_CLIENT} two: ${bare} three: ${bare.slice(0, 64)}`
  const left = redact(told, [FIRST_CLIENT])
  expect(left).toContain('two: ▒▒▒')
  for (let at = 0; at + 20 < bare.length; at += 20) {
    expect(left).not.toContain(bare.slice(at, at + 20))
  }
})
