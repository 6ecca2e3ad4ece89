import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from '@cantoo/pdf-lib'
import { type ParsedMail, simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Sandbox, startSandbox } from './start.ts'
import { visit } from './visitor.ts'

const dir = mkdtempSync(join(tmpdir(), 'sandbox-township-'))
let sandbox: Sandbox
let smtp = 0
let mails: ParsedMail[] = []
const sender = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  logger: false,
  onData: (stream, _session, done) => {
    simpleParser(stream).then((mail) => {
      mails.push(mail)
      done()
    }, done)
  },
})

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dir, start: '2026-11-23T09:00:00+08:00' })
  smtp = (await (await fetch(`${sandbox.url}/ports`)).json()).smtp
  const listening = sender.listen(0, '127.0.0.1')
  await new Promise<void>((ready) => listening.once('listening', () => ready()))
  const address = listening.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await order('/mailroom', { host: '127.0.0.1', port })
})
afterAll(async () => {
  await sandbox.stop()
  await new Promise<void>((closed) => sender.close(() => closed()))
  rmSync(dir, { recursive: true })
})
beforeEach(async () => {
  await order('/reset', {})
  mails = []
})

const order = (path: string, body: unknown) =>
  fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body) })
const read = async (path: string) => (await fetch(sandbox.url + path)).json()
const counts = async () => (await read('/oracle'))['haiduan-township']
const blank = async (name: string) =>
  new Uint8Array(await (await fetch(`${sandbox.url}/township/forms/${name}`)).arrayBuffer())

async function team(values: Record<string, string> = {}, ticks: Record<string, string> = {}) {
  const paper = await PDFDocument.load(await blank('team.pdf'))
  const form = paper.getForm()
  const all = { 文字1: 'Shanfeng', 文字1_2: 'South 2', 文字8: 'case-1:township', ...values }
  for (const [name, value] of Object.entries(all)) {
    form.getTextField(name).setFontSize(9)
    form.getTextField(name).setText(value)
  }
  for (const [name, value] of Object.entries({ 核取1: 'NEW', 核取9: '1', ...ticks })) {
    form.getRadioGroup(name).select(value)
  }
  form.flatten()
  return Buffer.from(await paper.save())
}

async function fax(paper: Buffer | null, to = '88689931370', subject = 'case-1:township') {
  const post = createTransport({ host: '127.0.0.1', port: smtp, ignoreTLS: true })
  const attachments = paper
    ? [{ filename: 'a.pdf', content: paper, contentType: 'application/pdf' }]
    : []
  await post.sendMail({
    from: 'desk@city.example',
    replyTo: 'leg-1@city.example',
    to: `${to}@fax.sandbox.example`,
    subject,
    text: '',
    attachments,
  })
  post.close()
}

async function reports(count: number): Promise<ParsedMail[]> {
  await vi.waitFor(() => expect(mails.length).toBeGreaterThanOrEqual(count), { timeout: 5000 })
  return mails
}
const told = (mail: ParsedMail | undefined) => /結果 Result +: (.*)/.exec(mail?.text ?? '')?.[1]

