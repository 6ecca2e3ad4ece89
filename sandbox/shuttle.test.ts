import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Sandbox, startSandbox } from './start.ts'
import { visit } from './visitor.ts'

const dir = mkdtempSync(join(tmpdir(), 'sandbox-shuttle-'))
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
})
afterAll(async () => {
  await sandbox.stop()
  rmSync(dir, { recursive: true })
})
beforeEach(() => order('/reset', {}))

const order = (path: string, body: unknown) =>
  fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })
const desk = (path: string, form: Record<string, string>) =>
  fetch(`${sandbox.url}/shuttle/officer/${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  })
const oracle = async (path = '') => (await fetch(`${sandbox.url}/oracle${path}`)).json()

const askToken = (scope: string, secret = 'demo-shuttle-secret') =>
  fetch(`${sandbox.url}/shuttle/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`yizhan:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  })
const token = async (scope = 'departures holds webhooks') =>
  (await (await askToken(scope)).json()).access_token as string

interface Call {
  method?: string
  key?: string
  body?: unknown
  token?: string
}
async function call(path: string, { method = 'GET', key, body, token: given }: Call = {}) {
  const answer = await fetch(`${sandbox.url}/shuttle${path}`, {
    method,
    headers: {
      authorization: `Bearer ${given ?? (await token())}`,
      ...(key ? { 'idempotency-key': key } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

const wish = (change: Record<string, unknown> = {}) => ({
  external_ref: 'case-1',
  service_day: '2026-12-05',
  from_stop: '臺東車站',
  to_stop: '向陽',
  persons: 2,
  contact: { name: '林怡君', phone: '0912345678' },
  ...change,
})
const hold = (change: Record<string, unknown> = {}, key = `${change.external_ref ?? 'case-1'}`) =>
  call('/api/v2/holds', { method: 'POST', key, body: wish(change) })
const lookUp = async (ref: string) =>
  (await call(`/api/v2/holds?external_ref=${ref}`)).body.holds as Record<string, unknown>[]
const pay = async (payUrl: string, card = '4111 1111 1111 1111') => {
  const visitor = visit(sandbox.url)
  const page = await visitor.get(payUrl)
  return visitor.send(page, { 卡號: card, 有效期限: '12/29' })
}

describe('getting in', () => {
  test('a token opens what its scope says, for five minutes', async () => {
    const mine = await token('departures')
    const query = '/api/v2/departures?service_day=2026-12-05&from_stop=臺東車站&to_stop=向陽'
    const found = await call(query, { token: mine })
    expect(found.body.departures.map((one: { leaves: string }) => one.leaves)).toEqual([
      '05:00',
      '08:30',
      '13:00',
    ])
    expect((await call('/api/v2/holds?external_ref=x', { token: mine })).status).toBe(403)
    await order('/clock', { advanceMinutes: 6 })
    expect((await call(query, { token: mine })).body.code).toBe('unauthorized')
  })

  test('a wrong secret and an unknown scope are refused', async () => {
    expect((await askToken('holds', 'wrong')).status).toBe(401)
    expect(await (await askToken('everything')).json()).toEqual({ error: 'invalid_scope' })
  })

  test('a new secret works beside the old one until that is ended', async () => {
    await desk('secret', { secret: 'second' })
    expect((await askToken('holds')).status).toBe(200)
    await desk('secret', { secret: 'third', end: 'old' })
    expect((await askToken('holds')).status).toBe(401)
    expect((await askToken('holds', 'third')).status).toBe(200)
  })

  test('too many calls are told when to come again', async () => {
    await desk('limit', { per_minute: '0' })
    const answer = await call('/api/v2/health')
    expect([answer.status, answer.body.code]).toEqual([429, 'too-many-requests'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('holding seats', () => {
  test('a hold is paid on its page and becomes a ticket', async () => {
    const made = await hold({ return: { service_day: '2026-12-12', from_stop: '東埔' } })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ state: 'HELD', amount_twd: 1400, leaves: '05:00' })
    expect(made.body.pay_by).toMatch(/^2026-11-23T09:2\d:\d\d$/)
    expect((await pay(made.body.pay_url, '4111111111110000')).errors).toContain('付款失敗')
    expect((await pay(made.body.pay_url)).$('#ticket').text()).toBe('T20261205-0001')
    expect(await lookUp('case-1')).toMatchObject([{ state: 'PAID', ticket_no: 'T20261205-0001' }])
  })

  test('what is not paid within twenty minutes expires and frees its seats', async () => {
    const made = await hold()
    await order('/clock', { advanceMinutes: 21 })
    expect(await lookUp('case-1')).toMatchObject([{ state: 'EXPIRED', pay_url: null }])
    expect((await visit(sandbox.url).get(made.body.pay_url)).$('form').length).toBe(0)
    const query = '/api/v2/departures?service_day=2026-12-05&from_stop=臺東車站&to_stop=向陽'
    expect((await call(query)).body.departures[0].seats_left).toBe(40)
  })

  test('the same key gives the same hold; another body under it is refused', async () => {
    const first = await hold()
    const again = await hold()
    expect(again.body.hold_id).toBe(first.body.hold_id)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect((await hold({ persons: 3 })).body.code).toBe('key-reused')
    const twin = await hold({}, 'another-key')
    expect(twin.body).toMatchObject({ code: 'duplicate-hold', external_ref: 'case-1' })
    expect((await oracle())['trail-shuttle']).toEqual({
      received: 4,
      filed: 1,
      withdrawn: 0,
      duplicates: 3,
    })
  })

  test('a group is looked at first, and held two minutes later', async () => {
    const made = await hold({ persons: 9 })
    expect([made.status, made.body.state]).toEqual([202, 'REVIEWING'])
    expect(made.headers.get('location')).toBe(`/shuttle/api/v2/holds/${made.body.hold_id}`)
    await order('/clock', { advanceMinutes: 3 })
    const found = await call(`/api/v2/holds/${made.body.hold_id}`)
    expect(found.body.state).toBe('HELD')
  })

  test('a full bus is passed over, and a full day refused', async () => {
    await desk('seats', { departure: 'S-20261205-0500-臺東車站-向陽', seats: '1' })
    expect((await hold()).body.leaves).toBe('08:30')
    expect((await hold({ external_ref: 'b', persons: 40, leaves: '08:30' })).body.code).toBe(
      'sold-out',
    )
  })

  test('wrong fields are named one by one', async () => {
    const answer = await hold({ persons: 0, to_stop: '玉山', contact: { name: '', phone: 'x' } })
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
      '/to_stop',
      '/to_stop',
      '/persons',
      '/contact/name',
      '/contact/phone',
    ])
  })

  test('a ticket can be given back until six hours before', async () => {
    const { body } = await hold()
    const path = `/api/v2/holds/${body.hold_id}`
    expect((await call(path, { method: 'DELETE' })).body.state).toBe('CANCELLED')
    expect((await call(path, { method: 'DELETE' })).body.state).toBe('CANCELLED')
    const other = await hold({ external_ref: 'late' })
    await pay(other.body.pay_url)
    await order('/clock', { at: '2026-12-05T00:00:00+08:00' })
    const late = await call(`/api/v2/holds/${other.body.hold_id}`, { method: 'DELETE' })
    expect(late.body.code).toBe('too-late')
  })

  test('the desk refuses with a reason', async () => {
    const { body } = await hold()
    expect((await desk('act', { no: body.hold_id, action: 'refuse' })).status).toBe(400)
    await desk('act', { no: body.hold_id, action: 'refuse', reason: '停駛' })
    expect(await lookUp('case-1')).toMatchObject([{ state: 'REFUSED', reason: '停駛' }])
  })
})

describe('news', () => {
  interface Heard {
    headers: IncomingHttpHeaders
    body: string
  }
  let server: Server
  let heard: Heard[]
  let refusals: number

  beforeEach(async () => {
    heard = []
    refusals = 0
    server = createServer((asked, answer) => {
      const parts: Buffer[] = []
      asked.on('data', (part: Buffer) => parts.push(part))
      asked.on('end', () => {
        heard.push({ headers: asked.headers, body: Buffer.concat(parts).toString() })
        answer.writeHead(refusals-- > 0 ? 500 : 204).end()
      })
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    await call('/webhook', { method: 'PUT', body: { url, secret: 'whsec_c2VjcmV0' } })
    return () => {
      server.close()
    }
  })

  const isSignedBy = (secret: string, { headers, body }: Heard) => {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const right = createHmac('sha256', Buffer.from(secret, 'base64'))
      .update(signed)
      .digest('base64')
    return String(headers['webhook-signature']).split(' ').includes(`v1,${right}`)
  }

  test('a change is told, signed, and told again when nobody took it', async () => {
    refusals = 1
    const { body } = await hold()
    await vi.waitFor(() => expect(heard).toHaveLength(2), 3000)
    expect(heard.every((one) => isSignedBy('c2VjcmV0', one))).toBe(true)
    expect(heard[0]?.headers['webhook-id']).toBe(heard[1]?.headers['webhook-id'])
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({
      type: 'hold.held',
      data: { hold_id: body.hold_id, external_ref: 'case-1', state: 'HELD' },
    })
  })

  test('after a rotation both secrets sign', async () => {
    const made = await call('/webhook/rotate', { method: 'POST', body: { secret: 'whsec_bmV3' } })
    expect(made.body.secret).toBe('whsec_bmV3')
    await hold()
    await vi.waitFor(() => expect(heard).toHaveLength(1), 3000)
    const [message] = heard
    expect(message && isSignedBy('c2VjcmV0', message) && isSignedBy('bmV3', message)).toBe(true)
  })

  test('every fourth message comes twice', async () => {
    for (const external_ref of ['a', 'b', 'c', 'd']) await hold({ external_ref })
    await vi.waitFor(() => expect(heard).toHaveLength(5), 3000)
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(4)
  })
})

describe('when it fails', () => {
  const fault = (mode: string, more = {}) =>
    order('/faults', { agency: 'trail-shuttle', mode, ...more })

  test('an answer that is lost leaves one hold', async () => {
    await fault('drop_after', { times: 1 })
    await expect(hold()).rejects.toThrow()
    expect(await lookUp('case-1')).toHaveLength(1)
  })

  test('maintenance, a pretended duplicate and another layout', async () => {
    const mine = await token()
    const send = () =>
      call('/api/v2/holds', { method: 'POST', key: 'k', body: wish(), token: mine })
    await fault('maintenance', { times: 1 })
    expect((await send()).body.code).toBe('maintenance')
    await fault('duplicate_answer', { times: 1 })
    expect((await send()).body.external_ref).toBe('somebody-else')
    await fault('changed_layout', { times: 1 })
    expect((await send()).body.hold_id).toBeUndefined()
    expect(await lookUp('case-1')).toHaveLength(1)
  })
})

test('the document names what the interface answers', async () => {
  const document = await (await fetch(`${sandbox.url}/shuttle/openapi.json`)).json()
  expect(document.servers[0].url).toBe(`${sandbox.url}/shuttle/api/v2`)
  const promised = document.components.schemas.Hold.required as string[]
  const { body } = await hold()
  expect(Object.keys(body)).toEqual(expect.arrayContaining(promised))
})
