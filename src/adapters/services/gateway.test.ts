// The gateway as third parties meet it: over HTTP, with the stand-in behind it.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts'
import { newApp, newStation, signIn, type TestStation } from '../../../tests/world.ts'
import { runCommand } from '../../core/commands.ts'
import { startLane } from '../actions.ts'
import { ENTRY } from '../filings.examples.ts'
import { endClient, forgetCounts, issueClient } from './clients.ts'
import { commands } from './commands.ts'
import { forgetOldFilings } from './filing.ts'

const dir = mkdtempSync(join(tmpdir(), 'yizhan-gateway-'))
const ALL = ['police-entry', 'parks', 'forest-huts-desk']
const JSON_TYPE = { 'content-type': 'application/json' }
let sandbox: Sandbox
let station: TestStation
let app: ReturnType<typeof newApp>
let token = ''
let other = ''
let keys = 0
let key = ''

const issue = async (more: Record<string, unknown> = {}) =>
  issueClient(station, {
    name: '南投縣政府',
    contact: 'api@nantou.example',
    isNamed: true,
    adapterIds: ALL,
    perMinute: 600,
    perDay: 10_000,
    ...more,
  })

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:30:00+08:00' })
  station = await newStation({ sandboxUrl: sandbox.url })
  app = newApp(station)
  token = (await issue()).token
  other = (await issue({ name: '登山 App', isNamed: false })).token
})
afterAll(async () => {
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  keys += 1
  key = `their-key-${keys}`
  await fetch(`${sandbox.url}/reset`, { method: 'POST', headers: JSON_TYPE, body: '{}' })
  // The stand-in gives the same numbers again; here the newest filing of a number counts.
  await station.clock.move?.(new Date(station.clock.now().getTime() + 1000))
  await startLane(station, 'police-entry')
  await station.db
    .updateTable('adapters.lanes')
    .set({ failures: 0, paused_until: null, next_at: new Date(0) })
    .execute()
})

