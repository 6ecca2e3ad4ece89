import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Sandbox, startSandbox } from './start.ts'
import { visit } from './visitor.ts'

/** A busy machine is no failure. */
const LONG = { timeout: 10_000 }
const dir = mkdtempSync(join(tmpdir(), 'sandbox-reserve-'))
let sandbox: Sandbox
let smtp = 0
let answers: { to: string; from: string; raw: Buffer; mail: ParsedMail }[] = []
const applicant = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  logger: false,
  onData: (stream, session, done) => {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', async () => {
      const raw = Buffer.concat(parts)
      const { mailFrom, rcptTo } = session.envelope
      const from = mailFrom ? mailFrom.address : ''
      answers.push({ to: rcptTo[0]?.address ?? '', from, raw, mail: await simpleParser(raw) })
      done()
    })
  },
})

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
  smtp = (await (await fetch(`${sandbox.url}/ports`)).json()).smtp
  const listening = applicant.listen(0, '127.0.0.1')
  await new Promise<void>((ready) => listening.once('listening', () => ready()))
  const address = listening.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await order('/mailroom', { host: '127.0.0.1', port })
})
afterAll(async () => {
  await sandbox.stop()
  await new Promise<void>((closed) => applicant.close(() => closed()))
  rmSync(dir, { recursive: true })
})
beforeEach(async () => {
  await order('/reset', {})
  answers = []
})

const order = (path: string, body: unknown) =>
  fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })
const oracle = async (path = '') => (await fetch(`${sandbox.url}/oracle${path}`)).json()
const officer = (form: Record<string, string>) =>
  visit(sandbox.url).post('/reserve/officer/act', Object.entries(form))

const fields = (reference: string) => ({
  reference,
  reserve: '出雲山自然保留區',
  from: '2026-12-20',
  to: '2026-12-21',
  purpose: '生態調查',
  leader: { name: '堃山' },
  members: [{ name: '堃山' }],
})

interface Letter {
  to?: string
  subject?: string
  text?: string
  reference?: string
  attachments?: { filename: string; content: string | Buffer }[]
}

async function write(letter: Letter = {}) {
  const line = createTransport({ host: '127.0.0.1', port: smtp, ignoreTLS: true })
  const reference = letter.reference ?? 'case-1'
  try {
    return await line.sendMail({
      from: 'case+abc@inbox.example',
      to: letter.to ?? 'entry@reserve.example',
      subject: letter.subject ?? `進入申請 來文字號 ${reference}`,
      text: letter.text ?? `請查照。\n來文字號：${reference}`,
      messageId: `<${reference}@inbox.example>`,
      attachments: letter.attachments ?? [
        { filename: 'application.json', content: JSON.stringify(fields(reference)) },
      ],
    })
  } finally {
    line.close()
  }
}

const next = async (count = 1) => {
  await order('/clock', { advanceMinutes: 11 })
  return vi.waitFor(() => {
    expect(answers.length).toBe(count)
    return answers.at(-1) as (typeof answers)[number]
  }, LONG)
}

describe('a letter', () => {
  test('is filed, and a receipt with a number comes back after a while', async () => {
    await write()
    expect((await oracle())['reserve-office']).toEqual({
      received: 1,
      filed: 1,
      withdrawn: 0,
      duplicates: 0,
    })
    const answer = await next()
    expect(answer.to).toBe('case+abc@inbox.example')
    expect(answer.mail.subject).toBe('RE: 回覆: 進入申請 來文字號 case-1')
    expect(answer.mail.text).toContain('收件字號：自保字第1150000001號')
    expect(answer.mail.text).toContain('> 來文字號：case-1')
    expect(answer.mail.inReplyTo).toBe('<case-1@inbox.example>')
  })

  test('of a reference it has is told to be a duplicate, in Big5', async () => {
    await write()
    await write()
    const answer = await next(2)
    expect(answer.raw.toString('latin1')).toContain('charset="big5"')
    expect(answer.mail.text).toContain('本件不另立案')
    expect(answer.mail.text).toContain('自保字第1150000001號')
    expect((await oracle())['reserve-office']).toMatchObject({ filed: 1, duplicates: 1 })
  })

  test('without attachment is read by its lines', async () => {
    const text =
      '來文字號：case-9\n保留區：大武山自然保留區\n進入日期：2026-12-20\n離開日期：2026-12-21\n目的：教學\n領隊：林\n隊員名冊：林、陳'
    await write({ text, attachments: [] })
    expect((await oracle('/reserve-office'))[0]).toMatchObject({ key: 'case-9' })
  })

  test('that lacks something is refused by an answer that names it', async () => {
    await write({ attachments: [], text: '來文字號：case-2' })
    expect((await next()).mail.text).toContain('缺：保留區')
    expect((await oracle())['reserve-office']).toMatchObject({ received: 1, filed: 0 })
  })

  test('is refused when too long, and so is an attachment above 3 MB', async () => {
    const file = (bytes: number) => [{ filename: 'a.pdf', content: Buffer.alloc(bytes, 1) }]
    await expect(write({ attachments: file(5_000_000) })).rejects.toMatchObject({
      responseCode: 552,
    })
    await write({ attachments: file(3_500_000) })
    expect((await next()).mail.text).toContain('附件逾3MB')
    expect((await oracle())['reserve-office']).toMatchObject({ filed: 0 })
  })

  test('to somebody unknown comes back as a bounce; another domain is refused at once', async () => {
    await write({ to: 'nobody@reserve.example' })
    const bounce = await next()
    expect(bounce.from).toBe('')
    expect(bounce.mail.headers.get('content-type')).toMatchObject({ value: 'multipart/report' })
    expect(bounce.raw.toString()).toContain('Status: 5.1.1')
    await expect(write({ to: 'a@elsewhere.example' })).rejects.toMatchObject({ responseCode: 550 })
  })
})

