// Envelopes of both versions, answered by servers that write them their own way.

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Call } from '../../contract.ts'
import { openOutgoing } from '../../gateway/outgoing.ts'
import { textOf } from '../xml.ts'
import { SoapFault, type SoapRequest, send } from './soap.ts'

let server: Server
let host: string
let answer: { status: number; body: string }
let heard: { headers: IncomingHttpHeaders; body: string }
const kept: string[] = []

beforeAll(async () => {
  server = createServer((asked, told) => {
    const parts: Buffer[] = []
    asked.on('data', (part: Buffer) => parts.push(part))
    asked.on('end', () => {
      heard = { headers: asked.headers, body: Buffer.concat(parts).toString() }
      told.writeHead(answer.status, { 'content-type': 'text/xml; charset=utf-8' }).end(answer.body)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})
beforeEach(() => kept.splice(0))

const read = (more: Partial<SoapRequest> = {}) => {
  const { fetch } = openOutgoing({
    hosts: [host],
    maxResponseBytes: 10_000,
    signal: new AbortController().signal,
    isHarmless: false,
    resolve: (url) => url,
  })
  const call: Call = {
    now: new Date('2026-11-23T01:00:00Z'),
    fetch,
    credential: () => '',
    keep: ({ body }) => kept.push(body),
    wires: {} as never,
  }
  return send(call, {
    url: `http://${host}/register`,
    action: 'urn:register/Read',
    namespaces: { reg: 'urn:register' },
    body: { 'reg:Read': { 'reg:Name': '林 & 陳' } },
    ...more,
  })
}

const fault11 = `<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>
<SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode><faultstring>查無資料</faultstring>
<detail><Reason>R404</Reason></detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`
const fault12 = `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault>
<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value xmlns:r="urn:r">r:NotFound</e:Value></e:Subcode></e:Code>
<e:Reason><e:Text xml:lang="zh">查無資料</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>`

test('an answer is read whatever prefixes it has', async () => {
  answer = {
    status: 200,
    body: '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><ns1:ReadResponse xmlns:ns1="urn:register"><ns1:Name>林</ns1:Name></ns1:ReadResponse></s:Body></s:Envelope>',
  }
  const body = await read()
  expect(textOf(body.ReadResponse, 'Name')).toBe('林')
  expect(heard.headers).toMatchObject({ soapaction: '"urn:register/Read"' })
  expect(heard.body).toContain('xmlns:reg="urn:register"')
  expect(heard.body).toContain('<reg:Name>林 &amp; 陳</reg:Name>')
  expect(kept).toHaveLength(2)
})

test('version 1.2 says its action in the content type', async () => {
  answer = { status: 200, body: fault12 }
  await expect(read({ version: '1.2' })).rejects.toMatchObject({
    code: 'NotFound',
    text: '查無資料',
  })
  expect(heard.headers['content-type']).toContain('action="urn:register/Read"')
  expect(heard.body).toContain('http://www.w3.org/2003/05/soap-envelope')
})

test('a fault is read though its status is 500', async () => {
  answer = { status: 500, body: fault11 }
  const fault = await read().catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(SoapFault)
  expect(fault).toMatchObject({ code: 'Client', text: '查無資料', trouble: 'soap_fault' })
  expect(textOf((fault as SoapFault).detail, 'Reason')).toBe('R404')
})

test('an error page, half an envelope and a document type are no answers', async () => {
  answer = { status: 500, body: '<h1>Server Error</h1>' }
  await expect(read()).rejects.toThrow('http_500')
  answer = { status: 200, body: fault11.slice(0, 150) }
  await expect(read()).rejects.toThrow('not_xml')
  answer = { status: 200, body: `<!DOCTYPE x [<!ENTITY a "b">]>${fault11}` }
  await expect(read()).rejects.toThrow('not_xml')
  answer = { status: 200, body: '<Other/>' }
  await expect(read()).rejects.toThrow('changed_layout')
})
