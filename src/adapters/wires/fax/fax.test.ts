// Every condition of a fax line, against the township's stand-in: a real mail goes out, the paper is
// read from its ink, the report comes back into the city's own inbox.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Sandbox, startSandbox } from '../../../../sandbox/start.ts'
import { newStation, type TestStation } from '../../../../tests/world.ts'
import { callAdapter, carry, startLane } from '../../actions.ts'
import type { Adapter, Input } from '../../contract.ts'
import { CHEN, LIN } from '../../filings.examples.ts'
import { getAdapter } from '../../load.ts'
import { type Inbox, openInbox } from '../mail/inbox.ts'

const ADAPTER = 'township-notice'
const START = '2026-11-23T09:30:00+08:00'
const dir = mkdtempSync(join(tmpdir(), 'yizhan-fax-'))
let sandbox: Sandbox
let station: TestStation
let inbox: Inbox
let count = 0
let key = ''

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: START })
  station = await newStation({ sandboxUrl: sandbox.url, now: START })
  const opened = await openInbox(station)
  if (!opened) throw new Error('a demo city has an inbox')
  inbox = opened
})
afterAll(async () => {
  await inbox.close()
  await station.close()
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})
beforeEach(async () => {
  await post('/reset', {})
  await post('/mailroom', { host: '127.0.0.1', port: inbox.port })
  await startLane(station, ADAPTER)
  // The provider begins to count its jobs anew with each test.
  await sql`delete from adapters.conversations`.execute(station.db)
  await sql`update adapters.lanes set next_at = '-infinity', paused_until = null, failures = 0`.execute(
    station.db,
  )
  count += 1
  key = `0f8fad5b-d9cb-469f-a165-${String(count).padStart(12, '0')}`
})

const post = (path: string, body: unknown) =>
  fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const line = (setting: Record<string, unknown>) => post('/township/line', setting)
interface Notice {
  number: string
  key: string
  status: string
  standing: boolean
  fields: Record<string, unknown> & { members: { name: string; idNo: string }[]; mail: string }
}
const notices = async (): Promise<Notice[]> =>
  (await fetch(`${sandbox.url}/oracle/haiduan-township`)).json()
const counts = async () => (await (await fetch(`${sandbox.url}/oracle`)).json())['haiduan-township']
const officer = async (form: Record<string, string>) => {
  const [notice] = await notices()
  const body = new URLSearchParams({ no: notice?.number ?? '', ...form })
  await fetch(`${sandbox.url}/township/officer/act`, { method: 'POST', body, redirect: 'manual' })
}

const example = (): Input => getAdapter(station, ADAPTER).example?.(station.clock.now()) ?? {}
const submit = async (input = example()) =>
  (await callAdapter(station, ADAPTER, 'submit', { key, input })).outcome
const look = async (by: { key: string } | { reference: string } = { key }) =>
  (await callAdapter(station, ADAPTER, 'lookup', { by, input: example() })).outcome
const transmissions = async () => {
  const { rows } = await sql<{ topic: string; state: string; result: string }>`
    select f.topic, f.state, f.result from adapters.faxes f
      join adapters.conversations c using (token) where c.key = ${key} order by f.at, f.attempt`.execute(
    station.db,
  )
  return rows
}
/** As with a line whose report nobody waits for: the call ends before it. */
const hasty = (): Adapter => {
  const adapter = getAdapter(station, ADAPTER)
  const limits = { ...adapter.describe.limits, timeoutMs: 2500 }
  return { ...adapter, describe: { ...adapter.describe, limits } }
}
const submitHastily = async () =>
  (await carry(station, hasty(), 'submit', { key, input: example() })).outcome

describe('a fax that arrives', () => {
  test('is accepted with the number of its job, and found by our key and by that number', async () => {
    expect(await submit()).toEqual({ kind: 'accepted', reference: 'FX0000001' })
    expect(await look()).toMatchObject({ kind: 'pending', reference: 'FX0000001' })
    expect(await look({ reference: 'FX0000001' })).toMatchObject({ kind: 'pending' })
    const [notice] = await notices()
    expect(notice).toMatchObject({
      key,
      fields: {
        team: '海端示範隊',
        route: '南二段',
        entry: { day: '115/12/13', at: '向陽登山口' },
        exit: { day: '115/12/20', at: '東埔登山口' },
        count: '2',
        contact: { name: '王大姊', phone: '0988777666' },
      },
    })
  })

  test('holds twelve people on two sheets, with names as they are written', async () => {
    const members = Array.from({ length: 11 }, (_, index) => ({
      ...CHEN,
      name: index === 10 ? 'Wolfgang Amadeus Johansson' : CHEN.name,
      id_number: `C${String(900000001 + index)}`,
      nationality: 'DE',
    }))
    expect(await submit({ ...example(), leader: LIN, members })).toMatchObject({ kind: 'accepted' })
    const [notice] = await notices()
    expect(notice?.fields.members).toHaveLength(12)
    expect(notice?.fields.members.map(({ name }) => name)).toEqual([
      LIN.name,
      ...members.map(({ name }) => name),
    ])
    expect(notice?.fields.members[11]?.idNo).toBe('C900000011')
  })

  test('is faxed once, however often it is sent', async () => {
    const first = await submit()
    expect(await submit()).toMatchObject({ reference: Reflect.get(first, 'reference') })
    expect(await counts()).toMatchObject({ received: 1, filed: 1, duplicates: 0 })
  })

  test('is settled by the first of two reports', async () => {
    await line({ report: 'twice' })
    expect(await submit()).toMatchObject({ kind: 'accepted' })
    await vi.waitFor(async () => {
      const { rows } = await sql`select 1 from adapters.letters where direction = 'in'`.execute(
        station.db,
      )
      expect(rows.length).toBeGreaterThan(0)
    })
    expect(await look()).toMatchObject({ kind: 'pending', reference: 'FX0000001' })
    expect(await transmissions()).toEqual([{ topic: 'filing', state: 'arrived', result: 'ok' }])
  })
})

