import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './start.ts'
import { visit } from './visitor.ts'

interface Papers {
  certificate: string
  key: string
  authority: string
}

const dir = mkdtempSync(join(tmpdir(), 'sandbox-registry-'))
let sandbox: Sandbox
let port: number
let demo: Papers

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
  port = (await json('/ports')).tls
  demo = await json('/registry/certificates/demo')
})
afterAll(async () => {
  await sandbox.stop()
  rmSync(dir, { recursive: true })
})
beforeEach(() => order('/reset', {}))

const json = async (path: string) => (await fetch(sandbox.url + path)).json()
const order = async (path: string, body: unknown) =>
  (await fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })).json()

const LIN = { id: 'B223456782', birth: '0750302' }
const CONSENT = 'C1151123ABCDE12345'

interface Parts {
  id?: string
  birth?: string
  org?: string
  purpose?: string
  consent?: string
  fields?: string
}

const envelope = (parts: Parts = {}) => `<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:r="http://ris.example.gov.tw/ws/">
<s:Header><r:AgencyHeader><r:ORG_ID>${parts.org ?? '387000000A'}</r:ORG_ID><r:TXN_ID>7</r:TXN_ID></r:AgencyHeader></s:Header>
<s:Body><r:QueryPerson><r:PERSON_ID>${parts.id ?? LIN.id}</r:PERSON_ID><r:BIRTH_YYYMMDD>${parts.birth ?? LIN.birth}</r:BIRTH_YYYMMDD>
<r:PURPOSE_CODE>${parts.purpose ?? 'B01'}</r:PURPOSE_CODE><r:CONSENT_NO>${parts.consent ?? CONSENT}</r:CONSENT_NO>
<r:FIELDS>${parts.fields ?? 'NAME,ADDR'}</r:FIELDS></r:QueryPerson></s:Body></s:Envelope>`

interface Said {
  status: number
  text: string
  code: string | undefined
}

function ask(
  body: string,
  papers: Partial<Papers> = demo,
  headers: Record<string, string> = {},
): Promise<Said> {
  const options = {
    host: '127.0.0.1',
    port,
    path: '/RisWS/PersonService.asmx',
    method: 'POST',
    agent: false,
    ca: demo.authority,
    ...(papers.certificate ? { cert: papers.certificate, key: papers.key } : {}),
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '"http://ris.example.gov.tw/ws/QueryPerson"',
      ...headers,
    },
  }
  return new Promise((resolve, reject) => {
    const sending = https.request(options, async (answer) => {
      let text = ''
      for await (const chunk of answer.setEncoding('utf8')) text += chunk
      resolve({ status: answer.statusCode ?? 0, text, code: one('RTN_CODE', text) })
    })
    sending.on('error', reject)
    sending.end(body)
  })
}

const one = (name: string, xml: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]

describe('asking', () => {
  test('a query answers the fields asked for and no other', async () => {
    const { status, text, code } = await ask(envelope({ fields: 'NAME,ADDR,SPOUSE' }))
    expect([status, code]).toEqual([200, '0000'])
    expect(one('NAME', text)).toBe('林怡君')
    expect(one('ADDR', text)).toBe('臺中市西屯區潮洋里１２鄰臺灣大道三段９９號')
    expect(one('ADDR_YYYMMDD', text)).toBe('1050815')
    expect(text).toContain('<SPOUSE><NAME>陳志明</NAME><PERSON_ID>B123456780</PERSON_ID></SPOUSE>')
    expect(text).not.toMatch(/SEX|BIRTH|MOTHER/)
    expect(one('DATA_TIME', text)).toMatch(/^11511230900\d\d$/)
  })

  test('a rare name comes with the register’s own characters', async () => {
    const { text } = await ask(
      envelope({ id: 'L122334452', birth: '0791231', fields: 'NAME,CHILDREN' }),
    )
    expect(one('NAME', text)).toBe('陳\uE001\uE002')
    expect(text).toContain('<COUNT>1</COUNT><CHILD><NAME>陳小樹</NAME>')
  })

  test.each([
    ['0001', { id: 'A123456789' }],
    ['0002', { birth: '0750303' }],
    ['0003', { consent: 'C1151123' }],
    ['0003', { consent: 'C1151023ABCDE12345' }],
    ['0003', { consent: 'C1151124ABCDE12345' }],
    ['0004', { purpose: 'A09', fields: 'NAME,SPOUSE' }],
    ['0004', { fields: 'PARENTS' }],
    ['0006', { id: 'B223456789' }],
    ['0007', { birth: '0750230' }],
    ['0007', { fields: 'NAME,SHOES' }],
    ['0010', { org: '387000001B' }],
  ] as [string, Parts][])('%s and nothing about the person for %o', async (code, parts) => {
    const said = await ask(envelope(parts))
    expect([said.status, said.code]).toEqual([200, code])
    expect(said.text).not.toContain('<PERSON>')
  })

  test('a consent belongs to one person', async () => {
    expect((await ask(envelope())).code).toBe('0000')
    expect((await ask(envelope())).code).toBe('0000')
    expect((await ask(envelope({ id: 'B123456780', birth: '0730918' }))).code).toBe('0003')
  })

  test('the eleventh query of a person in a day is refused, the next day’s is not', async () => {
    for (let time = 0; time < 10; time += 1) expect((await ask(envelope())).code).toBe('0000')
    expect((await ask(envelope())).code).toBe('0005')
    await order('/clock', { at: '2026-11-24T09:00:00+08:00' })
    expect((await ask(envelope())).code).toBe('0000')
  })

  test('at night, with another action or with half an envelope it answers a fault', async () => {
    const action = { soapaction: '"http://ris.example.gov.tw/ws/Other"' }
    expect(await ask(envelope(), demo, action)).toMatchObject({ status: 500 })
    const half = await ask(envelope().slice(0, 300))
    expect(half.text).toContain('<faultcode>soap:Client</faultcode>')
    await order('/clock', { at: '2026-11-24T05:59:00+08:00' })
    const night = await ask(envelope())
    expect(night.status).toBe(500)
    expect(one('faultstring', night.text)).toContain('E-MAINT')
  })
})