interface Told {
  status: number
  headers: Headers
  said: Record<string, unknown> & { outcome?: Record<string, unknown> }
}

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Told> {
  const answer = await app.request(`/api/v1/services/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const said = (await answer.json()) as Told['said']
  return { status: answer.status, headers: answer.headers, said }
}
const submit = (input = ENTRY, more: Record<string, string> = {}, k = key) =>
  post('police-entry/submit', { key: k, input }, { 'idempotency-key': k, ...more })
const lookup = (by: unknown = { key }, more: Record<string, string> = {}) =>
  post('police-entry/lookup', by, more)
const as = (whose: string) => ({ authorization: `Bearer ${whose}` })
const fault = (mode: string, more = {}) =>
  fetch(`${sandbox.url}/faults`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ agency: 'police', mode, ...more }),
  })
const atPolice = async () =>
  (await (await fetch(`${sandbox.url}/oracle/police`)).json()) as {
    key: string
    standing: boolean
  }[]

describe('filing', () => {
  test('once for a key: the same again gives the same answer, another input a conflict', async () => {
    const before = (await atPolice()).length
    const first = await submit()
    expect(first.status).toBe(200)
    expect(first.said).toMatchObject({ kind: 'accepted', reference: expect.any(String) })
    const again = await submit()
    expect(again.said).toEqual(first.said)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    const elsewhere = await submit({ ...ENTRY, teamName: '另一隊' })
    expect(elsewhere.status).toBe(409)
    expect(elsewhere.said).toMatchObject({ cause: 'key_used', status: 409 })
    expect(elsewhere.said).not.toHaveProperty('nothingRecorded')
    expect((await atPolice()).length).toBe(before + 1)
  })

  test('then looked up by key and number, and taken back', async () => {
    const { reference } = (await submit()).said as { reference: string }
    expect((await lookup()).said).toMatchObject({ found: true, outcome: { reference } })
    expect((await lookup({ reference })).said).toMatchObject({
      found: true,
      outcome: { reference },
    })
    const back = await post('police-entry/withdraw', { reference })
    expect(back.said).toEqual({ kind: 'withdrawn' })
    expect((await lookup()).said).toMatchObject({
      outcome: { kind: 'rejected', isWithdrawn: true },
    })
  })

  test('two at the same moment with one key file once', async () => {
    const before = (await atPolice()).length
    const answers = await Promise.all([submit(), submit(), submit()])
    const kinds = answers.map(({ status, said }) => `${status} ${said.kind ?? said.cause}`)
    expect(kinds).toContain('200 accepted')
    for (const kind of kinds) {
      expect(kind).toMatch(
        /^(200 accepted|200 pending|409 under_way|202 unknown|503 (same_key|lane_full|rate))$/,
      )
    }
    expect((await submit()).said).toHaveProperty('reference')
    expect((await atPolice()).length).toBe(before + 1)
  })

  test('the keys of two clients, and of the front desk, never meet', async () => {
    const mine = (await submit()).said as { reference: string }
    const later = { ...ENTRY, startOn: '2026-12-14', endOn: '2026-12-21' }
    const theirs = (await submit(later, as(other))).said as { reference: string }
    expect(theirs.reference).not.toBe(mine.reference)
    const planted = (await atPolice()).map((one) => one.key)
    expect(planted.filter((one) => /^gw-[0-9a-f]{32}$/.test(one)).length).toBe(planted.length)
    expect(new Set(planted).size).toBe(2)
    expect(planted).not.toContain(key)
  })

  test('nobody sees or takes back what another filed', async () => {
    const { reference } = (await submit()).said as { reference: string }
    expect((await lookup({ key }, as(other))).said).toEqual({ found: false })
    expect((await lookup({ reference }, as(other))).said).toEqual({ found: false })
    const back = await post('police-entry/withdraw', { reference }, as(other))
    expect(back.status).toBe(404)
    expect((await lookup()).said).toMatchObject({ found: true, outcome: { reference } })
  })

  test('an answer that was lost is unknown, with what to do; the same again settles it', async () => {
    const before = (await atPolice()).length
    await fault('drop_after')
    const lost = await submit()
    expect(lost.status).toBe(202)
    expect(lost.said).toMatchObject({
      kind: 'unknown',
      todo: {
        'zh-TW': expect.stringContaining('同一個鍵'),
        en: expect.stringContaining('same key'),
      },
    })
    await station.clock.move?.(new Date(station.clock.now().getTime() + 3_600_000))
    expect((await submit()).said).toMatchObject({ reference: expect.any(String) })
    expect((await atPolice()).length).toBe(before + 1)
  })

  test('a process killed between writing the intent and sending loses nothing', async () => {
    const { said } = await post('police-entry/check', { input: ENTRY })
    expect(said).toEqual({ problems: [] })
    await fault('maintenance')
    await submit()
    await startLane(station, 'police-entry')
    const sent = { state: 'sent', sent_at: station.clock.now() }
    await station.db
      .updateTable('adapters.client_filings')
      .set(sent)
      .where('state', '=', 'ready')
      .execute()
    await fetch(`${sandbox.url}/reset`, { method: 'POST', headers: JSON_TYPE, body: '{}' })
    expect((await submit()).said).toMatchObject({ kind: 'accepted' })
    expect((await atPolice()).length).toBe(1)
  })

  test('what the agency would refuse is told, and the key is still free', async () => {
    const wrong = await submit({ ...ENTRY, leader: undefined } as never)
    expect(wrong.status).toBe(422)
    expect(wrong.said).toMatchObject({ cause: 'input_wrong', nothingRecorded: true })
    expect((await lookup()).said).toEqual({ found: false })
    expect((await submit()).said).toMatchObject({ kind: 'accepted' })
  })

  test('an agency that is not there now says when to come again; the key files later', async () => {
    await fault('maintenance')
    const closed = await submit()
    expect(closed.status).toBe(503)
    expect(closed.said).toMatchObject({ nothingRecorded: true, cause: expect.any(String) })
    expect(Number(closed.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('what a desk carries is refused with the reason', async () => {
    const byHand = await post(
      'forest-huts-desk/submit',
      { key, input: {} },
      { 'idempotency-key': key },
    )
    expect(byHand.status).toBe(409)
    expect(byHand.said).toMatchObject({ cause: 'by_hand', nothingRecorded: true })
    expect(byHand.headers.get('content-type')).toContain('application/problem+json')
  })

  test('what people wrote is forgotten after half a year; the key still files nothing', async () => {
    await submit()
    const now = station.clock.now()
    await station.clock.move?.(new Date(now.getTime() + 181 * 86_400_000))
    await forgetOldFilings(station)
    const { rows } = await countSealed()
    expect(rows).toBe(0)
    expect((await submit()).said).toMatchObject({ status: 409, cause: 'forgotten' })
    await station.clock.move?.(now)
  })
})

const countSealed = async () => {
  const found = await station.db
    .selectFrom('adapters.client_filings')
    .select('agency_key')
    .where('sealed_input', 'is not', null)
    .execute()
  return { rows: found.length }
}

describe('who may call', () => {
  test.each([
    ['nothing', ''],
    ['another scheme', 'Basic YWJj'],
    ['a forged token', `Bearer yzg_${'A'.repeat(43)}`],
    ['a long token', `Bearer yzg_${'A'.repeat(9000)}`],
  ])('not %s', async (_, authorization) => {
    for (const path of ['check', 'submit', 'lookup', 'withdraw', 'correct']) {
      const refused = await post(`police-entry/${path}`, {}, { authorization })
      expect(refused.status, path).toBe(401)
      expect(refused.said, path).toMatchObject({ cause: 'credential_refused' })
    }
  })

  test('not one whose token was revoked, from the next call on', async () => {
    const short = await issue()
    expect((await submit(ENTRY, as(short.token))).status).toBe(200)
    await endClient(station, short.clientId)
    expect((await submit(ENTRY, as(short.token))).status).toBe(401)
    await expect(endClient(station, short.clientId)).rejects.toThrow('not_found')
  })

  test('not at a service the client was not given', async () => {
    const narrow = await issue({ adapterIds: ['parks'] })
    const refused = await submit(ENTRY, as(narrow.token))
    expect(refused.status).toBe(403)
    expect(refused.said).toMatchObject({ cause: 'not_allowed' })
  })

  test('only the lead lets others in, and only from our own pages', async () => {
    const path = '/services/clients'
    const form = new URLSearchParams({ name: 'x' })
    const send = (headers: Headers) => app.request(path, { method: 'POST', body: form, headers })
    expect((await app.request(path)).status).toBe(303)
    expect((await send(new Headers({ origin: 'http://localhost' }))).status).toBe(401)
    const officer = await signIn(app, 'officer')
    expect((await app.request(path, { headers: officer })).status).toBe(403)
    expect((await send(officer)).status).toBe(403)
    const lead = await signIn(app, 'lead')
    expect((await send(lead)).status).toBe(422)
    lead.set('origin', 'https://elsewhere.example')
    expect((await send(lead)).status).toBe(403)
    const end = { method: 'POST', headers: officer }
    expect(
      (await app.request(`${path}/00000000-0000-4000-8000-000000000000/end`, end)).status,
    ).toBe(403)
  })

  test('not more often than agreed, in a minute and in a day', async () => {
    const slow = await issue({ perMinute: 2 })
    const check = (whose: string) => post('police-entry/check', { input: ENTRY }, as(whose))
    expect((await check(slow.token)).status).toBe(200)
    expect((await check(slow.token)).status).toBe(200)
    const refused = await check(slow.token)
    expect(refused.status).toBe(429)
    expect(refused.said).toMatchObject({ cause: 'quota_spent', nothingRecorded: true })
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)

    const rare = await issue({ perDay: 1 })
    expect((await check(rare.token)).status).toBe(200)
    const tomorrow = await check(rare.token)
    expect(tomorrow.status).toBe(429)
    expect(Number(tomorrow.headers.get('retry-after'))).toBeLessThanOrEqual(86_400)
    await forgetCounts(station)
    expect((await check(rare.token)).status).toBe(429)
  })

  test('the token is kept nowhere', async () => {
    const rows = await station.db.selectFrom('adapters.clients').selectAll().limit(50).execute()
    expect(rows.length).toBeGreaterThan(1)
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(JSON.stringify(rows)).not.toContain('nantou.example')
  })
})

describe('what cannot be read', () => {
  test.each([
    ['{"key":', { 'idempotency-key': 'x' }, 400],
    ['[]', {}, 422],
    [JSON.stringify({ key: 'a b', input: {} }), { 'idempotency-key': 'a b' }, 422],
    [JSON.stringify({ key: 'x', input: {} }), { 'idempotency-key': 'y' }, 422],
    [JSON.stringify({ key: 'x', input: {} }), {}, 422],
    [JSON.stringify({ key: 'x', input: {}, more: 1 }), { 'idempotency-key': 'x' }, 422],
    ['x', { 'idempotency-key': 'x', 'content-type': 'text/plain' }, 415],
  ])('%.40s %j: %d', async (body, headers, status) => {
    const refused = await post('police-entry/submit', body, headers)
    expect(refused.status).toBe(status)
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
  })

  test('more than half a megabyte', async () => {
    expect((await submit({ ...ENTRY, plan: 'x'.repeat(1_000_000) })).status).toBe(413)
  })

  test('a service that there is not', async () => {
    expect((await post('nope/check', { input: {} })).status).toBe(403)
    expect((await app.request('/api/v1/services/nope')).status).toBe(404)
    expect((await app.request('/api/v1/services/nope/describe')).status).toBe(404)
    expect((await app.request('/api/v1/services/nope/openapi.json')).status).toBe(404)
  })
})

describe('what everybody may read', () => {
  const get = async (path: string) => (await app.request(path)).json()

  test('the list, each service, its description, health and document', async () => {
    const { items } = (await get('/api/v1/services')) as {
      items: { id: string; isByHand: boolean }[]
    }
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(ALL))
    expect(items.find(({ id }) => id === 'forest-huts-desk')?.isByHand).toBe(true)
    expect(await get('/api/v1/services/parks')).toMatchObject({ id: 'parks', kind: 'html-form' })
    const described = await get('/api/v1/services/parks/describe')
    expect(described).toMatchObject({ id: 'parks', contract: '1' })
    expect(JSON.stringify(described)).not.toContain('sandbox')
    expect(await get('/api/v1/services/parks/health')).toMatchObject({ ok: true })
    const document = (await get('/api/v1/services/parks/openapi.json')) as {
      servers: { url: string }[]
      paths: Record<string, unknown>
      components: { schemas: Record<string, unknown> }
    }
    expect(document.servers[0]?.url).toMatch(/\/api\/v1\/services\/parks$/)
    expect(document.components.schemas.Input).toMatchObject({ type: 'object' })
    expect(Object.keys(document.paths)).not.toContain('/read')
    const desk = (await get('/api/v1/services/forest-huts-desk/openapi.json')) as typeof document
    expect(Object.keys(desk.paths)).toEqual(['/describe', '/check'])
    const catalogue = (await get('/apis.json')) as { apis: { baseURL: string }[] }
    expect(catalogue.apis).toHaveLength(items.length)
  })

  test('old addresses lead to the new ones', async () => {
    const moved = await app.request('/api/v1/adapters/parks')
    expect(moved.status).toBe(308)
    expect(moved.headers.get('location')).toBe('/api/v1/services/parks/describe')
  })
})

describe('from a terminal', () => {
  const run = async (args: string[]) => {
    const lines: string[] = []
    const code = await runCommand(commands, args, {
      tell: (line) => lines.push(line),
      directory: '.',
      openStation: async () => station,
    })
    return { code, lines }
  }

  test('a client is issued, listed without its token, and revoked', async () => {
    const asked = [
      'client',
      'issue',
      '終端機',
      '--contact',
      'a@b.example',
      '--adapters',
      'police-entry',
    ]
    const { code, lines } = await run(asked)
    expect(code).toBe(0)
    const issued = JSON.parse(lines[0] ?? '') as { clientId: string; token: string }
    expect((await submit(ENTRY, as(issued.token))).status).toBe(200)
    const { lines: listed } = await run(['client', 'list'])
    expect(listed.join()).toContain(issued.clientId)
    expect(listed.join()).not.toContain(issued.token)
    expect((await run(['client', 'revoke', issued.clientId])).code).toBe(0)
    expect((await submit(ENTRY, as(issued.token))).status).toBe(401)
  })

  test('a call that cannot be right is refused', async () => {
    expect(await run(['client', 'issue', 'x', '--contact', 'nobody'])).toMatchObject({ code: 2 })
    expect(
      (await run(['client', 'issue', 'x', '--contact', 'a@b.example', '--adapters', 'nope'])).code,
    ).toBe(2)
    expect((await run(['client', 'revoke', 'nope'])).code).toBe(2)
  })
})