describe('a line that fails', () => {
  test.each([
    ['busy', 'fax_busy'],
    ['no_answer', 'fax_no_answer'],
    ['cut', 'fax_cut'],
  ])('%s: nothing is there, and the next try files it once', async (state, cause) => {
    await line({ state, times: 1 })
    expect(await submit()).toEqual({ kind: 'unavailable', cause })
    expect(await look()).toBeNull()
    expect(await submit()).toMatchObject({ kind: 'accepted', reference: 'FX0000002' })
    expect(await counts()).toMatchObject({ filed: 1, duplicates: 0 })
    expect((await transmissions()).map((one) => one.state)).toEqual(['failed', 'arrived'])
  })

  test.each(['poor', 'poor_read'])('%s: nobody knows, and nothing is sent again', async (state) => {
    await line({ state, times: 1 })
    expect(await submit()).toEqual({ kind: 'unknown', cause: 'fax_poor_line' })
    expect(await submit()).toEqual({ kind: 'unknown', cause: 'fax_poor_line' })
    expect(await look()).toEqual({ kind: 'unknown', cause: 'fax_poor_line' })
    expect(await counts()).toMatchObject({ received: 1 })
  })

  test.each(['half_page', 'changed_layout', 'captcha', 'duplicate_answer'])(
    'a report spoilt by %s settles nothing',
    async (mode) => {
      await post('/faults', { agency: 'haiduan-township', mode, on: 'file' })
      expect(await submitHastily()).toMatchObject({ kind: 'unknown' })
      expect(await look()).toMatchObject({ kind: 'unknown' })
      expect(await submit()).toMatchObject({ kind: 'unknown' })
      expect((await counts()).received).toBeLessThanOrEqual(1)
    },
  )
})

describe('a report that does not come', () => {
  test('leaves it unknown, and nothing is faxed a second time', async () => {
    await line({ report: 'none' })
    expect(await submitHastily()).toMatchObject({ kind: 'unknown' })
    expect(await submit()).toEqual({ kind: 'unknown', cause: 'no_report_yet' })
    expect(await look()).toEqual({ kind: 'unknown', cause: 'no_report_yet' })
    expect(await counts()).toMatchObject({ filed: 1, duplicates: 0 })
  })

  test('but comes late settles it', async () => {
    await line({ reportAfterMinutes: 90 })
    expect(await submitHastily()).toMatchObject({ kind: 'unknown' })
    expect(await look()).toMatchObject({ kind: 'unknown' })
    await post('/clock', { advanceMinutes: 91 })
    await vi.waitFor(async () => expect(await look()).toMatchObject({ kind: 'pending' }), 5000)
    expect(await look({ reference: 'FX0000001' })).toMatchObject({ reference: 'FX0000001' })
  })

  test('comes from a stranger and is not believed', async () => {
    await line({ report: 'none' })
    await submitHastily()
    const { rows } = await sql<{ token: string }>`
      select token from adapters.conversations where key = ${key}`.execute(station.db)
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({ host: '127.0.0.1', port: inbox.port, ignoreTLS: true })
    const domain = new URL(station.config.baseUrl).hostname
    await transport.sendMail({
      from: 'report@elsewhere.example',
      to: `case+${rows[0]?.token}@${domain}`,
      subject: '[傳真回報] FX0000001 成功 OK',
      text: `工作編號: FX0000001\n主旨: ${key} filing 1\n頁數: 2/2\n結果: 成功 OK`,
    })
    transport.close()
    expect(await look()).toEqual({ kind: 'unknown', cause: 'no_report_yet' })
  })
})

