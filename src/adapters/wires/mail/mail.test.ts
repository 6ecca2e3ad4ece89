// The whole exchange with an office that takes mail only, by real SMTP both ways: our wire, the
// office's server and officer, our inbox.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Sandbox, startSandbox } from '../../../../sandbox/start.ts'
import { newStation, type TestStation } from '../../../../tests/world.ts'
import { callAdapter, startLane } from '../../actions.ts'
import type { Outcome } from '../../contract.ts'
import { getAdapter } from '../../load.ts'
import { sweepLetters } from './ending.ts'
import { type Inbox, openInbox } from './inbox.ts'

/** A busy machine is no failure. */
const LONG = { timeout: 10_000 }
const START = '2026-11-23T09:30:00+08:00'
const KEY = '0f8fad5b-d9cb-469f-a165-70867728950e'
const NUMBER = '自保字第1150000001號'
const OFFICE = 'entry@reserve.example'

let sandbox: Sandbox
let station: TestStation
let inbox: Inbox
const dir = mkdtempSync(join(tmpdir(), 'yizhan-mail-'))

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: START })
  station = await newStation({ sandboxUrl: sandbox.url })
  inbox = (await openInbox(station)) as Inbox
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
  await station.clock.move?.(new Date(START))
  await startLane(station, 'reserve-entry')
  await sql`update adapters.lanes set next_at = '-infinity', paused_until = null`.execute(
    station.db,
  )
  await sql`delete from adapters.conversations`.execute(station.db)
  await sql`delete from adapters.letters`.execute(station.db)
  await sql`delete from core.events`.execute(station.db)
})

