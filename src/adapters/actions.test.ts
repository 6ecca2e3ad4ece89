// Lanes against an agency of one page whose manners each test chooses.

import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newStation, type TestStation } from '../../tests/world.ts'
import { openDatabase } from '../core/db.ts'
import { carry, startLane, sweepCalls } from './actions.ts'
import type { Adapter, Call, Description, Outcome } from './contract.ts'
import { rotateCredential } from './credentials.ts'
import { ENTRY } from './filings.examples.ts'
import { ChangedLayout } from './kit/trouble.ts'
import { httpAdapter, words, z } from './kit.ts'
import { listLanes } from './lanes.ts'
import { saveLane } from './store/lanes.ts'

const MORNING = '2026-11-23T09:30:00+08:00'
let station: TestStation
let host: string
let answer: RequestListener
const server = createServer((asked, told) => answer(asked, told))

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  station = await newStation()
})
afterAll(async () => {
  await station.close()
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => {
  await station.clock.move?.(new Date(MORNING))
  answer = (_, told) => void told.end('N-1')
  await sql`update adapters.lanes set failures = 0, paused_until = null, stopped_at = null,
    next_at = '-infinity'`.execute(station.db)
})
afterEach(async () => {
  await sql`update adapters.slots set held_until = '-infinity', key = null`.execute(station.db)
})

const filing = async (_: string, __: unknown, call: Call): Promise<Outcome> => {
  const response = await call.fetch(`http://${host}/`, { method: 'POST', body: 'filing' })
  return { kind: 'accepted', reference: response.text() }
}

/** An adapter of the one-page agency, with its lane. */
async function agencyWith(
  id: string,
  more: Partial<Description> & { submit?: typeof filing } = {},
): Promise<Adapter> {
  const { submit = filing, limits, ...description } = more
  const made = httpAdapter({
    describe: {
      id,
      agencies: ['office'],
      title: words('一頁機關', 'Office of one page'),
      semantics: { idempotent: false, lookup: 'key', withdraw: false, correct: false },
      openingHours: null,
      limits: {
        timeoutMs: 2000,
        concurrency: 3,
        perMinute: 6000,
        maxResponseBytes: 1000,
        ...limits,
      },
      hosts: [host],
      ...description,
    },
    input: z.looseObject({}),
    submit,
    lookup: async (_, __, call) => {
      await call.fetch(`http://${host}/list`)
      return null
    },
    health: async () => ({ ok: true, detail: 'one page' }),
  })
  await saveLane(station.db, made.describe)
  return made
}

let keys = 0
const submitTo = (adapter: Adapter, key = `key-${++keys}`, on = station) =>
  carry(on, adapter, 'submit', { key, input: {} })

describe('places in a lane', () => {
  test('two processes together never have more calls under way than the agency allows', async () => {
    const adapter = await agencyWith('narrow')
    let underWay = 0
    let most = 0
    answer = (_, told) => {
      most = Math.max(most, ++underWay)
      setTimeout(() => {
        underWay -= 1
        told.end('N-1')
      }, 5)
    }
    const other = { ...station, db: openDatabase(String(station.config.databaseUrl), 8) }
    const reports = []
    for (let round = 0; round < 12; round += 1) {
      const calls = Array.from({ length: 8 }, (_, n) =>
        submitTo(adapter, undefined, n % 2 === 0 ? station : (other as TestStation)),
      )
      reports.push(...(await Promise.all(calls)))
    }
    await other.db.destroy()

    expect(most).toBe(3)
    const tried = reports.filter((report) => report.isTried)
    expect(tried.every(({ outcome }) => outcome.kind === 'accepted')).toBe(true)
    const turnedAway = reports.filter((report) => !report.isTried)
    expect(turnedAway.length).toBeGreaterThan(0)
    for (const { outcome } of turnedAway) {
      expect(outcome).toMatchObject({ kind: 'unavailable', cause: 'lane_full' })
    }
  })

  test('a killed process’s place is free once its lease is over, and its call is ended', async () => {
    const adapter = await agencyWith('single', { limits: limitsWith({ concurrency: 1 }) })
    await sql`insert into adapters.calls (call_id, adapter_id, operation, started_at)
      values ('0f8fad5b-d9cb-469f-a165-70867728950e', 'single', 'submit', now())`.execute(
      station.db,
    )
    await sql`update adapters.slots set held_until = now() + interval '1 hour',
      call_id = '0f8fad5b-d9cb-469f-a165-70867728950e' where adapter_id = 'single'`.execute(
      station.db,
    )
    expect((await submitTo(adapter)).outcome).toMatchObject({ cause: 'lane_full' })

    await sql`update adapters.slots set held_until = now() - interval '1 second'
      where adapter_id = 'single'`.execute(station.db)
    expect((await submitTo(adapter)).outcome).toMatchObject({ kind: 'accepted' })
    await sweepCalls(station)
    const { rows } = await sql<{ outcome: string }>`select outcome from adapters.calls
      where call_id = '0f8fad5b-d9cb-469f-a165-70867728950e'`.execute(station.db)
    expect(rows).toEqual([{ outcome: 'abandoned' }])
  })

  test('the same key is never under way twice', async () => {
    const adapter = await agencyWith('twice')
    const tried = await twoAtOnce(() => submitTo(adapter, 'same'))
    expect(tried).toBe(1)
    expect((await submitTo(adapter, 'same')).isTried).toBe(true)
  })

  test('no minute has more calls than the agency allows', async () => {
    const adapter = await agencyWith('slowly', { limits: limitsWith({ perMinute: 6 }) })
    const reports = []
    for (let n = 0; n < 8; n += 1) reports.push(await submitTo(adapter))
    expect(reports.filter((report) => report.isTried)).toHaveLength(3)
    expect(reports.at(-1)?.outcome).toMatchObject({ kind: 'unavailable', cause: 'rate' })
  })

  test('an agency that does not answer delays nobody else', async () => {
    const stuck = await agencyWith('stuck')
    const quick = await agencyWith('quick', {
      submit: async () => ({ kind: 'accepted', reference: 'Q-1' }),
    })
    const asked = Promise.withResolvers<() => void>()
    answer = (_, told) => asked.resolve(() => told.end('N-1'))
    const waiting = submitTo(stuck)
    const release = await asked.promise
    expect((await submitTo(quick)).outcome).toEqual({ kind: 'accepted', reference: 'Q-1' })
    release()
    expect((await waiting).outcome).toMatchObject({ kind: 'accepted' })
  })
})

const limitsWith = (more: Partial<Description['limits']>) => ({
  timeoutMs: 2000,
  concurrency: 3,
  perMinute: 6000,
  maxResponseBytes: 1000,
  ...more,
})

async function untilTrue(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((turn) => setImmediate(turn))
}

/** Makes two calls while the agency holds back its answer; how many of them it was asked for. */
async function twoAtOnce(make: () => Promise<{ isTried: boolean }>): Promise<number> {
  const waiting: ServerResponse[] = []
  answer = (_, told) => void waiting.push(told)
  const calls = [make(), make()]
  await Promise.race(calls)
  for (const told of waiting) told.end('N-2')
  answer = (_, told) => void told.end('N-2')
  return (await Promise.all(calls)).filter((report) => report.isTried).length
}

describe('when a call is not made', () => {
  test('outside opening hours the agency is not asked, and the next opening is told', async () => {
    const adapter = await agencyWith('office-hours', {
      openingHours: { from: '07:00', to: '23:00' },
    })
    await station.clock.move?.(new Date('2026-11-23T23:00:00+08:00'))
    expect(await submitTo(adapter)).toMatchObject({
      isTried: false,
      outcome: { kind: 'unavailable', cause: 'closed', retryAfter: '2026-11-24T07:00:00+08:00' },
    })
    await station.clock.move?.(new Date('2026-11-24T06:59:59+08:00'))
    expect((await submitTo(adapter)).outcome).toMatchObject({
      retryAfter: '2026-11-24T07:00:00+08:00',
    })
    await station.clock.move?.(new Date('2026-11-24T07:00:00+08:00'))
    expect((await submitTo(adapter)).outcome).toMatchObject({ kind: 'accepted' })
  })

  test('after three failures the agency is left alone; then one call tries', async () => {
    const adapter = await agencyWith('failing')
    answer = (asked) => asked.socket.destroy()
    for (let n = 0; n < 3; n += 1) expect((await submitTo(adapter)).isTried).toBe(true)
    expect((await submitTo(adapter)).outcome).toMatchObject({ cause: 'breaker_open' })
    expect(await healthOf('failing')).toBe('down')

    await sql`update adapters.lanes set paused_until = now() where adapter_id = 'failing'`.execute(
      station.db,
    )
    expect(await twoAtOnce(() => submitTo(adapter))).toBe(1)
    expect((await submitTo(adapter)).outcome).toMatchObject({ kind: 'accepted' })
    expect(await healthOf('failing')).toBe('well')
  })

  test('an agency that asks for quiet gets it', async () => {
    const adapter = await agencyWith('busy', {
      submit: async (_, __, call) => {
        const response = await call.fetch(`http://${host}/`, { method: 'POST' })
        return {
          kind: 'unavailable',
          cause: `http_${response.status}`,
          retryAfter: '2026-11-23T09:31:00+08:00',
        }
      },
    })
    answer = (_, told) => void told.writeHead(503, { 'retry-after': '60' }).end()
    expect((await submitTo(adapter)).outcome).toMatchObject({
      kind: 'unavailable',
      cause: 'http_503',
    })
    expect((await submitTo(adapter)).outcome).toMatchObject({
      cause: 'breaker_open',
      retryAfter: '2026-11-23T09:31:00+08:00',
    })
  })

  test('a stopped lane lets lookups pass and nothing that could file, until a person starts it', async () => {
    await sql`update adapters.lanes set stopped_at = now(), last_cause = 'changed_layout'
      where adapter_id = 'police-entry'`.execute(station.db)
    const police = await agencyWith('police-entry')
    expect(await submitTo(police)).toMatchObject({
      isTried: false,
      outcome: { cause: 'changed_layout' },
    })
    const look = await carry(station, police, 'lookup', { by: { key: 'k' }, input: {} })
    expect(look.outcome).toBeNull()
    await startLane(station, 'police-entry')
    expect((await submitTo(police)).outcome).toMatchObject({ kind: 'accepted' })
  })

  test('what a desk carries is never sent by a robot', async () => {
    const desk = { ...(await agencyWith('by-hand')) }
    desk.describe = { ...desk.describe, kind: 'desk' }
    expect(await submitTo(desk)).toMatchObject({ isTried: false, outcome: { cause: 'desk' } })
  })

  test('when the intent cannot be written, nothing is sent and the place is given back', async () => {
    const adapter = await agencyWith('careful', { limits: limitsWith({ concurrency: 1 }) })
    let calls = 0
    answer = (_, told) => void told.end(`N-${++calls}`)
    const beforeSend = () => Promise.reject(new Error('the plan has changed'))
    await expect(
      carry(station, adapter, 'submit', { key: 'k1', input: {}, beforeSend }),
    ).rejects.toThrow('the plan has changed')
    expect(calls).toBe(0)
    expect((await submitTo(adapter)).outcome).toMatchObject({ reference: 'N-1' })
    expect(await healthOf('careful')).toBe('well')
  })

  test('a key that no agency could keep is refused', async () => {
    const adapter = await agencyWith('strict')
    await expect(submitTo(adapter, '中文')).rejects.toMatchObject({ kind: 'invalid' })
    await expect(submitTo(adapter, 'x'.repeat(41))).rejects.toMatchObject({ kind: 'invalid' })
  })
})

const healthOf = async (id: string) =>
  (await listLanes(station.db)).find((lane) => lane.adapterId === id)?.health

describe('whatever an adapter does', () => {
  test.each([
    [
      'throws before it sends',
      async () => Promise.reject(new TypeError('x')),
      'unavailable',
      'error_TypeError',
    ],
    [
      'throws after it sent',
      async (_: string, __: unknown, call: Call) => {
        await call.fetch(`http://${host}/`, { method: 'POST' })
        throw new TypeError('x')
      },
      'unknown',
      'error_TypeError',
    ],
    [
      'answers in no known way',
      async () => ({ kind: 'accepted', reference: ' ' }) as Outcome,
      'unavailable',
      'malformed_outcome',
    ],
    [
      'answers so after it sent',
      async (_: string, __: unknown, call: Call) => {
        await call.fetch(`http://${host}/`, { method: 'POST' })
        return undefined as unknown as Outcome
      },
      'unknown',
      'malformed_outcome',
    ],
    ['never comes back', () => new Promise<Outcome>(() => undefined), 'unavailable', 'timeout'],
  ])('that %s, an outcome comes of it', async (name, submit, kind, cause) => {
    const id = `odd-${name.replace(/[^a-z]/g, '-').slice(0, 30)}`
    const adapter = await agencyWith(id, { submit, limits: limitsWith({ timeoutMs: 150 }) })
    expect((await submitTo(adapter)).outcome).toEqual({ kind, cause })
  })

  test('it sends nothing once its time is over', async () => {
    let calls = 0
    answer = (_, told) => void told.end(String(++calls))
    const late: { done?: Promise<unknown> } = {}
    const adapter = await agencyWith('late', {
      limits: limitsWith({ timeoutMs: 100 }),
      submit: async (_, __, call) => {
        await new Promise((done) => setTimeout(done, 150))
        late.done = call.fetch(`http://${host}/`, { method: 'POST' }).catch((error) => error)
        await late.done
        return { kind: 'accepted', reference: 'late' }
      },
    })
    expect((await submitTo(adapter)).outcome).toEqual({ kind: 'unavailable', cause: 'timeout' })
    await untilTrue(async () => late.done !== undefined)
    expect(await late.done).toMatchObject({ trouble: 'timeout' })
    expect(calls).toBe(0)
  })

  test('a lookup that finds nothing settles nothing while the request may still be at work', async () => {
    const adapter = await agencyWith('settling')
    adapter.describe.semantics.settlesAfterSeconds = 20
    const look = (sentAt: string) =>
      carry(station, adapter, 'lookup', { by: { key: 'k' }, input: {}, sentAt: new Date(sentAt) })
    expect((await look('2026-11-23T09:29:50+08:00')).outcome).toEqual({
      kind: 'unavailable',
      cause: 'not_settled_yet',
      retryAfter: '2026-11-23T09:30:10+08:00',
    })
    expect((await look('2026-11-23T09:29:40+08:00')).outcome).toBeNull()
  })
})

describe('credentials', () => {
  const seen: string[] = []
  const lines: string[] = []
  const keyed = () =>
    agencyWith('police-entry', {
      credentials: [{ name: 'api_key', title: words('金鑰', 'Key') }],
      submit: async (_, __, call) => {
        const key = call.credential('api_key')
        call.keep({
          label: 'sent',
          mediaType: 'text/plain',
          body: `key=${encodeURIComponent(key)}&x=1`,
        })
        const response = await call.fetch(`http://${host}/?k=${encodeURIComponent(key)}`, {
          method: 'POST',
          headers: { 'x-api-key': key },
        })
        call.keep({ label: 'answer', mediaType: 'text/plain', body: response.text() })
        throw new Error(`refused ${key} of ${ENTRY.entryPoint}`)
      },
    })
  const logged = () => ({
    ...station,
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
  })

  test('are in no log and no evidence, however they were sent and whatever was thrown', async () => {
    answer = (asked, told) => {
      seen.push(String(asked.headers['x-api-key']))
      told.end(`you sent ${asked.headers['x-api-key']}`)
    }
    await rotateCredential(station, 'police-entry', 'api_key', 'geheim & 密碼'.slice(0, 8))
    const { evidence, outcome } = await submitTo(await keyed(), 'key-log', logged() as TestStation)
    expect(outcome).toEqual({ kind: 'unknown', cause: 'error_Error' })
    expect(seen).toEqual(['geheim &'])
    expect(evidence.map((piece) => piece.label)).toEqual(['sent', 'answer', 'trouble', 'requests'])
    expect(JSON.stringify(evidence)).not.toMatch(/geheim/)
    expect(lines.join()).toContain('"outcome":"unknown"')
    expect(lines.join()).not.toMatch(/geheim|向陽/)
  })

  test('that are changed hold from the next call on, and the old one cannot be read any more', async () => {
    await rotateCredential(station, 'police-entry', 'api_key', 'first')
    const { rows: before } = await sql<{ id: string }>`select key_id as id from adapters.credentials
      where adapter_id = 'police-entry'`.execute(station.db)
    await rotateCredential(station, 'police-entry', 'api_key', 'second')
    seen.length = 0
    answer = (asked, told) => {
      seen.push(String(asked.headers['x-api-key']))
      told.end()
    }
    await submitTo(await keyed())
    expect(seen).toEqual(['second'])
    const { rows } = await sql<{ wrapped: Buffer | null }>`select wrapped from core.keys
      where key_id = ${before[0]?.id ?? null}::uuid`.execute(station.db)
    expect(rows).toEqual([{ wrapped: null }])
  })

  test('of a name the adapter does not know are refused', async () => {
    await expect(rotateCredential(station, 'police-entry', 'pin', 'x')).rejects.toMatchObject({
      kind: 'not_found',
    })
  })
})

test('what a changed page quotes of the person leaves neither for the log nor for a desk', async () => {
  const adapter = await agencyWith('office-that-quotes', {
    submit: async () => {
      throw new ChangedLayout(['new warning: “王小明（A123456789）已在其他隊伍”', 'missing 姓名*'])
    },
  })
  const input = { members: [{ name: '王小明', id_number: 'A123456789' }] }
  await carry(station, adapter, 'submit', { key: 'quoted-key', input })
  const { rows } = await sql<{ differences: string[] }>`
    select data -> 'differences' as differences from core.events
     where name = 'adapters.lane_stopped' order by event_id desc limit 1`.execute(station.db)
  expect(rows).toEqual([
    { differences: ['new warning: “▒▒▒（▒▒▒）已在其他隊伍”', 'missing 姓名*'] },
  ])
})