describe('the officer', () => {
  const number = '自保字第1150000001號'
  const decided = async (form: Record<string, string>) => {
    await write()
    await next()
    await officer({ no: number, ...form })
    return next(2)
  }

  test('approves in Big5, to an address without its second half', async () => {
    const answer = await decided({ action: 'approve' })
    expect(answer.to).toBe('case@inbox.example')
    expect(answer.mail.inReplyTo).toBe('<case-1@inbox.example>')
    expect(answer.mail.text).toContain('自保許字第1150000001號')
  })

  test('rejects in bytes that call themselves cp950, with nothing but the quote to tell by', async () => {
    const answer = await decided({ action: 'reject', reason: '繁殖季封閉' })
    expect(answer.to).toBe('case@inbox.example')
    expect(answer.mail.inReplyTo).toBeUndefined()
    const text = new TextDecoder('big5').decode(answer.raw)
    expect(text).toContain('原因：繁殖季封閉')
    expect(text).toContain('> From: case+abc@inbox.example')
  })

  test('asks for a correction in HTML alone, and takes it by the key', async () => {
    const asked = await decided({ action: 'correct', item: '隊員名冊', by: '2026-12-01' })
    expect(asked.mail.html).toContain('請於115年12月1日前補正')
    expect(asked.raw.toString()).not.toContain('text/plain')
    const key = /補正鑰匙：([A-Z0-9]{8})/.exec(asked.mail.text ?? '')?.[1]
    await write({ subject: `補正 ${number}`, text: `補正鑰匙：WRONGKEY` })
    expect((await next(3)).mail.text).toContain('補正鑰匙不符')
    await write({ subject: `補正 ${number}`, text: `補正鑰匙：${key}` })
    expect((await next(4)).mail.text).toContain('續行審查')
    expect((await oracle('/reserve-office'))[0].status).toBe('審查中')
  })

  test('goes through five stages and sends word when away', async () => {
    expect((await decided({ action: 'stage' })).mail.text).toContain('書面審查（2/5）')
    await visit(sandbox.url).post('/reserve/officer/away', [['until', '2026-12-01']])
    await write({ reference: 'case-2' })
    const away = await next(3)
    expect(away.mail.subject).toMatch(/^自動回覆：/)
    expect(away.mail.headers.get('auto-submitted')).toBe('auto-replied')
  })

  test('withdraws what the applicant asks to withdraw, once', async () => {
    await write()
    await write({ subject: `撤回申請 ${number}`, attachments: [] })
    await next(2)
    expect(answers.map(({ mail }) => mail.text).join()).toContain('業依台端申請撤回')
    expect((await oracle())['reserve-office']).toMatchObject({ filed: 0, withdrawn: 1 })
  })

  test('has a page for each filing, and refuses a rejection without a reason', async () => {
    await write()
    const page = await visit(sandbox.url).get(`/reserve/officer/view?no=${number}`)
    expect(page.$('body').text()).toContain('生態調查')
    expect((await officer({ no: number, action: 'reject' })).status).toBe(400)
  })
})

describe('faults', () => {
  const fault = (mode: string) => order('/faults', { agency: 'reserve-office', mode, times: 1 })
  const counted = async () => (await oracle())['reserve-office']

  test.each([
    ['drop_before', 0],
    ['reset', 0],
    ['drop_after', 1],
  ])('%s: the line breaks and %i is recorded', async (mode, filed) => {
    await fault(mode)
    await expect(write()).rejects.toThrow()
    expect(await counted()).toMatchObject({ filed })
  })

  test.each([
    ['greylist', 451],
    ['refused', 554],
    ['http500', 554],
  ])('%s answers %i once, then takes it', async (mode, responseCode) => {
    await fault(mode)
    await expect(write()).rejects.toMatchObject({ responseCode })
    expect(await counted()).toMatchObject({ filed: 0 })
    await write()
    expect(await counted()).toMatchObject({ filed: 1 })
  })

  test('a bounce later, an answer twice, none, half of one, and one in other words', async () => {
    await fault('bounce')
    await write({ reference: 'a' })
    expect((await next()).mail.subject).toBe('Undelivered Mail Returned to Sender')
    expect(await counted()).toMatchObject({ filed: 0 })
    await fault('reply_lost')
    await write({ reference: 'b' })
    await fault('reply_twice')
    await write({ reference: 'c' })
    await next(3)
    expect(answers.slice(1).map(({ mail }) => mail.inReplyTo)).toEqual([
      '<c@inbox.example>',
      '<c@inbox.example>',
    ])
    await fault('changed_layout')
    await write({ reference: 'd' })
    expect((await next(4)).mail.text).toContain('案件流水 NR-1150000003')
    await fault('half_page')
    await write({ reference: 'e' })
    await next(5)
    await fault('captcha')
    await write({ reference: 'f' })
    expect((await next(6)).mail.html).toContain('寄件者驗證')
    expect(await counted()).toMatchObject({ received: 5, filed: 4 })
  })
})

test('an answer that was waiting goes out after a restart', async () => {
  await write()
  await sandbox.stop()
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
  smtp = (await (await fetch(`${sandbox.url}/ports`)).json()).smtp
  expect((await next()).mail.text).toContain('自保字第1150000001號')
})