describe('the mail server on the way', () => {
  test('refuses: nothing was handed over, and the next try goes', async () => {
    await post('/faults', { agency: 'haiduan-township', mode: 'refused', times: 1 })
    expect(await submit()).toMatchObject({ kind: 'unavailable' })
    expect(await look()).toBeNull()
    expect(await submit()).toMatchObject({ kind: 'accepted' })
  })

  test('hangs up after it took the letter: the report settles it', async () => {
    await post('/faults', { agency: 'haiduan-township', mode: 'drop_after', times: 1 })
    expect(await submit()).toMatchObject({ kind: 'unknown' })
    await vi.waitFor(async () => expect(await look()).toMatchObject({ kind: 'pending' }), 5000)
    expect(await counts()).toMatchObject({ filed: 1 })
  })

  test('hangs up before: nobody knows, and nothing is sent again', async () => {
    await post('/faults', { agency: 'haiduan-township', mode: 'drop_before', times: 1 })
    expect(await submit()).toMatchObject({ kind: 'unknown' })
    expect(await look()).toMatchObject({ kind: 'unknown' })
    expect(await submit()).toMatchObject({ kind: 'unknown' })
    expect(await counts()).toMatchObject({ received: 0 })
  })

  test('returns the letter: it never became a fax', async () => {
    await post('/faults', { agency: 'haiduan-township', mode: 'bounce', times: 1 })
    expect(await submitHastily()).toMatchObject({ kind: 'unknown' })
    await post('/clock', { advanceMinutes: 5 })
    await vi.waitFor(async () => expect(await look()).toBeNull(), 5000)
    expect(await submit()).toMatchObject({ kind: 'accepted' })
  })
})

describe('the office', () => {
  test('agrees by mail, and its number is told', async () => {
    await submit()
    await officer({ action: 'note' })
    const expected = { kind: 'approved', reference: 'FX0000001', number: '端鄉1151123001' }
    await vi.waitFor(async () => expect(await look()).toEqual(expected), 5000)
  })

  test('sends it back, and the correction replaces what it has', async () => {
    await submit()
    await officer({ action: 'return', reason: '日期不符' })
    await vi.waitFor(
      async () =>
        expect(await look()).toMatchObject({
          kind: 'needs',
          what: 'correction',
          reasons: [{ text: { 'zh-TW': '日期不符' } }],
        }),
      5000,
    )
    // Letters and faxes are told apart by the city's clock, which stands still in tests.
    await sql`update adapters.letters set at = at - interval '1 minute' where direction = 'in'`.execute(
      station.db,
    )
    const input = { ...example(), route: '南二段改' }
    const args = { reference: 'FX0000001', input }
    const corrected = await callAdapter(station, ADAPTER, 'correct', args)
    expect(corrected.outcome).toMatchObject({ kind: 'pending', reference: 'FX0000001' })
    expect(await notices()).toMatchObject([{ status: '已收件', fields: { route: '南二段改' } }])
  })

  test('hears that it is taken back', async () => {
    await submit()
    const args = { reference: 'FX0000001', input: example() }
    await line({ state: 'busy', times: 1 })
    const first = await callAdapter(station, ADAPTER, 'withdraw', args)
    expect(first.outcome).toEqual({ kind: 'unavailable', cause: 'fax_busy' })
    expect(await look()).toMatchObject({ kind: 'pending' })
    const second = await callAdapter(station, ADAPTER, 'withdraw', args)
    expect(second.outcome).toEqual({ kind: 'withdrawn' })
    expect(await look()).toMatchObject({ kind: 'rejected', isWithdrawn: true })
    expect(await counts()).toMatchObject({ filed: 0, withdrawn: 1 })
  })
})

describe('what is not faxed', () => {
  test('a character that no font has: a person is told before, and the form stays here', async () => {
    const input = { ...example(), contact: { name: '王😀', phone: '0988777666' } }
    expect(await submit(input)).toEqual({ kind: 'unavailable', cause: 'missing_glyph' })
    const leader = { ...LIN, name: '林😀' }
    const problems = getAdapter(station, ADAPTER).check({ ...example(), leader }, new Date(START))
    expect(problems).toMatchObject([{ pointer: '/leader/name', level: 'info' }])
    expect(await counts()).toMatchObject({ received: 0 })
  })

  test('a plan that does not fit its box', async () => {
    const input = { ...example(), plan: '很長的行程。'.repeat(400) }
    expect(await submit(input)).toEqual({ kind: 'unavailable', cause: 'does_not_fit' })
    expect(await look()).toBeNull()
  })

  test('anything to a number that the adapter does not declare', async () => {
    const adapter = getAdapter(station, ADAPTER)
    const hosts = adapter.describe.hosts.filter((host) => !host.startsWith('fax:'))
    const elsewhere = { ...adapter, describe: { ...adapter.describe, hosts } }
    const { outcome } = await carry(station, elsewhere, 'submit', { key, input: example() })
    expect(outcome).toEqual({ kind: 'unavailable', cause: 'host_not_declared' })
    expect(await transmissions()).toEqual([])
  })
})

test('the lane is well while the form is the one we know', async () => {
  const { outcome } = await callAdapter(station, ADAPTER, 'health', {})
  expect(outcome).toEqual({ ok: true, detail: 'form unchanged, line greets' })
})