const post = (path: string, body: unknown) =>
  fetch(`${sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
const fault = (mode: string) => post('/faults', { agency: 'reserve-office', mode, times: 1 })
const officer = (form: Record<string, string>) =>
  fetch(`${sandbox.url}/reserve/officer/act`, {
    method: 'POST',
    body: new URLSearchParams({ no: NUMBER, ...form }),
  })
const filings = async (): Promise<{ key: string; standing: boolean; fields: object }[]> =>
  (await fetch(`${sandbox.url}/oracle/reserve-office`)).json()
const filed = async () => (await filings()).filter((one) => one.standing).length

const input = () => getAdapter(station, 'reserve-entry').example?.(station.clock.now()) ?? {}
const submit = async (key = KEY) =>
  (await callAdapter(station, 'reserve-entry', 'submit', { key, input: input() })).outcome
const lookup = async (name: { key: string } | { reference: string } = { key: KEY }) =>
  (await callAdapter(station, 'reserve-entry', 'lookup', { by: name, input: input() })).outcome
const withdraw = async (reference = NUMBER) =>
  (await callAdapter(station, 'reserve-entry', 'withdraw', { reference, input: input() })).outcome
const correct = async (reference = NUMBER) =>
  (await callAdapter(station, 'reserve-entry', 'correct', { reference, input: input() })).outcome

interface Told {
  name: string
  data: { letterId?: string; why?: string; adapterId?: string; key?: string }
}
const told = async (): Promise<Told[]> =>
  (
    await sql<Told>`select name, data from core.events where name like 'adapters.letter%' order by event_id`.execute(
      station.db,
    )
  ).rows
const states = async (direction = 'in') =>
  (
    await sql<{ state: string }>`select state from adapters.letters
      where direction = ${direction} order by seq`.execute(station.db)
  ).rows.map(({ state }) => state)

/** The office reads its post; resolves once so many letters in all have come in. */
async function answered(count = 1): Promise<void> {
  await post('/clock', { advanceMinutes: 11 })
  await vi.waitFor(async () => expect((await states()).length).toBe(count), LONG)
}

const aliasOfFirst = async (): Promise<string> => {
  const { rows } = await sql<{ token: string }>`select token from adapters.conversations`.execute(
    station.db,
  )
  return `case+${rows[0]?.token}@localhost`
}

/** A letter from anybody to anybody, written by hand. */
async function write(letter: {
  to: string
  from?: string
  sender?: string
  head?: string
  body?: string | Buffer
}) {
  const { to, from = OFFICE, sender = OFFICE, head = '', body = '' } = letter
  const line = createTransport({ host: '127.0.0.1', port: inbox.port, ignoreTLS: true })
  const top = `From: ${from}\r\nTo: ${to}\r\nSubject: RE\r\nMessage-ID: <${Math.random()}@x.example>\r\n${head}\r\n`
  try {
    return await line.sendMail({
      envelope: { from: sender, to },
      raw: Buffer.concat([Buffer.from(top), Buffer.from(body)]),
    })
  } finally {
    line.close()
  }
}

describe('the whole exchange', () => {
  test('a filing is sent, receipted, stepped on, and approved, and each answer is found', async () => {
    const sent = await submit()
    expect(sent).toMatchObject({ kind: 'pending', reference: KEY })
    expect(new Date(String(Reflect.get(sent, 'until')))).toEqual(
      new Date('2026-11-25T09:30:00+08:00'),
    )
    expect(await filings()).toMatchObject([{ key: KEY, fields: { reserve: '出雲山自然保留區' } }])
    const attachments = [{ name: 'application.json' }, { name: 'application.pdf' }]
    expect(await filings()).toMatchObject([{ fields: { attachments } }])

    await answered()
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: NUMBER })
    expect(await lookup({ reference: NUMBER })).toMatchObject({ kind: 'pending' })
    expect(await told()).toMatchObject([
      { name: 'adapters.letter_arrived', data: { adapterId: 'reserve-entry', key: KEY } },
    ])

    await officer({ action: 'stage' })
    await answered(2)
    expect(await lookup({ reference: NUMBER })).toMatchObject({
      note: { 'zh-TW': '書面審查（2/5）', en: 'Stage 2 of 5' },
    })
    await officer({ action: 'approve' })
    await answered(3)
    expect(await lookup({ reference: NUMBER })).toMatchObject({
      kind: 'approved',
      reference: NUMBER,
      number: '自保許字第1150000001號',
    })
    expect(await states('out')).toEqual(['taken'])
  })

  test('an answer that speaks of another filing, sent to the wrong address, settles neither', async () => {
    const other = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
    await submit()
    await answered()
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: NUMBER })
    await submit(other)
    await answered(2)
    const theirs = await lookup({ key: other })
    expect(theirs).toMatchObject({ kind: 'pending', reference: '自保字第1150000002號' })
    await write({
      to: await aliasOfFirst(),
      head: 'Content-Type: text/plain; charset=utf-8\r\n',
      body: '自保字第1150000002號准予進入。\n許可字號：自保許字第1150000009號',
    })
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: NUMBER })
    expect((await told()).at(-1)).toMatchObject({ data: { why: 'not_understood' } })
  })

  test('two filings called by one number: each keeps to its own letters', async () => {
    const other = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
    await submit()
    await answered()
    expect(await lookup()).toMatchObject({ reference: NUMBER })
    await post('/mailroom', { host: '127.0.0.1', port: 1 })
    await submit(other)
    const { rows } = await sql<{ token: string }>`
      select token from adapters.conversations where key = ${other}`.execute(station.db)
    await write({
      to: `case+${rows[0]?.token}@localhost`,
      head: 'Content-Type: text/plain; charset=utf-8\r\n',
      body: `${NUMBER}准予進入。\n許可字號：自保許字第1150000009號`,
    })
    expect(await lookup({ key: other })).toMatchObject({ kind: 'approved', reference: other })
    expect(await lookup({ reference: NUMBER })).toMatchObject({ kind: 'pending' })
    expect(await lookup({ reference: other })).toMatchObject({ kind: 'approved' })
  })

  test('letters that are still asked for are not forgotten: the filing would look as if it never was', async () => {
    await submit()
    await answered()
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: NUMBER })
    const inDays = (days: number) =>
      station.clock.move?.(new Date(new Date(START).getTime() + days * 86_400_000))
    for (const days of [170, 300]) {
      await inDays(days)
      await sweepLetters(station)
      expect(await lookup({ reference: NUMBER })).toMatchObject({ kind: 'pending' })
    }
    await inDays(500)
    await sweepLetters(station)
    expect(await lookup({ reference: NUMBER })).toBeNull()
  })

  test('a rejection with nothing but quoted text to tell by, in bytes called cp950', async () => {
    await submit()
    await officer({ action: 'reject', reason: '碁石山繁殖季封閉' })
    await answered(2)
    expect(await lookup()).toEqual({
      kind: 'rejected',
      reference: NUMBER,
      reasons: [
        {
          text: {
            'zh-TW': '碁石山繁殖季封閉',
            en: 'In the agency’s own words: “碁石山繁殖季封閉”',
          },
        },
      ],
    })
  })

  test.each(['plain', 'html', 'big5', 'cp950'])(
    'an approval written as %s is read, however it is addressed',
    async (form) => {
      await submit()
      await officer({ action: 'approve', form, to: form === 'html' ? 'alias' : 'typed' })
      await answered(2)
      expect(await lookup()).toMatchObject({ kind: 'approved' })
    },
  )

  test('a receipt that comes after the decision takes nothing back', async () => {
    await submit()
    await officer({ action: 'approve' })
    await vi.waitFor(async () => expect(await states()).toEqual(['matched']), LONG)
    expect(await lookup()).toMatchObject({ kind: 'approved' })
    await answered(2)
    expect(await lookup()).toMatchObject({ kind: 'approved' })
  })

  test('an answer that has only In-Reply-To finds its filing', async () => {
    await submit()
    await officer({ action: 'stage', to: 'cut', form: 'plain' })
    await answered(2)
    expect(await states()).toEqual(['matched', 'matched'])
  })

  test('a correction is asked for in HTML and sent with its key; then the review goes on', async () => {
    await submit()
    await officer({ action: 'correct', item: '隊員名冊', by: '2026-12-01', reason: '缺緊急聯絡人' })
    await answered(2)
    expect(await lookup({ reference: KEY })).toMatchObject({
      kind: 'needs',
      what: 'correction',
      reference: NUMBER,
      by: '2026-12-01T23:59:59+08:00',
      reasons: [{ text: { 'zh-TW': '隊員名冊：缺緊急聯絡人' } }],
    })
    expect(await correct()).toMatchObject({ kind: 'pending' })
    expect(await correct()).toMatchObject({ kind: 'pending' })
    await answered(3)
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: NUMBER })
    expect(await states('out')).toEqual(['taken', 'taken'])
  })

  test('a withdrawal is asked for once and counts when the office says so', async () => {
    await submit()
    await answered()
    await lookup()
    expect(await withdraw()).toEqual({ kind: 'unknown', cause: 'asked_by_mail' })
    expect(await withdraw()).toEqual({ kind: 'unknown', cause: 'asked_by_mail' })
    expect(await lookup()).toEqual({ kind: 'unavailable', cause: 'withdrawal_asked' })
    await answered(2)
    expect(await lookup({ reference: NUMBER })).toMatchObject({ isWithdrawn: true })
    expect(await withdraw()).toEqual({ kind: 'withdrawn' })
    expect(await filed()).toBe(0)
    expect(await states('out')).toEqual(['taken', 'taken'])
  })

  test('an office that did not take it says what is missing', async () => {
    await submit()
    await write({
      to: await aliasOfFirst(),
      head: 'Content-Type: text/plain; charset=utf-8\r\n',
      body: '資料不齊，未受理。缺：目的',
    })
    expect(await lookup()).toMatchObject({ kind: 'needs', what: 'correction' })
    expect(await correct(KEY)).toMatchObject({ kind: 'pending' })
    expect(await states('out')).toEqual(['taken', 'taken'])
  })
})

describe('nothing goes out twice', () => {
  test('the same key is one letter, however often it is sent', async () => {
    await submit()
    expect(await submit()).toMatchObject({ kind: 'pending', reference: KEY })
    expect((await (await fetch(`${sandbox.url}/oracle`)).json())['reserve-office']).toMatchObject({
      received: 1,
      duplicates: 0,
    })
  })

  test('what was never sent is certain not to be there', async () => {
    expect(await lookup({ key: 'never' })).toBeNull()
  })

  test.each([
    ['drop_before', 0],
    ['reset', 0],
    ['drop_after', 1],
  ])('%s: nobody knows, and it is not sent again', async (mode, count) => {
    await fault(mode)
    expect(await submit()).toEqual({ kind: 'unknown', cause: 'connection_lost' })
    expect(await lookup()).toEqual({ kind: 'unavailable', cause: 'no_reply_yet' })
    expect(await submit()).toEqual({ kind: 'unavailable', cause: 'no_reply_yet' })
    expect(await filed()).toBe(count)
  })

  test('an answer to a letter whose fate was unknown settles it', async () => {
    await fault('drop_after')
    await submit()
    await answered()
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: NUMBER })
  })

  test('greylisting is no failure of the office; the next try goes through', async () => {
    await fault('greylist')
    expect(await submit()).toEqual({ kind: 'unavailable', cause: 'mail_deferred' })
    expect(await lookup()).toBeNull()
    expect(await submit()).toMatchObject({ kind: 'pending' })
    expect(await filed()).toBe(1)
  })

  test.each(['refused', 'http500'])('%s is certain: nothing was taken', async (mode) => {
    await fault(mode)
    expect(await submit()).toEqual({ kind: 'unavailable', cause: 'mail_refused' })
    expect(await lookup()).toBeNull()
    expect(await submit()).toMatchObject({ kind: 'pending' })
  })

  test('a bounce is certain: the filing is not there, and goes out under another id', async () => {
    await fault('bounce')
    await submit()
    await answered()
    expect(await states()).toEqual(['bounce'])
    expect(await lookup()).toBeNull()
    expect((await told()).map(({ name, data }) => data.why ?? name)).toEqual([
      'adapters.letter_arrived',
      'bounce',
    ])
    expect(await submit()).toMatchObject({ kind: 'pending', reference: KEY })
    await answered(2)
    expect(await lookup()).toMatchObject({ reference: NUMBER })
    expect(await filed()).toBe(1)
  })

  test('an answer that comes twice counts once', async () => {
    await fault('reply_twice')
    await submit()
    await post('/clock', { advanceMinutes: 11 })
    await vi.waitFor(async () => {
      const { letters } = await (await fetch(`${sandbox.url}/mailroom`)).json()
      expect(letters.map(({ state }: { state: string }) => state)).toEqual(['sent', 'sent'])
    }, LONG)
    expect(await states()).toEqual(['matched'])
    expect((await told()).length).toBe(1)
  })

  test('no answer in time is unknown: a person asks', async () => {
    await fault('reply_lost')
    await submit()
    await station.clock.move?.(new Date('2026-11-25T09:31:00+08:00'))
    expect(await lookup({ reference: KEY })).toEqual({ kind: 'unknown', cause: 'no_reply' })
  })

  test('a duplicate of which nobody told us before is nobody’s filing until a person has read it', async () => {
    await fault('duplicate_answer')
    await submit()
    await answered()
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: KEY })
    expect((await told()).at(-1)?.data).toMatchObject({ why: 'not_understood' })
    expect(await filed()).toBe(0)
  })

  test('a letter too long for the office is not sent half', async () => {
    const adapter = getAdapter(station, 'reserve-entry')
    const long = { ...input(), purpose: '長'.repeat(501) }
    const { outcome } = await callAdapter(station, 'reserve-entry', 'submit', {
      key: KEY,
      input: long,
    })
    expect(outcome).toMatchObject({ kind: 'needs', what: 'correction' })
    expect(adapter.check(long, station.clock.now())).toHaveLength(1)
    expect(await states('out')).toEqual([])
  })

  test('a city without a mail server says so', async () => {
    const { sandbox: _, ...config } = station.config
    const real = { ...station, config: { ...config, sandbox: false, smtpUrl: null } }
    const { outcome } = await callAdapter(real, 'reserve-entry', 'submit', {
      key: KEY,
      input: input(),
    })
    expect(outcome).toEqual({ kind: 'unavailable', cause: 'no_smtp' })
  })

  test('a well mail server greets', async () => {
    const { outcome } = await callAdapter(station, 'reserve-entry', 'health', {})
    expect(outcome).toMatchObject({ ok: true })
  })
})

describe('what no rule understands lies on a desk', () => {
  const whys = async () => (await told()).flatMap(({ data }) => data.why ?? [])

  test.each(['changed_layout', 'captcha', 'login_wall'])('%s', async (mode) => {
    await fault(mode)
    await submit()
    await answered()
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: KEY })
    await lookup()
    expect(await whys()).toEqual(['not_understood'])
  })

  test('half a letter is read as far as it goes, or lies on a desk', async () => {
    await fault('half_page')
    await submit()
    await answered()
    const outcome = (await lookup()) as Outcome
    const isRead = Reflect.get(outcome, 'reference') === NUMBER
    expect(isRead || (await whys()).length === 1).toBe(true)
  })

  test('who is away is one task, and the receipt still counts later', async () => {
    await fetch(`${sandbox.url}/reserve/officer/away`, {
      method: 'POST',
      body: new URLSearchParams({ until: '2026-12-01' }),
    })
    await submit()
    await answered()
    expect(await states()).toEqual(['away'])
    expect(await whys()).toEqual(['away'])
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: KEY })
    await post('/clock', { advanceMinutes: 1500 })
    await answered(2)
    expect(await lookup()).toMatchObject({ reference: NUMBER })
  })

  test('a stranger who knows the address is not the agency, whatever the letter says', async () => {
    await submit()
    const to = await aliasOfFirst()
    const body = `${NUMBER}准予進入。\n許可字號：自保許字第1150000009號。`
    const head = 'Content-Type: text/plain; charset=utf-8\r\n'
    await write({ to, head, body, sender: 'x@evil.example', from: 'x@evil.example' })
    await write({ to, head, body, sender: 'x@evil.example', from: OFFICE })
    expect(await states()).toEqual(['stranger', 'stranger'])
    expect(await whys()).toEqual(['stranger', 'stranger'])
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: KEY })
  })

  test('a bounce that names no letter of ours proves nothing', async () => {
    await submit()
    const head =
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\nMIME-Version: 1.0\r\n'
    const body =
      '--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n'
    await write({ to: await aliasOfFirst(), head, body, sender: '', from: 'MAILER@evil.example' })
    expect(await states()).toEqual(['unmatched'])
    expect(await lookup()).toMatchObject({ kind: 'pending' })
  })

  test('a notice that a letter is late is no answer and no bounce', async () => {
    await submit()
    const to = await aliasOfFirst()
    const id = `<${to.slice(5, 29)}.filing@localhost>`
    const head =
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\nMIME-Version: 1.0\r\n'
    const body = `--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: delayed\r\nStatus: 4.4.1\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${id}\r\n--b--\r\n`
    await write({ to, head, body, sender: '', from: 'MAILER-DAEMON@relay.example' })
    expect(await states()).toEqual(['away'])
    expect(await lookup()).toMatchObject({ kind: 'pending', reference: KEY })
  })

  test('a letter of the office about nothing we know, and one that cannot be read', async () => {
    await write({ to: 'case@localhost', body: '貴府來函收悉。' })
    await write({ to: 'case@localhost', from: '', body: '' })
    expect(await states()).toEqual(['unmatched', 'unreadable'])
    expect(await whys()).toEqual(['unmatched', 'unreadable'])
  })

  test('Big5 that does not say what it is', async () => {
    await submit()
    const body = iconv.encode(`${NUMBER}准予進入。\r\n許可字號：自保許字第1150000001號。`, 'big5')
    await write({ to: await aliasOfFirst(), body })
    expect(await lookup()).toMatchObject({ kind: 'approved', number: '自保許字第1150000001號' })
  })
})

describe('the door', () => {
  test.each([
    ['somebody@localhost', OFFICE],
    ['case+000000000000000000000000@localhost', OFFICE],
    ['case@localhost', 'x@evil.example'],
    ['case@elsewhere.example', OFFICE],
  ])('%s from %s: no such mailbox', async (to, sender) => {
    await expect(write({ to, sender })).rejects.toMatchObject({ responseCode: 550 })
  })

  test('a letter above 10 MB is refused with the reason, and not kept', async () => {
    await submit()
    const body = Buffer.alloc(10_600_000, 'a\r\n')
    await expect(write({ to: await aliasOfFirst(), body })).rejects.toMatchObject({
      responseCode: 552,
    })
    expect(await states()).toEqual([])
  })

  test('any bytes at all are kept for a person, and the inbox goes on', async () => {
    const anything = fc.record({
      head: fc.constantFrom(
        '',
        'Content-Type: multipart/mixed; boundary=x\r\n',
        'Content-Type: text/html; charset=no-such-charset\r\n',
        'Content-Type: text/plain; charset=big5\r\nContent-Transfer-Encoding: base64\r\n',
        'In-Reply-To: <<<>>>\r\nReferences: \0\r\n',
        'Subject: =?big5?B?////?= =?cp950?Q?=ZZ?=\r\n',
      ),
      body: fc.uint8Array({ maxLength: 2000 }),
    })
    let count = 0
    await fc.assert(
      fc.asyncProperty(anything, async ({ head, body }) => {
        await write({ to: 'case@localhost', head, body: Buffer.from(body) })
        count += 1
        expect((await states()).length).toBe(count)
      }),
      { numRuns: 40 },
    )
    expect(new Set(await states())).not.toContain('matched')
  })

  test('what cannot be kept now is not taken now', async () => {
    await submit()
    const to = await aliasOfFirst()
    await sql`alter table adapters.letters rename to letters_away`.execute(station.db)
    try {
      await expect(write({ to, body: '您好' })).rejects.toMatchObject({ responseCode: 451 })
    } finally {
      await sql`alter table adapters.letters_away rename to letters`.execute(station.db)
    }
  })
})

test('a restart between letter and answer loses nothing', async () => {
  await submit()
  await inbox.close()
  await post('/clock', { advanceMinutes: 11 })
  await sandbox.stop()
  sandbox = await startSandbox({ port: 0, dir, start: START })
  inbox = (await openInbox(station)) as Inbox
  await post('/mailroom', { host: '127.0.0.1', port: inbox.port })
  await vi.waitFor(async () => expect(await states()).toEqual(['matched']), LONG)
  expect(await lookup()).toMatchObject({ reference: NUMBER })
})