describe('certificates', () => {
  test('without one, with an expired, a revoked or a foreign one nobody comes in', async () => {
    expect(await ask(envelope(), {})).toMatchObject({ status: 403, code: undefined })
    const from = '2026-11-01T00:00:00Z'
    const expired = await order('/registry/certificates', { from, until: '2026-11-22T00:00:00Z' })
    expect((await ask(envelope(), expired)).text).toContain('403.17')
    const other: Papers = await order('/registry/certificates', { from, until: '2027-11-01' })
    expect((await ask(envelope(), other)).code).toBe('0000')
    const serial = new X509Certificate(other.certificate).serialNumber
    await order('/registry/certificates/revoked', { serial })
    expect((await ask(envelope(), other)).text).toContain('403.13')
    expect((await ask(envelope())).code).toBe('0000')
  })

  test('one of another authority is not trusted', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'sandbox-registry-'))
    const second = await startSandbox({ port: 0, dir: elsewhere, start: '2026-11-23T09:00:00Z' })
    const foreign = await (await fetch(`${second.url}/registry/certificates/demo`)).json()
    await second.stop()
    rmSync(elsewhere, { recursive: true })
    expect((await ask(envelope(), foreign)).text).toContain('403.16')
  })

  test('the demo city’s outlives a reset and a restart', async () => {
    await sandbox.stop()
    sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
    port = (await json('/ports')).tls
    expect(await json('/registry/certificates/demo')).toEqual(demo)
    expect((await ask(envelope())).code).toBe('0000')
  })
})

test('the clerk changes a record, and the person sees who asked', async () => {
  const clerk = visit(sandbox.url)
  const record = await clerk.get(`/registry/officer/view?id=${LIN.id}`)
  await clerk.send(record, { 戶籍地址: '臺中市北區健行里１鄰健行路１號', 遷入日期: '1151101' })
  const { text } = await ask(envelope())
  expect(one('ADDR', text)).toBe('臺中市北區健行里１鄰健行路１號')
  const mine = await clerk.get('/registry/mine')
  const seen = await clerk.send(mine, { 身分證字號: LIN.id, '生日（民國年月日，7 碼）': LIN.birth })
  expect(seen.$('tr').last().text()).toContain(`出生登記NAME、ADDR${CONSENT}0000`)
  const [kept] = await json('/oracle/household-registration')
  expect(kept).toMatchObject({
    key: CONSENT,
    status: '0000',
    fields: { idNo: LIN.id, purpose: 'B01', fields: ['NAME', 'ADDR'] },
  })
})

test('it fails on purpose like the other stand-ins', async () => {
  const fail = (mode: string) =>
    order('/faults', { agency: 'household-registration', mode, times: 1, on: 'any' })
  await fail('reset')
  await expect(ask(envelope())).rejects.toThrow(/reset|hang up/i)
  await fail('drop_before')
  await expect(ask(envelope())).rejects.toThrow(/hang up|reset/i)
  await fail('maintenance')
  expect((await ask(envelope())).text).toContain('E-MAINT')
  await fail('changed_layout')
  expect(await ask(envelope())).toMatchObject({ status: 200, code: undefined })
  await fail('half_page')
  expect((await ask(envelope())).text).not.toContain('</soap:Envelope>')
  expect((await ask(envelope())).code).toBe('0000')
})