describe('the line', () => {
  test('a fax that came through is filed as read from its ink, and reported with its job number', async () => {
    const values = {
      未命名1: 'Lin',
      未命名1_2: 'A123456789',
      未命名9: 'Chen',
      文字10: 'r@city.example',
    }
    await fax(await team({ ...values, 文字2: '115', 文字2_2: '12', 文字2_3: '5', 數字5: '2' }))
    const [report] = await reports(1)
    expect(told(report)).toBe('成功 OK')
    expect(report?.subject).toBe('[傳真回報] FX0000001 成功 OK')
    expect(report?.text).toContain('主旨 Subject      : case-1:township')
    expect(report?.text).toContain('頁數 Pages        : 2/2')
    const [notice] = await read('/oracle/haiduan-township')
    expect(notice).toMatchObject({
      number: '端鄉1151123001',
      key: 'case-1:township',
      status: '已收件',
      fields: {
        team: 'Shanfeng',
        route: 'South 2',
        entry: { day: '115/12/5' },
        count: '2',
        pages: 2,
      },
    })
    expect(notice.fields.mail).toBe('r@city.example')
    expect(notice.fields.members).toMatchObject([
      { name: 'Lin', idNo: 'A123456789' },
      { name: 'Chen' },
    ])
  })

  test.each([
    ['busy', '忙線 BUSY', '0/2', 0],
    ['no_answer', '無人接聽 NO ANSWER', '0/2', 0],
    ['cut', '斷線 DISCONNECTED', '1/2', 1],
    ['poor', '品質不良 POOR LINE', '2/2', 1],
  ])('a line that is %s files nothing', async (state, result, pages, received) => {
    await order('/township/line', { state, times: 1 })
    await fax(await team())
    const [report] = await reports(1)
    expect(told(report)).toBe(result)
    expect(report?.text).toContain(pages)
    expect(await counts()).toMatchObject({ received, filed: 0 })
    await fax(await team())
    expect(told((await reports(2))[1])).toBe('成功 OK')
    expect(await counts()).toMatchObject({ filed: 1 })
  })

  test('the same report of a poor line comes when the office could read it after all', async () => {
    await order('/township/line', { state: 'poor_read' })
    await fax(await team())
    expect(told((await reports(1))[0])).toBe('品質不良 POOR LINE')
    expect(await counts()).toMatchObject({ filed: 1 })
  })

  test('a report comes twice, late, or never, as the switch says', async () => {
    await order('/township/line', { report: 'twice' })
    await fax(await team())
    await reports(2)
    await order('/township/line', { report: 'none' })
    await fax(await team())
    await vi.waitFor(async () => expect(await counts()).toMatchObject({ filed: 2, duplicates: 1 }))
    expect(mails).toHaveLength(2)
    await order('/township/line', { reportAfterMinutes: 90 })
    await fax(await team({ 文字8: 'case-2:township' }))
    await vi.waitFor(async () => expect(await counts()).toMatchObject({ filed: 3 }))
    expect(mails).toHaveLength(2)
    await order('/clock', { advanceMinutes: 91 })
    await reports(3)
  })

  test('what is no PDF is told as a wrong file; another number does not answer', async () => {
    await fax(null)
    expect(told((await reports(1))[0])).toBe('檔案錯誤 FORMAT ERROR')
    await fax(await team(), '886212345678')
    expect(told((await reports(2))[1])).toBe('無人接聽 NO ANSWER')
    await expect(fax(await team(), 'nobody')).rejects.toThrow('User unknown')
    expect(await counts()).toMatchObject({ received: 0, filed: 0 })
  })
})

describe('the office', () => {
  test('a paper whose ink is not there is not read, whatever its file says', async () => {
    const paper = await PDFDocument.create()
    const page = paper.addPage([595, 842])
    page.drawText('case-1:township', { x: 130, y: 95, opacity: 0 })
    paper.addPage([595, 842])
    await fax(Buffer.from(await paper.save()))
    await reports(1)
    expect(await counts()).toMatchObject({ received: 1, filed: 0 })
  })

  test('a form ticked 變更 changes what was noticed under its number', async () => {
    await fax(await team())
    await reports(1)
    await fax(await team({ 文字1_2: 'South 1' }, { 核取1: 'CHG' }))
    await reports(2)
    expect(await counts()).toMatchObject({ filed: 1, duplicates: 0 })
    expect(await read('/oracle/haiduan-township')).toMatchObject([{ fields: { route: 'South 1' } }])
  })

  test('a form ticked 取消 takes back what was noticed under its number', async () => {
    await fax(await team())
    await reports(1)
    await fax(await team({}, { 核取1: 'DEL' }))
    await reports(2)
    expect(await counts()).toMatchObject({ filed: 0, withdrawn: 1 })
  })

  test('the officer answers by mail where the form asks for it, else by telephone', async () => {
    await fax(await team({ 文字10: 'Please answer to leg-1@city.example' }))
    await reports(1)
    const [{ number }] = await read('/oracle/haiduan-township')
    const act = (form: [string, string][]) =>
      visit(sandbox.url).post('/township/officer/act', [['no', number], ...form])
    await act([
      ['action', 'note'],
      ['by', 'telephone'],
    ])
    await act([
      ['action', 'return'],
      ['reason', '日期不符'],
    ])
    const answer = (await reports(2))[1]
    expect(answer?.subject).toBe(`登山隊伍通報回覆（${number}）`)
    expect(answer?.text).toContain('退請補正：日期不符')
    expect(answer?.text).toContain('貴單位文號：case-1:township')
    expect(mails).toHaveLength(2)
  })

  test('a scanned form is read by its places', async () => {
    const paper = await PDFDocument.load(await blank('camp.pdf'))
    const [page] = paper.getPages()
    page?.drawText('Shanfeng', { x: 165, y: 842 - 132, size: 11 })
    page?.drawText('case-3:township', { x: 165, y: 842 - 540, size: 11 })
    page?.drawRectangle({ x: 178, y: 842 - 340, width: 9, height: 9 })
    await fax(Buffer.from(await paper.save()))
    await reports(1)
    const [notice] = await read('/oracle/haiduan-township')
    expect(notice).toMatchObject({
      key: 'case-3:township',
      fields: { form: 'camp', team: 'Shanfeng', cooking: true, notCooking: false },
    })
  })
})
